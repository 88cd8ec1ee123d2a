/** The share that a question's filters leave of the whole: what it is a share of, and of what. */
import type { Filter } from '../../analytics/kpi-query.ts'
import { sharePercent } from '../format.ts'
import { memberName, partName, type Figure, type Sheet } from '../sheet.ts'
import { lower } from '../words.ts'
import { short } from './finding.ts'

/** `32% of orders: app`; null where the row is no share of a whole. */
export function shareInWords(sheet: Sheet, figure: Figure): string | null {
  const share = figure.share?.[0] ?? null
  if (share === null || sheet.rowCount !== 1) return null
  const kept = sheet.answer.query.share?.within ?? []
  const names = sheet.answer.query.filters
    // What holds for the whole too says nothing of the part.
    .filter((filter) => filter.kind !== 'periods' && !('dimension' in filter && kept.includes(filter.dimension)))
    .map((filter) => nameOf(filter, sheet.locale))
  const of = `${sharePercent(share, sheet.locale)} of ${lower(figure.label)}`
  // Half of the conditions would be another part; the sentence below has them all.
  return names.length === 0 || names.includes(null) ? of : `${of}: ${short(names.join(', '))}`
}

function nameOf(filter: Filter, locale: string): string | null {
  switch (filter.kind) {
    case 'members':
      return listed(
        filter.values.map((value) => memberName(value, locale)),
        filter.include,
      )
    case 'part':
      return listed(
        filter.values.map((value) => partName(filter.part, value, locale)),
        filter.include,
      )
    case 'text':
    case 'empty':
    case 'range':
    case 'periods':
    case 'holidays':
      return null
  }
}

function listed(names: readonly string[], isIncluded: boolean): string | null {
  if (names.length > 3) return null
  return `${isIncluded ? '' : 'all but '}${names.join(isIncluded ? ' or ' : ' and ')}`
}
