/** What else is known of the time of a move, a line each. */
import type { Catalog } from '../../analytics/catalog.ts'
import type { Circumstance } from '../../analytics/live/incident.ts'
import { formatOf } from '../../charts/format.ts'
import { sentences } from './en-alerts.ts'

/** `kpi` is the one that moved; others that the catalog does not know are left out. */
export function circumstancesInWords(
  all: readonly Circumstance[],
  kpi: string,
  { catalog, locale }: { readonly catalog: Catalog; readonly locale: string },
): readonly string[] {
  const before = all.filter((each): each is Circumstance & { kind: 'before' } => each.kind === 'before')
  const format = formatOf(catalog.kpis.get(kpi)?.unit ?? null, locale)
  const others = all.flatMap((each) => {
    switch (each.kind) {
      case 'holiday':
        return [sentences.holiday(each.name)]
      case 'event':
        return [sentences.event(oneLine(each.name))]
      case 'kpi': {
        const other = catalog.kpis.get(each.kpi)
        if (!other) return []
        const words = formatOf(other.unit, locale)
        return [sentences.otherKpi(other.label, words.words(each.value), words.words(each.expected))]
      }
      case 'before':
        return []
    }
  })
  if (before.length === 0) return others
  const values = before.map((each) => format.short(each.value))
  return [sentences.before(values, before.every((each) => each.ago === 'week') ? 'week' : 'day'), ...others]
}

/** Names are written by people, somewhere else. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
