/** `streams:` of a catalog, checked against its views and the tables they are merged into. */
import {
  relationName,
  STREAM_AGGREGATIONS,
  type EventStream,
  type Stream,
  type StreamColumn,
  type StreamDimension,
  type StreamMeasure,
  type View,
} from './catalog.ts'
import type { Written } from './catalog-schema.ts'
import type { WrittenEvents } from './catalog-streams-schema.ts'
import { hint } from './nearest.ts'

export type Report = (path: readonly (string | number)[], message: string) => void

/** What a table that streams feed is like. */
export interface LiveTable {
  readonly columns: ReadonlyMap<string, StreamColumn & { readonly hasDefault: boolean }>
  /** Columns of each unique index, and whether two nulls are the same to it. */
  readonly keys: readonly { readonly columns: readonly string[]; readonly nullsAreEqual: boolean }[]
}

/** By `schema.name`; what is no table is absent. */
export type LiveTables = ReadonlyMap<string, LiveTable>

/** Grains in which a live table may keep its rows. */
const MERGED_GRAINS: readonly string[] = ['minute', 'hour', 'day']

export function bindStreams(
  written: Written,
  views: ReadonlyMap<string, View>,
  tables: LiveTables,
  report: Report,
): ReadonlyMap<string, Stream> {
  const streams = new Map<string, Stream>()
  const topics = new Map<string, string>()
  for (const [name, from] of Object.entries(written.streams)) {
    const at = ['streams', name]
    const other = topics.get(from.topic)
    if (other !== undefined)
      report(
        [...at, 'topic'],
        `${other} reads ${from.topic} already: a topic feeds one stream, which may tell types apart`,
      )
    topics.set(from.topic, name)
    if (from.kind === 'points') {
      streams.set(name, { kind: 'points', name, topic: from.topic, from: from.from, aheadMs: from.ahead })
      continue
    }
    const view = views.get(from.into)
    if (!view) {
      if (!written.views[from.into])
        report([...at, 'into'], `there is no view ${from.into}${hint(from.into, Object.keys(written.views))}`)
      continue
    }
    const bound = bindEvents({ name, from, view, tables, at, report })
    if (bound) streams.set(name, bound)
  }
  agree(streams, report)
  return streams
}

interface About {
  readonly name: string
  readonly from: WrittenEvents
  readonly view: View
  readonly tables: LiveTables
  readonly at: readonly string[]
  readonly report: Report
}

function bindEvents({ name, from, view, tables, at, report }: About): EventStream | null {
  if (!view.live) {
    report(
      [...at, 'into'],
      `${view.name} has no live table: give it one, live: schema.table, and show it in ${relationName(view.relation)}`,
    )
    return null
  }
  const relation = relationName(view.live)
  const table = tables.get(relation)
  if (!table) {
    report(['views', view.name, 'live'], `the database has no table ${relation}${hint(relation, [...tables.keys()])}`)
    return null
  }
  if (!view.time) {
    report([...at, 'into'], `${view.name} has no time, and events happen at one: give the view its time column`)
    return null
  }
  const column = (path: readonly string[], wanted: string): StreamColumn | null => {
    const found = table.columns.get(wanted)
    if (!found) report(path, `${relation} has no column ${wanted}${hint(wanted, [...table.columns.keys()])}`)
    return found ?? null
  }
  const timeColumn = column(['views', view.name, 'live'], view.time.column)
  const asOf = view.asOf === null ? null : column(['views', view.name, 'live'], view.asOf)
  const dimensions = bindDimensions({ name, from, view, tables, at, report }, column)
  const measures: StreamMeasure[] = []
  for (const [measureName, each] of Object.entries(from.measures ?? {})) {
    const bound = bindMeasure(measureName, each, [...at, 'measures', measureName], column, report)
    if (bound) measures.push(bound)
  }
  const rows = Object.entries(from.columns ?? {}).flatMap(([columnName, field]) => {
    const found = column([...at, 'columns', columnName], columnName)
    return found ? [{ column: found, field: field.split('.') }] : []
  })
  if (!timeColumn) return null
  const stream: EventStream = {
    kind: 'events',
    name,
    topic: from.topic,
    time: from.time.split('.'),
    id: from.id?.split('.') ?? null,
    types: from.type ? { ...from.type, field: from.type.field.split('.') } : null,
    from: from.from,
    into: view.name,
    live: view.live,
    timeColumn,
    asOf,
    measures,
    rows,
    dimensions,
    slices: bindSlices({ name, from, view, tables, at, report }, dimensions),
    lateMs: from.late,
    aheadMs: from.ahead,
    duplicatesMs: from.duplicates,
  }
  checkShape(stream, from, view, at, report)
  checkFed(stream, table, at, report)
  return stream
}

function bindDimensions(
  { from, view, at, report }: About,
  column: (path: readonly string[], wanted: string) => StreamColumn | null,
): readonly StreamDimension[] {
  return Object.entries(from.dimensions).flatMap(([name, field]) => {
    const path = [...at, 'dimensions', name]
    const dimension = view.dimensions.get(name)
    if (!dimension) {
      report(path, `${view.name} has no dimension ${name}${hint(name, [...view.dimensions.keys()])}`)
      return []
    }
    const found = column(path, dimension.column)
    return found ? [{ name, field: field.split('.'), column: found }] : []
  })
}

