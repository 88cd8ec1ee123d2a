/** Partial sums merged into the windows and the live table of a view. */
import { sql, type RawBuilder } from 'kysely'
import type { EventStream, StreamColumn, StreamMeasure } from '../../catalog.ts'
import { keyOf } from '../../catalog-streams.ts'
import type { Store } from '../../store/store.ts'
import { mergeSketch, type Sketch } from '../distinct.ts'
import { createStamp } from '../fold/moments.ts'
import type { RowPartial, StreamPartials, WindowSums } from '../fold/partials.ts'
import type { Sums } from '../fold/sums.ts'
import { numbersOf, textsOf } from './arrays.ts'
import { measureColumn, squaresColumn, windowTable } from './window-tables.ts'

type Executing = Pick<Store, 'getExecutor'>
type Fragment = RawBuilder<unknown>

/** Adds windows to those that are there, all grains at once, in the order of their key: two that do so never deadlock. */
export async function mergeWindows(
  transaction: Executing,
  { stream, combinations }: StreamPartials,
  windows: readonly WindowSums[],
): Promise<void> {
  const all = flat(windows)
  if (all.count === 0) return
  const table = windowTable(stream.into)
  const measures = stream.measures.map((measure, index) => ({ measure, index }))
  const plain = measures.filter(({ measure }) => measure.aggregation !== 'count_distinct')
  const columns = plain.flatMap(({ measure, index }) => {
    const own = { name: measureColumn(measure), measure, values: all.numbers((sums, row) => sums.value(row, index)) }
    if (measure.aggregation !== 'sum') return [own]
    return [own, { name: squaresColumn(measure), measure, values: all.numbers((sums, row) => sums.second(row, index)) }]
  })
  const names = columns.map(({ name }) => sql.id(name))
  await sql`INSERT INTO ${table} AS w (${sql.join([sql`grain, bucket, slice, events, first_at, last_at`, ...names])})
    SELECT ${sql.join([sql`grain, to_timestamp(bucket), slice, events, to_timestamp(first_at), to_timestamp(last_at)`, ...names])}
    FROM unnest(${sql.join([
      sql`${all.texts((_sums, _row, grain) => grain)}::text[]`,
      sql`${all.numbers((sums, row) => sums.minutes[row]! * 60)}::float8[]`,
      sql`${all.texts((sums, row) => combinations.slice(sums.ids[row]!))}::text[]`,
      sql`${all.numbers((sums, row) => sums.events(row))}::bigint[]`,
      sql`${all.numbers((sums, row) => sums.firstAt(row) / 1000)}::float8[]`,
      sql`${all.numbers((sums, row) => sums.lastAt(row) / 1000)}::float8[]`,
      ...columns.map(({ values }) => sql`${values}::float8[]`),
    ])}) AS given (${sql.join([sql`grain, bucket, slice, events, first_at, last_at`, ...names])})
    ORDER BY 1, 2, 3
    ON CONFLICT (grain, bucket, slice) DO UPDATE SET events = w.events + excluded.events,
      first_at = least(w.first_at, excluded.first_at), last_at = greatest(w.last_at, excluded.last_at)
      ${sql.join(
        columns.map(({ name, measure }) => {
          const [known, more] = [sql.ref(`w.${name}`), sql.ref(`excluded.${name}`)]
          return sql`, ${sql.id(name)} = ${joined(measure, known, more, sql`excluded.last_at >= w.last_at`)}`
        }),
        sql``,
      )}`.execute(transaction)
  for (const { measure, index } of measures)
    if (measure.aggregation === 'count_distinct')
      await mergeSketches(transaction, { table, column: measureColumn(measure), all, index, combinations })
}

/** How two partial numbers become one. */
function joined({ aggregation }: StreamMeasure, known: Fragment, more: Fragment, isNewer: Fragment): Fragment {
  switch (aggregation) {
    case 'sum':
    case 'count':
      return sql`coalesce(${known} + ${more}, ${known}, ${more})`
    case 'min':
      return sql`least(${known}, ${more})`
    case 'max':
      return sql`greatest(${known}, ${more})`
    case 'last':
      return sql`CASE WHEN ${isNewer} THEN coalesce(${more}, ${known}) ELSE coalesce(${known}, ${more}) END`
    case 'count_distinct':
      return known
  }
}

