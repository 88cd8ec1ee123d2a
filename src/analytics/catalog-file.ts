/**
 * `sql/catalog.yml` → Catalog. Two steps: `readCatalog` parses the text and knows lines; `bindCatalog` checks it against
 * the live columns. Both gather every fault instead of stopping at the first.
 */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import {
  AGGREGATIONS,
  type Access,
  type Catalog,
  type Column,
  type Dimension,
  type Kpi,
  type Measure,
  type Relation,
  type Role,
  type SimpleMeasure,
  type TimeColumn,
  type View,
} from './catalog.ts'
import { catalogSchema, type measure, type simple, type time, type Written } from './catalog-schema.ts'
import { bindStreams, type LiveTables, type Report } from './catalog-streams.ts'
import { hint } from './nearest.ts'
import { FileFaulty, readYaml, type Fault, type YamlFile } from './yaml-file.ts'

/** Thrown by who cannot go on without a right catalog; the message lists every fault. */
export class CatalogFaulty extends FileFaulty {
  override name = 'CatalogFaulty'
}

/** Columns of the live relations, by `schema.name`, in the relation's order; a relation that is not there is absent. */
export type LiveColumns = ReadonlyMap<string, ReadonlyMap<string, Column>>

/** A catalog as written: shapes are right, names and types are not checked against the database yet. */
export type CatalogFile = YamlFile<Written>

/** Parses the text of a catalog; faults carry their line. */
export function readCatalog(text: string, file: string): CatalogFile | readonly Fault[] {
  return readYaml(text, file, catalogSchema, ({ code, path, message }) =>
    code === 'invalid_union' && path.at(-1) === 'measure'
      ? `a measure is one of ${AGGREGATIONS.join(', ')} with a column (and where), or ratio: { of, over }`
      : message,
  )
}

/**
 * Checks a read catalog against the live columns and resolves every name, default and type. `tables` says what the tables
 * that streams feed are like; without it the catalog has no streams.
 */
