/** Units of numbers that are said, and of those that are kept. */
import type { Dimension } from '../analytics/catalog.ts'
import type { NumberUnit } from './numbers.ts'
import { tokenize } from './text.ts'
import { durationUnits } from './words/en.ts'

/** Seconds that one of it lasts, where column, label, synonyms or description say that it is a time; null elsewhere. */
export function secondsOf({ column, label, synonyms, description }: Dimension): number | null {
  for (const text of [column, label, ...synonyms, description])
    for (const { word } of tokenize(text.replaceAll('_', ' '))) {
      const seconds = word.length > 2 ? durationUnits.get(word) : undefined
      if (seconds !== undefined) return seconds
    }
  return null
}

/** Euros are compared with euros, hours with times; kilometres with neither. */
export function suits(unit: NumberUnit | null, kpiUnit: string): boolean {
  const isMoney = /^[A-Z]{3}$/.test(kpiUnit)
  switch (unit) {
    case null:
    case 'percent':
      return true
    case 'currency':
      return isMoney
    case 'seconds':
      return kpiUnit in secondsIn
    case 'things':
      return !isMoney && kpiUnit !== 'percent' && !(kpiUnit in secondsIn)
    case 'measure':
      return !isMoney && kpiUnit !== 'count' && kpiUnit !== 'percent'
  }
}

/** Units of time that KPIs are measured in. */
export const secondsIn: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
}
