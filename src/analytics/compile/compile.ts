/** KpiQuery → one SELECT over KPI views. Pure: the same query and catalog give the same text and parameters. */
import { sql } from 'kysely'
import type { Cell, ResultColumn } from '../answer.ts'
import { relationName, type Catalog } from '../catalog.ts'
import { isKnownSince, type History } from '../buckets.ts'
import { bucketsIn, finisher } from '../fill.ts'
import type { KpiQuery } from '../kpi-query.ts'
import { holidaysOfQuery } from '../holidays.ts'
import { isCounting, viewsOfQuery } from '../kpi-query-meaning.ts'
import type { Explained } from '../live/explain/explain.ts'
import { likeWithLike } from '../like-with-like.ts'
import { memberQuery } from '../over.ts'
import { local, plus, print } from '../period.ts'
import { settledNotes } from '../settled.ts'
import { sentence } from '../words/en.ts'
import { beginningNotes } from './beginnings.ts'
import { all, as, columnNamed, list, write, type Fragment } from './dialect.ts'
import { countedStep } from './count.ts'
import { compileDrivers } from './drivers.ts'
import { conditionsOf, figureFrom, figuresOf, orderBy, rankedFigures, rankOf } from './figures.ts'
import { compileHistogram } from './histogram.ts'
import { layOut, timeIn, type Layout } from './layout.ts'
import { overNotes, overStep } from './over.ts'
import { compileRecords } from './records.ts'
import { MOST_LISTED, refusal } from './refusal.ts'
import { aggregateOf, combined, figureOut, sourceSelect } from './source.ts'
import {
  axisColumns,
  cutStep,
  denseStep,
  figuresStep,
  isUnion,
  keyColumns,
  shownStep,
  windowStep,
  type Step,
} from './steps.ts'
import { bucketOut } from './time.ts'

/** A statement ready for the guard, and what its rows mean. */
export interface Compiled {
  readonly kind: 'compiled'
  readonly sql: string
  readonly parameters: readonly unknown[]
  readonly columns: readonly ResultColumn[]
  /** Read by it, as `schema.name`. */
  readonly relations: readonly string[]
  /** Read by it, by their names in the catalog. */
  readonly views: readonly string[]
  /** What the sentence of understanding must say besides: clauses such as where the data begins. */
  readonly notes: readonly string[]
  /** Raw rows → rows as answers have them: buckets written out, missing ones filled in. */
  readonly finish: (rows: readonly (readonly Cell[])[]) => readonly (readonly Cell[])[]
  /** Of a question for what moved a figure: the explanation of these raw rows. */
  readonly explained?: (rows: readonly (readonly Cell[])[]) => Explained
}

export type Compilation = Compiled | { readonly kind: 'cannot'; readonly because: string }

/**
 * Compiles a parsed query. `history`: the first and last moment each view has data for; outside of it nothing is filled
 * in, and nothing is compared with a period that begins before it.
 */
export function compile(asked: KpiQuery, catalog: Catalog, history: History = new Map()): Compilation {
  const query = likeWithLike(asked, catalog)
  const notes = [...beginningNotes(query, catalog, history), ...settledNotes(query, catalog, history)]
  if (holidaysOfQuery(query, viewsOfQuery(query, catalog), catalog, history) === null)
    return { kind: 'cannot', because: 'Ask about holidays within a period.' }
  if (query.shape.kind === 'histogram') return compileHistogram(query, query.shape, catalog, notes, history)
  if (query.shape.kind === 'drivers') return compileDrivers(query, query.shape, catalog, notes, history)
  if (query.shape.kind === 'records') return compileRecords(query, query.shape, catalog, notes, history)
  const counted = query.shape.kind === 'count_members' ? memberQuery(query, query.shape.of) : query
  const because = refusal(counted, catalog, history)
  if (because !== null) return { kind: 'cannot', because }
  const layout = layOut(query, catalog, history)
  const statement = isPlain(layout) ? plain(layout) : layered(layout)
  return {
    kind: 'compiled',
    ...write(sql`${statement}${orderBy(layout)}`),
    columns: layout.columns,
    relations: [...new Set(layout.views.map((view) => relationName(view.relation)))],
    views: layout.views.map((view) => view.name),
    notes: [...notes, ...windowNotes(layout), ...(query.shape.kind === 'over' ? overNotes(layout, query.shape) : [])],
    finish: finisher(layout),
  }
}

/** What the first buckets of a moving average lack. */
function windowNotes({ query, before }: Layout): string[] {
  const { window, period, grain } = query
  if (window?.kind !== 'moving_average' || !grain) return []
  const wanted = period && print(plus(local(period.from), 1 - window.buckets, grain))
  return before && wanted && isKnownSince(wanted, before.value) ? [] : [sentence.fewerAtStart(grain)]
}

/** Whether one SELECT over one view says it all. */
function isPlain(layout: Layout): boolean {
  const { query } = layout
  const selects = query.share ?? query.window ?? query.limit ?? query.conditions[0]
  return !isUnion(layout) && selects === undefined && isOneStep(query.shape)
}

/** Whether a row of the answer is a group as it is measured. */
function isOneStep({ kind }: KpiQuery['shape']): boolean {
  return kind === 'groups' || kind === 'correlation' || kind === 'members'
}