function bindMeasure(
  name: string,
  from: NonNullable<WrittenEvents['measures']>[string],
  path: readonly string[],
  column: (path: readonly string[], wanted: string) => StreamColumn | null,
  report: Report,
): StreamMeasure | null {
  const aggregation = STREAM_AGGREGATIONS.find((candidate) => from[candidate] !== undefined)!
  const field = from[aggregation]!
  const found = aggregation === 'count_distinct' ? null : column(path, name)
  if (aggregation !== 'count_distinct') {
    if (!found) return null
    if (found.type !== 'number') {
      report(path, `${aggregation} gives a number, and ${name} is ${found.pgType}`)
      return null
    }
  }
  return {
    name,
    aggregation,
    field: field === true ? null : field.split('.'),
    where: Object.entries(from.where ?? {}).map(([each, values]) => ({ field: each.split('.'), values })),
    column: found,
  }
}

/** Each dimension by itself, unless others are named; never what is masked, since its members would be told in alerts. */
function bindSlices(
  { from, view, at, report }: About,
  dimensions: readonly StreamDimension[],
): readonly (readonly string[])[] {
  const known = dimensions.map(({ name }) => name)
  const open = (name: string) => view.dimensions.get(name)?.masked === false
  if (!from.slices) return known.filter(open).map((name) => [name])
  const slices = new Map<string, readonly string[]>()
  for (const [index, slice] of from.slices.entries()) {
    const path = [...at, 'slices', String(index)]
    for (const name of slice) {
      if (!known.includes(name)) report(path, `the stream has no dimension ${name}${hint(name, known)}`)
      else if (!open(name)) report(path, `${name} is masked: its members cannot be watched`)
    }
    const sorted = [...new Set(slice)].toSorted()
    slices.set(sorted.join(' '), sorted)
  }
  return [...slices.values()]
}

function checkShape(stream: EventStream, from: WrittenEvents, view: View, at: readonly string[], report: Report): void {
  if ((from.measures === undefined) === (from.columns === undefined))
    report(at, 'name either measures, for events that are merged, or columns, when each event is a row of the view')
  if (from.columns && !view.rows)
    report([...at, 'columns'], `a row of ${view.name} is no single thing: give the view rows, or the stream measures`)
  if (from.measures && view.rows)
    report([...at, 'measures'], `each row of ${view.name} is one thing, so events cannot be merged: name columns`)
  const grain = view.time?.grain ?? 'minute'
  if (from.measures && !MERGED_GRAINS.includes(grain))
    report([...at, 'into'], `${view.name} keeps a row a ${grain}: events are merged by minute, hour or day`)
  if (stream.measures.some(({ aggregation }) => aggregation === 'last') && !stream.asOf)
    report([...at, 'measures'], `last needs to know which of two is newer: give ${view.name} an as_of column`)
}

/** Whether each row that a stream writes is found again, and whole. */
function checkFed(stream: EventStream, table: LiveTable, at: readonly string[], report: Report): void {
  const relation = relationName(stream.live)
  const key = keyOf(stream)
  if (stream.rows.length === 0 && stream.measures.length > 0) {
    const unique = table.keys.find(({ columns }) => columns.toSorted().join('\0') === key.toSorted().join('\0'))
    if (!unique)
      report(
        [...at, 'into'],
        `${relation} has no unique key over its time and dimensions: CREATE UNIQUE INDEX ON ${relation} (${key.join(', ')})`,
      )
    else if (!unique.nullsAreEqual && stream.dimensions.some(({ column }) => column.isNullable))
      report(
        [...at, 'dimensions'],
        `two rows without a value are not the same to ${relation}'s key: make its columns NOT NULL, or the key NULLS NOT DISTINCT`,
      )
  }
  const fed = new Set([
    ...(stream.rows.length > 0 ? [stream.timeColumn.name] : key),
    ...stream.measures.flatMap(({ column }) => column?.name ?? []),
    ...stream.rows.map(({ column }) => column.name),
    ...(stream.asOf ? [stream.asOf.name] : []),
  ])
  for (const { name, isNullable, hasDefault } of table.columns.values())
    if (!isNullable && !hasDefault && !fed.has(name))
      report(at, `nothing feeds ${relation}.${name}, which is NOT NULL: feed it, or give it a default`)
}

/** Columns that tell the rows of a live table apart. */
export function keyOf(stream: EventStream): readonly string[] {
  return [stream.timeColumn.name, ...stream.dimensions.map(({ column }) => column.name)]
}

/** Two streams may add to one measure, if both do it in the same way. */
function agree(streams: ReadonlyMap<string, Stream>, report: Report): void {
  const known = new Map<string, { readonly stream: string; readonly aggregation: string }>()
  for (const stream of streams.values()) {
    if (stream.kind === 'points') continue
    for (const { name, aggregation } of stream.measures) {
      const other = known.get(`${stream.into} ${name}`)
      if (other && other.aggregation !== aggregation)
        report(
          ['streams', stream.name, 'measures', name],
          `${other.stream} feeds ${name} as ${other.aggregation}: one column is merged in one way`,
        )
      known.set(`${stream.into} ${name}`, { stream: stream.name, aggregation })
    }
  }
}