export function bindCatalog(
  read: CatalogFile,
  live: LiveColumns,
  tables: LiveTables | null = null,
): Catalog | readonly Fault[] {
  const { written } = read
  const faults: Fault[] = []
  const fault = (path: readonly (string | number)[], message: string) =>
    void faults.push({ file: read.file, line: read.lineOf(path), path: path.join('.'), message })

  const views = new Map<string, View>()
  for (const [name, view] of Object.entries(written.views)) {
    const at = ['views', name]
    const relationOfView = relationFrom(view.relation)
    const columns = live.get(view.relation)
    if (!columns) {
      fault([...at, 'relation'], `the database has no ${view.relation}${hint(view.relation, [...live.keys()])}`)
      continue
    }
    const column = (path: readonly (string | number)[], wanted: string): Column | undefined => {
      const found = columns.get(wanted)
      if (!found) fault(path, `${view.relation} has no column ${wanted}${hint(wanted, [...columns.keys()])}`)
      return found
    }
    const bindTime = (timeName: string, path: readonly string[], from: z.output<typeof time>): TimeColumn | null => {
      const found = column([...path, 'column'], from.column)
      if (!found) return null
      if (found.type !== 'date' && found.type !== 'timestamp' && found.type !== 'timestamptz') {
        fault([...path, 'column'], `${from.column} is ${found.pgType}, not a date or timestamp`)
        return null
      }
      if (found.type === 'date' && (from.grain === 'hour' || from.grain === 'minute'))
        fault([...path, 'grain'], `${from.column} is a date, which takes no grain finer than day`)
      return {
        name: timeName,
        column: found.name,
        type: found.type,
        grain: from.grain,
        zone: from.zone ?? written.timezone,
        label: from.label ?? inWords(from.column),
        synonyms: from.synonyms,
      }
    }
    const own = view.time ? bindTime('time', [...at, 'time'], view.time) : null
    const times = new Map<string, TimeColumn>(own ? [['time', own]] : [])
    for (const [timeName, other] of Object.entries(view.other_times)) {
      const bound = bindTime(timeName, [...at, 'other_times', timeName], other)
      if (bound) times.set(timeName, bound)
    }
    const dimensions = new Map<string, Dimension>()
    for (const [dimensionName, from] of Object.entries(view.dimensions)) {
      const path = [...at, 'dimensions', dimensionName]
      const found = column([...path, 'column'], from.column)
      if (from.within && !view.dimensions[from.within])
        fault(
          [...path, 'within'],
          `there is no dimension ${from.within}${hint(from.within, Object.keys(view.dimensions))}`,
        )
      if (!found) continue
      dimensions.set(dimensionName, {
        name: dimensionName,
        column: found.name,
        type: found.type,
        label: from.label ?? inWords(dimensionName),
        description: from.description,
        synonyms: from.synonyms,
        values: new Map(Object.entries(from.values)),
        within: from.within ?? null,
        masked: from.masked,
        indexed: !from.masked,
      })
    }
    if (view.as_of) column([...at, 'as_of'], view.as_of)
    views.set(name, {
      name,
      relation: relationOfView,
      label: view.label ?? inWords(name),
      description: view.description,
      synonyms: view.synonyms,
      time: own,
      times,
      dimensions,
      rows: view.rows ?? null,
      asOf: view.as_of ?? null,
      live: view.live === undefined ? null : relationFrom(view.live),
      columns,
    })
  }

  const kpis = new Map<string, Kpi>()
  for (const [name, kpi] of Object.entries(written.kpis)) {
    const at = ['kpis', name]
    const view = views.get(kpi.view)
    if (!view) {
      if (!written.views[kpi.view])
        fault([...at, 'view'], `there is no view ${kpi.view}${hint(kpi.view, Object.keys(written.views))}`)
      continue
    }
    const bound = bindMeasure(kpi.measure, view, [...at, 'measure'], fault)
    if (!bound) continue
    if (kpi.also.length > 0 && (bound.kind === 'ratio' || bound.column === null))
      fault([...at, 'also'], 'other aggregations need a measure over one column')
    kpis.set(name, {
      name,
      view: kpi.view,
      measure: bound,
      also: kpi.also,
      unit: kpi.unit,
      label: kpi.label ?? inWords(name),
      synonyms: kpi.synonyms,
      description: kpi.description,
      goodWhen: kpi.good_when,
      owner: kpi.owner ?? null,
      target: kpi.target ?? null,
      settlesMs: kpi.settles ?? 0,
    })
  }

  const access = bindAccess(written, views, fault)
  const streams: Catalog['streams'] = tables ? bindStreams(written, views, tables, fault) : new Map()
  if (faults.length > 0) return faults
  return {
    hash: hashOf([withoutStreams(written), [...live].map(([name, columns]) => [name, [...columns.values()]])]),
    timezone: written.timezone,
    weekStarts: written.week_starts,
    fiscalYearStarts: written.fiscal_year_starts,
    calendar: {
      holidays: written.calendar?.holidays ?? [],
      events: written.calendar?.events ? relationFrom(written.calendar.events) : null,
    },
    views,
    kpis,
    access,
    streams,
  }
}

/** What policies, caches and views depend on: streams change none of them. */
function withoutStreams({ streams: _streams, views, ...rest }: Written): object {
  return { ...rest, views: Object.entries(views).map(([name, { live: _live, ...view }]) => [name, view]) }
}

function bindMeasure(
  written: z.output<typeof measure>,
  view: View,
  at: readonly string[],
  fault: Report,
): Measure | null {
  const part = (from: z.output<typeof simple>, path: readonly string[]): SimpleMeasure | null => {
    const aggregation = AGGREGATIONS.find((candidate) => from[candidate] !== undefined)!
    const target = from[aggregation]!
    const conditions = new Map(Object.entries(from.where ?? {}))
    const wanted = [...(target === true ? [] : [target]), ...conditions.keys()]
    const missing = wanted.filter((column) => !view.columns.has(column))
    for (const column of missing) {
      const inWhere = column !== target
      fault(
        inWhere ? [...path, 'where', column] : [...path, aggregation],
        `${view.relation.schema}.${view.relation.name} has no column ${column}${hint(column, [...view.columns.keys()])}`,
      )
    }
    if (missing.length > 0) return null
    const column = target === true ? null : view.columns.get(target)!
    const numeric = ['sum', 'average', 'median', 'last'].includes(aggregation)
    if (column && numeric && column.type !== 'number') {
      fault([...path, aggregation], `${aggregation} needs a number, and ${column.name} is ${column.pgType}`)
      return null
    }
    if (aggregation === 'last' && !view.time) {
      fault([...path, 'last'], `last needs a view with a time column, and ${view.name} has none`)
      return null
    }
    return { kind: 'simple', aggregation, column: column?.name ?? null, where: conditions }
  }
  if ('ratio' in written) {
    const of = part(written.ratio.of, [...at, 'ratio', 'of'])
    const over = part(written.ratio.over, [...at, 'ratio', 'over'])
    return of && over ? { kind: 'ratio', of, over } : null
  }
  return part(written, at)
}

