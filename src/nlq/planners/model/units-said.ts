/** Numbers as they were said, in the unit of what they are compared with. */
import type { Dimension } from '../../../analytics/catalog.ts'
import type { KpiQuery, RowField } from '../../../analytics/kpi-query.ts'
import { matchNumber } from '../../numbers.ts'
import { tokenize } from '../../text.ts'
import { unitFamilies } from '../../words/en.ts'
import { secondsIn, secondsOf, suits } from '../../units.ts'
import type { Asked } from './asked.ts'
import type { Said } from './spoken.ts'

/** What a number is compared with. */
export type Target =
  | { readonly kind: 'fraction' }
  /** A unit of the catalog: USD, minutes, km. */
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'dimension'; readonly name: string }

/** What the figure of a group is compared with. */
export function targetOfFigure(query: KpiQuery, index: number, figure: string, asked: Asked): Target {
  const measure = query.measures[index]
  const unit = measure?.kind === 'kpi' ? asked.lexicon.knowledge.catalog.kpis.get(measure.kpi)!.unit : 'count'
  const isFraction = figure === 'change_percent' || figure === 'share' || unit === 'percent'
  if (isFraction) return { kind: 'fraction' }
  return measure?.kind === 'ratio' || measure?.kind === 'difference'
    ? { kind: 'unit', unit: '' }
    : { kind: 'unit', unit }
}

/** The unit that a number of each record is kept in. */
export function targetOf(field: RowField, { lexicon }: Asked): Target {
  if (field.kind === 'dimension') return { kind: 'dimension', name: field.dimension }
  const unit = lexicon.knowledge.catalog.kpis.get(field.kpi)?.unit ?? ''
  return unit === 'percent' ? { kind: 'fraction' } : { kind: 'unit', unit }
}

/** A number that was said, in what it is compared with: 3 hours are 180 minutes. Null where the unit does not suit. */
export function convertedTo(span: Said, target: Target, asked: Asked): number | null {
  const at = asked.tokens.findIndex((token) => token.from >= span.from)
  const found = at < 0 ? null : matchNumber(asked.tokens, at)
  if (!found) return null
  const { value, unit } = found
  const word = asked.tokens[found.to - 1]!.word
  const family = unitFamilies.find(({ words }) => words.has(word))?.words ?? new Set([word])
  switch (target.kind) {
    case 'fraction':
      if (unit === 'percent' || (unit === null && Math.abs(value) > 1)) return rounded(value / 100)
      return unit === null ? value : null
    case 'unit':
      if (unit === 'percent') return null
      if (unit === 'seconds') return target.unit in secondsIn ? rounded(value / secondsIn[target.unit]!) : null
      if (unit === 'measure') return family.has(target.unit.toLowerCase()) ? value : null
      return target.unit === '' || suits(unit, target.unit) ? value : null
    case 'dimension':
      return inDimension(target.name, value, unit, family, asked)
  }
}

/** Whether the unit of a number tells what it is a number of: of all that a view keeps, one alone is in kilometres. */
export function isToldByUnit(span: Said, name: string, asked: Asked): boolean {
  const at = asked.tokens.findIndex((token) => token.from >= span.from)
  const found = at < 0 ? null : matchNumber(asked.tokens, at)
  if (found?.unit !== 'measure') return false
  const word = asked.tokens[found.to - 1]!.word
  const family = unitFamilies.find(({ words }) => words.has(word))?.words ?? new Set([word])
  return asked.lexicon.viewsOf(name).some((view) => {
    const kept = [...view.dimensions.values()].filter((each) => each.type === 'number' && isKeptIn(each, family))
    return kept.length === 1 && kept[0]!.name === name
  })
}

function isKeptIn({ column, label, description }: Dimension, family: ReadonlySet<string>): boolean {
  return [column, label, description].some((text) =>
    tokenize(text.replaceAll('_', ' ')).some(({ word }) => family.has(word)),
  )
}

/** 500 kilograms are no 500 pounds: the catalog must say in some way in what a number is kept. */
function inDimension(
  name: string,
  value: number,
  unit: 'percent' | 'currency' | 'seconds' | 'measure' | 'things' | null,
  family: ReadonlySet<string>,
  { lexicon }: Asked,
): number | null {
  const kept = lexicon.viewsOf(name).flatMap((view) => view.dimensions.get(name) ?? [])
  if (unit === 'percent') return null
  if (unit === 'seconds') {
    const seconds = kept[0] ? secondsOf(kept[0]) : null
    return seconds === null ? null : rounded(value / seconds)
  }
  if (unit !== 'measure' && family.size === 1) return value
  return kept.some((each) => isKeptIn(each, family)) ? value : null
}

function rounded(value: number): number {
  return Number(value.toPrecision(12))
}
