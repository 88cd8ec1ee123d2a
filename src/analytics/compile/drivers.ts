/** What moved a figure: its leaves in the period and in what is usual for it, read once, and explained. */
import { sql } from 'kysely'
import type { Cell, ResultColumn } from '../answer.ts'
import type { History } from '../buckets.ts'
import { relationName, type Catalog, type TimeColumn, type View } from '../catalog.ts'
import { holidaysOfQuery } from '../holidays.ts'
import { timeOf, viewsOfQuery } from '../kpi-query-meaning.ts'
import type { KpiQuery, Stretch } from '../kpi-query.ts'
import { coarsestOf } from '../like-with-like.ts'
import { explainRatio } from '../live/explain/explain-ratio.ts'
import { explain, type Explained } from '../live/explain/explain.ts'
import { createCubeBuilder, type Cube, type Measured as Leaves } from '../live/explain/leaves.ts'
import { measured, type Measured, type Part } from '../measured.ts'
import { local, print, startOf } from '../period.ts'
import { isUsual } from '../why/usual.ts'
import { sentence } from '../words/en.ts'
import type { Compilation } from './compile.ts'
import { all, as, list, where, write, type Fragment } from './dialect.ts'
import { filterOf, whereOf } from './filters.ts'
import { soFar } from './periods.ts'
import { dimensionOut, relationOf } from './source.ts'
import { inAny } from './time.ts'

type Drivers = Extract<KpiQuery['shape'], { kind: 'drivers' }>
type Rows = readonly (readonly Cell[])[]

export function compileDrivers(
  query: KpiQuery,
  shape: Drivers,
  catalog: Catalog,
  notes: readonly string[],
  history: History,
): Compilation {
  const [view] = viewsOfQuery(query, catalog)
  const found = measured(query.measures[0]!, catalog)
  const time = view && timeOf(query, view)
  if (!view || !time || 'because' in found)
    return { kind: 'cannot', because: 'It is not clear what is to be explained.' }
  const parts = partsThatAddUp(found)
  if (!parts) return { kind: 'cannot', because: sentence.doesNotAddUp(found.label) }
  const eras = erasOf(query, shape, catalog, view, time, history)
  if ('because' in eras) return { kind: 'cannot', because: eras.because }
  const holidays = holidaysOfQuery(query, [view], catalog, history) ?? []
  const dimensions = shape.dimensions.map((name) => view.dimensions.get(name)!)
  const names = dimensions.map(({ name }, at) => `${name}_${at}`.slice(-60))
  const figures = parts.flatMap((part, at) => [
    as(aggregateIn(part, inAny([eras.period], time)), `now_${at}`),
    as(aggregateIn(part, inAny(eras.against, time)), `usual_${at}`),
  ])
  const conditions = [
    inAny([eras.period, ...eras.against], time),
    ...query.filters.map((filter) => filterOf(filter, view, time, catalog, holidays)),
  ]
  const axes = dimensions.map((dimension, at) => as(dimensionOut(dimension, view), names[at]!))
  const grouped = axes.length > 0 ? sql`\ngroup by ${list(axes.map((_, at) => sql.lit(at + 1)))}` : sql``
  const explained = explainer(shape, parts.length === 2, eras.against.length / (shape.elapsed ?? 1))
  return {
    kind: 'compiled',
    ...write(sql`select ${list([...axes, ...figures])}\nfrom ${relationOf(view)}${where(conditions)}${grouped}`),
    columns: columnsOf(found, view, shape, isUsual(shape.against, query.period!)),
    relations: [relationName(view.relation)],
    views: [view.name],
    notes: [...notes, ...eras.notes],
    finish: (rows) => explained(rows).rows(view),
    explained: (rows) => explained(rows).explained,
  }
}

/** One sum or count, or the two that make a ratio; null for what does not add up over leaves. An average is a ratio. */
function partsThatAddUp({ value }: Measured): readonly [Part] | readonly [Part, Part] | null {
  const adds = ({ measure: { aggregation } }: Part) => aggregation === 'sum' || aggregation === 'count'
  if (value.kind === 'ratio')
    return adds(value.of) && adds(value.over) && value.of.view === value.over.view ? [value.of, value.over] : null
  if (value.kind === 'difference') return null
  const { part } = value
  if (adds(part)) return [part]
  if (part.measure.aggregation !== 'average') return null
  return [
    { ...part, measure: { ...part.measure, aggregation: 'sum' } },
    { ...part, measure: { ...part.measure, aggregation: 'count' } },
  ]
}

function aggregateIn({ measure, view }: Part, era: Fragment): Fragment {
  const filter = sql` filter (where ${all([era, ...(measure.where.size > 0 ? [whereOf(measure.where, view)] : [])])})`
  if (measure.column === null) return sql`count(*)${filter}`
  const column = sql.id(measure.column)
  if (measure.aggregation === 'count') return sql`count(${column})${filter}`
  // A real keeps seven digits of a sum.
  const exactly = view.columns.get(measure.column)?.pgType === 'real' ? sql`cast(${column} as float8)` : column
  return sql`coalesce(sum(${exactly})${filter}, 0)`
}

interface Eras {
  readonly period: Stretch
  readonly against: readonly Stretch[]
  readonly notes: readonly string[]
}