function bindAccess(written: Written, views: ReadonlyMap<string, View>, fault: Report): Access {
  if (!written.access) {
    // Nothing said: everybody may see every KPI; masked columns stay masked.
    const everyone: Role = {
      name: 'everyone',
      kpis: 'all',
      except: [],
      rows: new Map(),
      hide: [],
      unmasked: [],
      mayActAs: false,
      mayVerify: false,
      mayHaveSql: false,
    }
    return { defaultRole: 'everyone', roles: new Map([['everyone', everyone]]), people: new Map(), channels: new Map() }
  }
  const { access } = written
  const roleNames = Object.keys(access.roles)
  const knownRole = (name: string, path: readonly (string | number)[]) => {
    if (!access.roles[name]) fault(path, `there is no role ${name}${hint(name, roleNames)}`)
  }
  const kpiNames = Object.keys(written.kpis)
  const roles = new Map<string, Role>()
  for (const [name, from] of Object.entries(access.roles)) {
    const at = ['access', 'roles', name]
    if (name === 'owner') fault(at, 'owner is what the person at this machine is; give the role another name')
    for (const list of ['kpis', 'except'] as const)
      for (const kpi of from[list] === 'all' ? [] : from[list])
        if (!written.kpis[kpi]) fault([...at, list], `there is no KPI ${kpi}${hint(kpi, kpiNames)}`)
    for (const [viewName, filters] of Object.entries(from.rows)) {
      const view = views.get(viewName)
      if (!view && !written.views[viewName])
        fault([...at, 'rows', viewName], `there is no view ${viewName}${hint(viewName, Object.keys(written.views))}`)
      for (const dimensionName of Object.keys(filters))
        if (view && !view.dimensions.has(dimensionName))
          fault(
            [...at, 'rows', viewName, dimensionName],
            `${viewName} has no dimension ${dimensionName}${hint(dimensionName, [...view.dimensions.keys()])}`,
          )
    }
    for (const list of ['hide', 'unmasked'] as const)
      for (const path of from[list]) {
        const [viewName = '', dimensionName = ''] = path.split('.')
        if (views.size > 0 && !views.get(viewName)?.dimensions.has(dimensionName))
          fault([...at, list], `${path} is no dimension; write view.dimension`)
      }
    roles.set(name, {
      name,
      kpis: from.kpis,
      except: from.except,
      rows: new Map(
        Object.entries(from.rows).map(([view, filters]) => [view, new Map(Object.entries(filters))] as const),
      ),
      hide: from.hide,
      unmasked: from.unmasked,
      mayActAs: from.may_act_as,
      mayVerify: from.may_verify,
      mayHaveSql: from.sql,
    })
  }
  knownRole(access.default_role, ['access', 'default_role'])
  for (const [person, names] of Object.entries(access.people))
    for (const name of names) knownRole(name, ['access', 'people', person])
  for (const [channel, name] of Object.entries(access.channels)) knownRole(name, ['access', 'channels', channel])
  return {
    defaultRole: access.default_role,
    roles,
    people: new Map(Object.entries(access.people)),
    channels: new Map(Object.entries(access.channels)),
  }
}

/** The relations a read catalog names, as `schema.name`: what to look up in the database before binding. */
export function relationsOf(read: CatalogFile): readonly string[] {
  return [...new Set(Object.values(read.written.views).map((view) => view.relation))]
}

/** The tables that streams feed, as `schema.name`. */
export function liveTablesOf(read: CatalogFile): readonly string[] {
  return [...new Set(Object.values(read.written.views).flatMap((view) => view.live ?? []))]
}

function relationFrom(text: string): Relation {
  const dot = text.indexOf('.')
  return { schema: text.slice(0, dot), name: text.slice(dot + 1) }
}

/** `order_value` → `Order value`. */
function inWords(name: string): string {
  const plain = name.replaceAll('_', ' ').trim()
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
