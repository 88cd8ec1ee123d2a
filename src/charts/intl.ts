/** Formats of a locale, made once: making one costs more than using it a hundred times. */

const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()

/** Far more than the formats of a few locales; beyond it we start over. */
const MOST = 500

export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options))
}

/** In UTC: the moments of charts are wall clocks read as UTC. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, locale, options, () => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }))
}

/** The locale if there is such a thing, English otherwise. */
export function localeOf(wanted: string | undefined): string {
  try {
    return wanted !== undefined && Intl.NumberFormat.supportedLocalesOf(wanted).length > 0 ? wanted : 'en'
  } catch {
    return 'en'
  }
}

function kept<Format>(formats: Map<string, Format>, locale: string, options: object, make: () => Format): Format {
  const key = `${locale} ${JSON.stringify(options)}`
  const found = formats.get(key)
  if (found) return found
  if (formats.size >= MOST) formats.clear()
  const made = make()
  formats.set(key, made)
  return made
}
