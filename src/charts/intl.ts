/** Formats of a locale, made once: making one costs more than using it a hundred times. */

const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, DateFormat>()

/** What charts need of `Intl.DateTimeFormat`. */
export type DateFormat = Pick<Intl.DateTimeFormat, 'format' | 'formatRange'>

/** Far more than the formats of a few locales; beyond it we start over. */
const MOST = 500

export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options))
}

/** In UTC: the moments of charts are wall clocks read as UTC. Plain `en` has the day first, as the rest of a reply has it. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): DateFormat {
  return kept(dates, locale, options, () => {
    const isPlain = locale === 'en'
    const made = new Intl.DateTimeFormat(isPlain ? 'en-GB' : locale, { ...options, timeZone: 'UTC' })
    if (!isPlain) return made
    // Months of three letters each, and no comma behind a weekday, which is there with a year only.
    const short = (text: string) => text.replace(/\bSept\b/g, 'Sep').replace(/^(\p{L}{3}),(?= \d)/u, '$1')
    return {
      format: (date) => short(made.format(date)),
      formatRange: (from, to) => short(made.formatRange(from, to)),
    }
  })
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