interface Sketching {
  readonly table: Fragment
  readonly column: string
  readonly all: Flat
  readonly index: number
  readonly combinations: StreamPartials['combinations']
}

/** Sketches are merged here, not there; the rows are ours since they were merged into. */
async function mergeSketches(
  transaction: Executing,
  { table, column, all, index, combinations }: Sketching,
): Promise<void> {
  const found: { grain: string; bucket: number; slice: string; sketch: Sketch }[] = []
  all.each((sums, row, grain) => {
    const sketch = sums.sketches.get(row)?.[index]
    if (sketch)
      found.push({ grain, bucket: sums.minutes[row]! * 60, slice: combinations.slice(sums.ids[row]!), sketch })
  })
  if (found.length === 0) return
  const keys = sql`unnest(${textsOf(found.length, (at) => found[at]!.grain)}::text[],
    ${numbersOf(found.length, (at) => found[at]!.bucket)}::float8[],
    ${textsOf(found.length, (at) => found[at]!.slice)}::text[])`
  const { rows } = await sql<{ place: string; known: Buffer | null }>`
    SELECT place, w.${sql.id(column)} AS known
    FROM ROWS FROM (${keys}) WITH ORDINALITY AS given (grain, bucket, slice, place)
    JOIN ${table} w ON w.grain = given.grain AND w.bucket = to_timestamp(given.bucket) AND w.slice = given.slice`.execute(
    transaction,
  )
  for (const { place, known } of rows) if (known) mergeSketch(found[Number(place) - 1]!.sketch, known)
  await sql`UPDATE ${table} w SET ${sql.id(column)} = given.sketch
    FROM ROWS FROM (${keys}, unnest(${textsOf(found.length, (at) => `\\x${Buffer.from(found[at]!.sketch).toString('hex')}`)}::bytea[]))
      AS given (grain, bucket, slice, sketch)
    WHERE w.grain = given.grain AND w.bucket = to_timestamp(given.bucket) AND w.slice = given.slice`.execute(
    transaction,
  )
}

interface Flat {
  readonly count: number
  each(visit: (sums: Sums, row: number, grain: string) => void): void
  numbers(value: (sums: Sums, row: number, grain: string) => number | null): string
  texts(value: (sums: Sums, row: number, grain: string) => string | null): string
}

/** The rows of several sums, one after the other. */
function flat(windows: readonly WindowSums[]): Flat {
  const places: (readonly [Sums, number, string])[] = []
  for (const { grain, sums } of windows) for (let row = 0; row < sums.length; row++) places.push([sums, row, grain])
  return {
    count: places.length,
    each: (visit) => places.forEach((place) => visit(...place)),
    numbers: (value) => numbersOf(places.length, (at) => value(...places[at]!)),
    texts: (value) => textsOf(places.length, (at) => value(...places[at]!)),
  }
}

/**
 * Adds rows to those of the live table, but for buckets that history has or will get. `boundary`: epoch milliseconds. Gives
 * how many events it left out.
 */