/** What is still going on is held against as much of the others; others from before the data begins are left out. */
function erasOf(
  query: KpiQuery,
  shape: Drivers,
  catalog: Catalog,
  view: View,
  time: TimeColumn,
  history: History,
): Eras | { readonly because: string } {
  const asked = query.period!
  const from = query.time === undefined || query.time === 'time' ? history.get(view.name)?.from : undefined
  const known = shape.against.filter(
    (stretch) => from === undefined || stretch.from >= from.slice(0, stretch.from.length),
  )
  if (known.length === 0) return { because: sentence.nothingUsual(view.label, from?.slice(0, 10) ?? '') }
  const notes = known.length < shape.against.length ? [sentence.fewerWeeks(known.length)] : []
  if (asked.through === undefined || shape.elapsed !== undefined) return { period: asked, against: known, notes }
  const now = print(startOf(coarsestOf(query, catalog), local(asked.through), catalog))
  const period = soFar({ ...asked, through: now }, time)
  if (local(period.to).toString() <= local(period.from).toString())
    return { because: sentence.justBegun(view.label, coarsestOf(query, catalog)) }
  const elapsed = local(period.from).until(local(period.to), { largestUnit: 'day' })
  const against = known.map((stretch) => ({ from: stretch.from, to: print(local(stretch.from).add(elapsed)) }))
  return { period, against, notes }
}

function columnsOf(
  found: Measured,
  view: View,
  { dimensions }: Drivers,
  isAgainstUsual: boolean,
): readonly ResultColumn[] {
  const base = { type: 'number', measure: 0 } as const
  const { name, label, unit } = found
  const segment = dimensions.length === 1 ? view.dimensions.get(dimensions[0]!)!.label : 'Segment'
  return [
    { name: 'segment', role: 'dimension', type: 'text', unit: null, label: segment },
    { ...base, name, role: 'measure', unit, label },
    {
      ...base,
      name: `${name}_usual`,
      role: 'previous',
      unit,
      label: `${label}, ${isAgainstUsual ? 'usually' : 'before'}`,
    },
    { ...base, name: `${name}_change`, role: 'change', unit, label: 'Moved the whole by' },
    { ...base, name: `${name}_share`, role: 'share', unit: 'percent', label: 'Share of the difference' },
  ]
}

/** Explains rows once, whoever asks first. */
function explainer({ dimensions }: Drivers, isRatio: boolean, usual: number) {
  const known = new WeakMap<Rows, { explained: Explained; rows: (view: View) => Rows }>()
  return (given: Rows) => {
    let made = known.get(given)
    if (!made) known.set(given, (made = explainRows(given)))
    return made
  }

  function explainRows(given: Rows) {
    const builder = createCubeBuilder(dimensions)
    for (const row of given) builder.add(dimensions.map((_, at) => String(row[at] ?? '')))
    const cube = builder.build()
    const columnAt = (at: number) => Float64Array.from(given, (row) => Number(row[dimensions.length + at] ?? 0))
    const leavesAt = (at: number): Leaves => ({
      actual: columnAt(at),
      expected: columnAt(at + 1).map((value) => value / usual),
    })
    const [first, second] = [leavesAt(0), isRatio ? leavesAt(2) : null]
    const explained = second ? explainRatio(cube, first, second) : explain(cube, first)
    return { explained, rows: (view: View) => rowsOf(explained, cube, first, second, view) }
  }
}

/** A row a driver, and one for all that is in none of them. */
function rowsOf(explained: Explained, cube: Cube, first: Leaves, second: Leaves | null, view: View): Rows {
  const { drivers, actual, expected } = explained
  const rows = drivers.map((driver) => [
    segmentIn(driver.members, view),
    driver.actual,
    driver.expected,
    driver.contribution,
    driver.share,
  ])
  if (drivers.length === 0)
    return actual === 0 && expected === 0 ? [] : [[sentence.everything, actual, expected, actual - expected, 1]]
  const isOutside = outsideOf(cube, drivers)
  const rest = (values: Float64Array) => values.reduce((sum, value, leaf) => (isOutside(leaf) ? sum + value : sum), 0)
  const side = (era: 'actual' | 'expected') =>
    second ? quotient(rest(first[era]), rest(second[era])) : rest(first[era])
  const moved = actual - expected - drivers.reduce((sum, { contribution }) => sum + contribution, 0)
  const share = 1 - drivers.reduce((sum, driver) => sum + driver.share, 0)
  return [...rows, [sentence.everythingElse, side('actual'), side('expected'), moved, share]]
}

function outsideOf({ dimensions, members, codes }: Cube, drivers: Explained['drivers']): (leaf: number) => boolean {
  const wanted = drivers.map((driver) =>
    dimensions.flatMap((name, at) => {
      const member = driver.members[name]
      return member === undefined ? [] : [{ codes: codes[at]!, code: members[at]!.indexOf(member) }]
    }),
  )
  return (leaf) => !wanted.some((of) => of.every((one) => one.codes[leaf] === one.code))
}

/** `EMEA`, of several dimensions `EMEA · app`. */
function segmentIn(members: Readonly<Record<string, string>>, view: View): string {
  const named = Object.entries(members).map(([dimension, member]) => {
    if (member === '') return `${view.dimensions.get(dimension)!.label}: ${sentence.noMember}`
    return view.dimensions.get(dimension)!.type === 'boolean'
      ? `${view.dimensions.get(dimension)!.label}: ${member}`
      : member
  })
  return named.join(' · ')
}

function quotient(of: number, over: number): number | null {
  return over === 0 ? null : of / over
}
