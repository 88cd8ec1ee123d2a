/** What stands for a period or is made of many figures, in words. */
import { isWithin } from './bounds.ts'
import type { Catalog } from './catalog.ts'
import { dimensionInWords, type About } from './describe-parts.ts'
import type { KpiQuery } from './kpi-query.ts'
import { isTotal, partsOfMeasured, type Measured, type Part } from './measured.ts'
import { eachGrain } from './over.ts'
import { sentence } from './words/en.ts'
import { lowerFirst } from './words/letters.ts'

/** A level has no sum over time, so it is said which value stands for the period, also within a ratio. */
export function levelClause({ query, catalog, found }: About): string[] {
  const grain = eachGrain(query) ?? query.grain
  const isSideBySide = query.by.some(({ kind }) => kind === 'periods')
  const span = grain ? `each ${grain}` : isSideBySide ? 'each period' : query.period ? 'the period' : 'the data'
  const clauses = found.flatMap(({ label, value }) => {
    const [first] = partsOfMeasured({ value })
    if (value.kind !== 'ratio') return isLevel(first) ? [sentence.lastValue(span, found.length > 1 ? label : null)] : []
    const [of, over] = [value.of, value.over].map((part) => ({ label: partInWords(part, catalog), part }))
    const [ofLevel, overLevel] = [isLevel(value.of), isLevel(value.over)]
    if (ofLevel && overLevel) return [sentence.ratioOfLevels(of!.label, over!.label, span)]
    if (ofLevel) return [sentence.levelOverFlow(of!.label, over!.label, span)]
    return overLevel ? [sentence.flowOverLevel(of!.label, over!.label, span)] : []
  })
  return [...new Set(clauses)]
}

/** Which buckets or members one figure is made of. */
export function overClause({ query, views, found }: About): string[] {
  const { shape, period } = query
  if (
    shape.kind === 'count_buckets' &&
    holdForNothing(query) &&
    query.conditions.every(({ measure }) => addsUp(found[measure]))
  )
    return [sentence.emptyCounts(query.grain ?? 'day')]
  if (shape.kind === 'count_members' && holdForNothing(query))
    return [sentence.countedWithData(dimensionInWords(shape.of, views))]
  if (shape.kind !== 'over') return []
  if (shape.each.kind === 'member') return [sentence.overMembers(dimensionInWords(shape.each.dimension, views))]
  return period?.through === undefined ? [] : [sentence.wholeOnly(shape.each.grain)]
}

/** Whether a bucket or member without any data would satisfy all conditions. */
function holdForNothing({ conditions }: KpiQuery): boolean {
  return conditions.every(({ figure, bounds: wanted }) => figure === 'value' && isWithin(0, wanted))
}

function addsUp(found: Measured | undefined): boolean {
  return found?.value.kind === 'simple' && isTotal(found.value.part.measure.aggregation) && !isLevel(found.value.part)
}

function isLevel({ measure }: Part): boolean {
  return measure.aggregation === 'last'
}

/** A part of a ratio by the KPI that it is alone, else by its column. */
function partInWords(part: Part, catalog: Catalog): string {
  const written = JSON.stringify(part.measure, withMaps)
  const known = [...catalog.kpis.values()].find(
    ({ view, measure }) => view === part.view.name && JSON.stringify(measure, withMaps) === written,
  )
  if (known) return lowerFirst(known.label)
  return (part.measure.column ?? part.view.rows?.label ?? 'rows').replaceAll('_', ' ')
}

const withMaps = (_key: string, value: unknown) => (value instanceof Map ? [...value] : value)
