/** Units that a dimension of numbers is kept in. */
import type { Dimension } from '../../../analytics/catalog.ts'
import { tokenize } from '../../text.ts'
import { durationUnits } from '../../words/en.ts'

/** Seconds that one of it lasts, where column, label, synonyms or description say that it is a time; null elsewhere. */
export function secondsOf({ column, label, synonyms, description }: Dimension): number | null {
  for (const text of [column, label, ...synonyms, description])
    for (const { word } of tokenize(text.replaceAll('_', ' '))) {
      const seconds = word.length > 2 ? durationUnits.get(word) : undefined
      if (seconds !== undefined) return seconds
    }
  return null
}