export async function mergeLive(
  transaction: Executing,
  { stream, combinations }: StreamPartials,
  sums: Sums,
  boundary: number,
  zone: string,
): Promise<number> {
  const rows: number[] = []
  let leftOut = 0
  for (let row = 0; row < sums.length; row++)
    if (sums.minutes[row]! * 60_000 >= boundary) rows.push(row)
    else leftOut += sums.events(row)
  const measures = stream.measures.flatMap((measure, index) =>
    measure.column === null ? [] : [{ measure, column: measure.column, index }],
  )
  if (rows.length === 0 || measures.length === 0) return leftOut
  const { dimensions, timeColumn, asOf } = stream
  const stamp = createStamp(timeColumn.type, zone)
  const asOfStamp = createStamp(asOf?.type ?? 'timestamptz', zone)
  const stamps = new Map<number, string>()
  const stamped = (row: number) => {
    const minute = sums.minutes[row]!
    const known = stamps.get(minute) ?? stamp(minute * 60_000)
    stamps.set(minute, known)
    return known
  }
  const isNewer = asOf ? sql`excluded.${sql.id(asOf.name)} >= l.${sql.id(asOf.name)}` : sql`true`
  const given: Given[] = [
    { column: timeColumn, values: textsOf(rows.length, (at) => stamped(rows[at]!)) },
    ...dimensions.map(({ column }, place) => ({
      column,
      values: textsOf(rows.length, (at) => combinations.members(sums.ids[rows[at]!]!)[place] ?? null),
    })),
    ...measures.map(({ measure, column, index }) => ({
      column,
      // Nothing adds up to zero; of nothing there is no least, greatest or last.
      values: numbersOf(rows.length, (at) => sums.value(rows[at]!, index) ?? (isAdded(measure) ? 0 : null)),
      isNumber: true,
      update: joined(measure, sql.ref(`l.${column.name}`), sql.ref(`excluded.${column.name}`), isNewer),
    })),
    ...(asOf && asOf.name !== timeColumn.name
      ? [
          {
            column: asOf,
            values: textsOf(rows.length, (at) => asOfStamp(sums.lastAt(rows[at]!))),
            update: sql`greatest(${sql.ref(`l.${asOf.name}`)}, ${sql.ref(`excluded.${asOf.name}`)})`,
          },
        ]
      : []),
  ]
  const key = keyOf(stream)
  const updates = given.flatMap(({ column, update }) => (update ? [sql`${sql.id(column.name)} = ${update}`] : []))
  await sql`${inserting(stream, given)}
    ORDER BY ${sql.join(key.map((_, at) => sql.lit(at + 1)))}
    ON CONFLICT (${sql.join(key.map((name) => sql.id(name)))}) DO UPDATE SET ${sql.join(updates)}`.execute(transaction)
  return leftOut
}

function isAdded({ aggregation }: StreamMeasure): boolean {
  return aggregation === 'sum' || aggregation === 'count'
}

interface Given {
  readonly column: StreamColumn
  readonly values: string
  readonly isNumber?: boolean
  /** Of a row that is there already; none: it stays. */
  readonly update?: Fragment
}

/** An insert of columns given as arrays, cast to what the table has. */
function inserting({ live }: EventStream, given: readonly Given[]): Fragment {
  const names = given.map(({ column }) => sql.id(column.name))
  return sql`INSERT INTO ${sql.id(live.schema, live.name)} AS l (${sql.join(names)})
    SELECT ${sql.join(given.map(({ column }) => sql`given.${sql.id(column.name)}::${sql.raw(castable(column.pgType))}`))}
    FROM unnest(${sql.join(
      given.map(({ values, isNumber }) => (isNumber ? sql`${values}::float8[]` : sql`${values}::text[]`)),
    )}) AS given (${sql.join(names)})`
}

/** A cast to a type of limited length cuts what is longer off; storing it in the column is an error, as it should be. */
function castable(pgType: string): string {
  return pgType.replace(/^character varying\(\d+\)/, 'character varying').replace(/^character\(\d+\)/, 'bpchar')
}

/** Writes events that are rows of their own, but for those that history has or will get; gives how many it left out. */
export async function insertRows(
  transaction: Executing,
  stream: EventStream,
  all: readonly RowPartial[],
  boundary: number,
  zone: string,
): Promise<number> {
  const rows = all.filter(({ at }) => at >= boundary)
  const { timeColumn, asOf } = stream
  const fed = new Set(stream.rows.map(({ column }) => column.name))
  const stamped = (column: StreamColumn): Given => {
    const stamp = createStamp(column.type, zone)
    return { column, values: textsOf(rows.length, (index) => stamp(rows[index]!.at)) }
  }
  const given = [
    ...(fed.has(timeColumn.name) ? [] : [stamped(timeColumn)]),
    ...(asOf && asOf.name !== timeColumn.name && !fed.has(asOf.name) ? [stamped(asOf)] : []),
    ...stream.rows.map(({ column }, place) => ({
      column,
      values: textsOf(rows.length, (index) => rows[index]!.cells[place] ?? null),
    })),
  ]
  if (rows.length > 0) await inserting(stream, given).execute(transaction)
  return all.length - rows.length
}