function plain(layout: Layout): Fragment {
  const [view] = layout.views
  const figures = layout.measures.map((measure) => {
    const value = combined(
      measure,
      measure.fields.map((field) => aggregateOf(field.part)),
    )
    return as(figureOut(value, measure), measure.names.value)
  })
  return sourceSelect(layout, view!, 'value', figures, {
    last: layout.measures[0]?.fields[0].part.measure.aggregation === 'last',
    bucketOut: (bucket) => bucketOut(bucket, timeIn(layout, view!), layout.time!.grain),
  })
}

/** Named steps, each reading the one before: measured → figures → dense → windowed → shown → ranked; rarely all of them. */
function layered(layout: Layout): Fragment {
  const steps: { readonly name: string; readonly body: Fragment }[] = []
  const step: Step = (wanted, body) => {
    const name = layout.stepName(wanted)
    steps.push({ name, body })
    return name
  }
  const last = lastSelect(layout, step)
  const written = steps.map(({ name, body }) => sql`${sql.id(name)} as (\n${body}\n)`)
  return sql`with ${sql.join(written, sql`, `)}\n${last}`
}

function lastSelect(layout: Layout, step: Step): Fragment {
  const { query } = layout
  const { shape } = query
  if (isCounting(query)) return countedSelect(layout, step)
  let from = shape.kind === 'over' ? overStep(layout, shape, step) : figuresStep(layout, step)
  const buckets = query.window ? bucketsIn(layout, MOST_LISTED) : null
  if (buckets && buckets.length > 0) from = denseStep(layout, from, buckets, step)
  if (query.window) from = step('windowed', windowStep(layout, from))
  if (layout.before) from = step('asked', cutStep(layout, from))
  if (query.conditions.length === 0 && !query.limit) return outSelect(layout, from, 'computed', [])
  from = step('shown', shownStep(layout, from))
  const conditions = query.conditions.length > 0 ? [conditionsOf(layout)] : []
  if (!query.limit) return outSelect(layout, from, 'named', conditions)
  if (query.limit.of === 'members') return ofMembers(layout, from, step)
  const figures = layout.measures.flatMap(({ names }) => figuresOf(query).map((figure) => columnNamed(names[figure])))
  return ranked(layout, from, [...keyColumns(layout), ...figures], conditions, null, step)
}

function countedSelect(layout: Layout, step: Step): Fragment {
  const from = countedStep(layout, step)
  const columns = layout.columns.map((column) => columnNamed(column.name))
  const out = [...timeOut(layout), ...columns.slice(columns.length - layout.axes.length - 1)]
  return layout.query.limit
    ? ranked(layout, from, columns, [], out, step)
    : sql`select ${list(out)}\nfrom ${sql.id(from)}`
}

/** The first rows in the order asked for, those equal to the last of them included. */
function ranked(
  layout: Layout,
  from: string,
  columns: readonly Fragment[],
  conditions: readonly Fragment[],
  out: readonly Fragment[] | null,
  step: Step,
): Fragment {
  const rank = layout.name('rank')
  const among = [...conditions, ...rankedFigures(layout)]
  const chosen = among.length > 0 ? sql`\nwhere ${all(among)}` : sql``
  const name = step(
    'ranked',
    sql`select ${list([...columns, as(rankOf(layout), rank)])}\nfrom ${sql.id(from)}${chosen}`,
  )
  const first = sql`${sql.id(rank)} <= ${layout.query.limit!.count}`
  return out
    ? sql`select ${list(out)}\nfrom ${sql.id(name)}\nwhere ${first}`
    : outSelect(layout, name, 'named', [first])
}

/** All buckets of the members that come first over the whole period. */
function ofMembers(layout: Layout, from: string, step: Step): Fragment {
  const { query } = layout
  const { grain: _grain, window: _window, limit, ...rest } = query
  const { of: _of, ...first } = limit!
  const order = query.order.filter(({ by }) => by.kind !== 'time')
  const members = {
    ...layOut({ ...rest, order, limit: first }, layout.catalog, layout.history),
    stepName: layout.stepName,
  }
  const chosen = step('chosen', lastSelect(members, step))
  const same = layout.axes.map(
    ({ alias }, index) =>
      sql`${sql.id(chosen, members.axes[index]!.alias)} is not distinct from ${sql.id(from, alias)}`,
  )
  return outSelect(layout, from, 'named', [sql`exists (select 1 from ${sql.id(chosen)} where ${all(same)})`])
}

/** The time column, where there is one, as it leaves the database. */
function timeOut(layout: Layout): readonly Fragment[] {
  const column = layout.columns.find(({ role }) => role === 'time')
  if (!layout.time || !column) return []
  return [as(bucketOut(columnNamed(column.name), timeIn(layout, layout.views[0]!), layout.time.grain), column.name)]
}

/** The columns as they leave the database. */
function outSelect(
  layout: Layout,
  from: string,
  figures: 'computed' | 'named',
  conditions: readonly Fragment[],
): Fragment {
  const { measures, query } = layout
  const shown = measures.flatMap((measure) =>
    figuresOf(query).map((figure) => {
      const name = measure.names[figure]
      const column = figures === 'named' ? columnNamed(name) : figureFrom(layout, measure, figure)
      return as(figure === 'value' ? figureOut(column, measure) : column, name)
    }),
  )
  const columns = [...timeOut(layout), ...axisColumns(layout), ...shown]
  const chosen = conditions.length > 0 ? sql`\nwhere ${all(conditions)}` : sql``
  return sql`select ${list(columns)}\nfrom ${sql.id(from)}${chosen}`
}
