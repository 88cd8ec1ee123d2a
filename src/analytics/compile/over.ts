/** One figure made of the figures of many buckets or members: those are worked out first, by the same steps as ever. */
import { sql } from 'kysely'
import { reachOf } from '../buckets.ts'
import { bucketsIn } from '../fill.ts'
import type { KpiQuery, Over } from '../kpi-query.ts'
import { cutEnds, memberQuery } from '../over.ts'
import { sentence } from '../words/en.ts'
import { as, columnNamed, list, type Fragment } from './dialect.ts'
import { isKnownThroughout, isZeroWhenEmpty, layOut, timeIn, type Era, type Layout } from './layout.ts'
import { MOST_LISTED } from './refusal.ts'
import { axisColumns, denseStep, figuresStep, groupedBy, keyColumns, type Step } from './steps.ts'
import { bucketOf, isSubDay } from './time.ts'

/** One row a group with the figures over its buckets or members, for every era. */
export function overStep(layout: Layout, shape: Over, step: Step): string {
  const eras = layout.eras.map((era) => ({ era, from: eraStep(layout, shape, era, step) }))
  const [only, ...others] = eras
  if (others.length === 0) return only!.from
  const selects = eras.map(({ era: mine, from }) => {
    const figures = layout.measures.flatMap(({ names }) =>
      layout.eras.map((era) =>
        era === mine ? columnNamed(nameIn(names, era)) : as(sql`cast(null as numeric)`, nameIn(names, era)),
      ),
    )
    return sql`select ${list([...keyColumns(layout), ...figures])}\nfrom ${sql.id(from)}`
  })
  const both = step('both', sql.join(selects, sql`\nunion all\n`))
  const keys = keyColumns(layout)
  const figures = layout.measures.flatMap(({ names }) =>
    layout.eras.map((era) => as(sql`max(${sql.id(nameIn(names, era))})`, nameIn(names, era))),
  )
  return step('figures', sql`select ${list([...keys, ...figures])}\nfrom ${sql.id(both)}${groupedBy(keys)}`)
}

/** What one figure is over, as clauses of the sentence: how many days there were, and which are only there in part. */
export function overNotes(layout: Layout, shape: Over): string[] {
  const { query, catalog } = layout
  if (shape.each.kind === 'member') return []
  const { grain } = shape.each
  const inner = innerLayout(layout, shape, 'value')
  const buckets = bucketsIn(inner, MOST_LISTED)
  const isZero = inner.measures.every((measure) => isZeroWhenEmpty(measure) && isKnownThroughout(inner, measure))
  const count =
    query.grain || query.compare
      ? sentence.overBucketsOf(grain, query.grain ?? 'period', isZero)
      : buckets && sentence.overBuckets(buckets.length, grain, isZero)
  const ends = cutEnds(query, grain, catalog, reachOf(query, layout.views, layout.history))
  return [...(count ? [count] : []), ...(ends.length > 0 ? [sentence.cutEnds(ends, grain)] : [])]
}

function eraStep(layout: Layout, shape: Over, era: Era, step: Step): string {
  const inner = innerLayout(layout, shape, era)
  const figures = figuresStep(inner, step)
  const buckets = shape.each.kind === 'bucket' ? bucketsIn(inner, MOST_LISTED) : null
  const from = buckets && buckets.length > 0 ? denseStep(inner, figures, buckets, step, 'unless_nothing') : figures
  const keys = [...outerBucket(layout, shape, inner), ...axisColumns(layout)]
  const over = layout.measures.map(({ names }, index) =>
    as(aggregated(shape.aggregate, sql.id(inner.measures[index]!.names.value)), nameIn(names, era)),
  )
  // A record without a store is of no store.
  const known = shape.each.kind === 'member' ? sql`\nwhere ${sql.id(inner.axes.at(-1)!.alias)} is not null` : sql``
  return step('over_all', sql`select ${list([...keys, ...over])}\nfrom ${sql.id(from)}${known}${groupedBy(keys)}`)
}

/** The query of which each row is one of the figures that one is made of. */
function innerLayout(layout: Layout, { each }: Over, era: Era): Layout {
  const { compare, limit: _limit, ...rest } = layout.query
  const period = era === 'previous' ? compare?.period : rest.period
  const groups: KpiQuery = { ...rest, shape: { kind: 'groups' }, conditions: [], order: [], ...(period && { period }) }
  const inner = each.kind === 'member' ? memberQuery(groups, each.dimension) : { ...groups, grain: each.grain }
  return { ...layOut(inner, layout.catalog, layout.history), stepName: layout.stepName }
}

/** The bucket that a row belongs to, from the smaller one that it is. */
function outerBucket(layout: Layout, { each }: Over, inner: Layout): readonly Fragment[] {
  const { time, catalog } = layout
  if (!time || !inner.time) return []
  const bucket = columnNamed(inner.time.alias)
  if (each.kind === 'member') return [as(bucket, time.alias)]
  const column = timeIn(layout, layout.views[0]!)
  const type = column.type === 'timestamptz' && isSubDay(inner.time.grain) ? 'timestamptz' : 'timestamp'
  return [as(bucketOf({ ...column, type }, time.grain, catalog.weekStarts, bucket), time.alias)]
}

function aggregated(aggregate: Over['aggregate'], figure: Fragment): Fragment {
  switch (aggregate) {
    case 'average':
      return sql`avg(${figure})`
    case 'median':
      return sql`percentile_cont(0.5) within group (order by ${figure})`
    case 'min':
      return sql`min(${figure})`
    case 'max':
      return sql`max(${figure})`
  }
}

function nameIn(names: Layout['measures'][number]['names'], era: Era): string {
  return era === 'previous' ? names.previous : names.value
}
