/** What detectors first learn from: closed buckets of a KPI, read from its view as any answer is. */
import { Temporal } from 'temporal-polyfill'
import type { Ask } from '../ask.ts'
import type { Catalog, Kpi, SimpleMeasure, View } from '../catalog.ts'
import type { KpiQueryInput } from '../kpi-query.ts'
import { parseKpiQuery } from '../kpi-query.ts'
import { print } from '../period.ts'
import type { Policy } from '../policy.ts'
import { liveParts, measuresInto } from './live-parts.ts'
import { sliceKey } from './rule.ts'
import { bucketAt } from './watch/clock.ts'
import type { HistoryOf, ReadHistory } from './watch/parts.ts'

interface Parts {
  readonly catalog: Catalog
  /** With the wide limits of an export. */
  readonly ask: Ask
  /** That sees everything: what is told is reduced to the rights of who hears it. */
  readonly policy: Policy
}

/** Read at once; less where there are so many members that their rows would not fit an export. */
const longestStretchMs = 31 * 86_400_000

export function createReadHistory({ catalog, ask, policy }: Parts): ReadHistory {
  return async function history({ kpi: name, dimensions, members = {}, grain, from, to }) {
    const found = new Map<string, { at: number; value: number | null; volume: number | null }[]>()
    const kpi = catalog.kpis.get(name)
    const view = kpi && catalog.views.get(kpi.view)
    if (!kpi || !view) return found
    const zone = view.time?.zone ?? catalog.timezone
    const volume = volumeOf(kpi, catalog)
    const wall = (at: number) =>
      print(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime())
    // Whole buckets, also where clocks changed meanwhile.
    const startOf = (at: number) => bucketAt(at, grain, zone).from
    const end = startOf(to)
    let stretch = longestStretchMs
    for (let start = startOf(from); start < end;) {
      const until = Math.min(end, Math.max(startOf(start + stretch), bucketAt(start, grain, zone).to))
      const input: KpiQueryInput = {
        measures: [...new Set([name, ...(volume === null ? [] : [volume])])].map((each) => ({
          kind: 'kpi',
          kpi: each,
        })),
        by: dimensions.map((dimension) => ({ kind: 'dimension', dimension })),
        filters: Object.entries(members).flatMap(([dimension, values]) => filterOf(dimension, values, view)),
        grain,
        period: { from: wall(start), to: wall(until), zone },
      }
      const parsed = parseKpiQuery(input, policy.catalog)
      if (!parsed.ok) throw new Error(`history of ${name} cannot be read: ${parsed.because}`)
      const asked = await ask(parsed.query, policy)
      if (asked.kind !== 'answered') throw new Error(`history of ${name} cannot be read: ${asked.because}`)
      if (asked.answer.truncated && until > bucketAt(start, grain, zone).to) {
        stretch = (until - start) / 2
        continue
      }
      for (const row of asked.answer.rows) {
        const [time, ...rest] = row
        const of = rest.slice(0, dimensions.length)
        if (typeof time !== 'string') continue
        const key = sliceKey(Object.fromEntries(dimensions.map((each, index) => [each, String(of[index] ?? '')])))
        const points = found.get(key) ?? []
        found.set(key, points)
        const value = numberOf(rest[dimensions.length])
        points.push({
          at: momentOf(time, zone),
          value,
          volume: volume === null ? null : volume === name ? value : numberOf(rest[dimensions.length + 1]),
        })
      }
      start = until
    }
    return found satisfies HistoryOf
  }
}

/** Members as a filter; values of data that is no text come as they are kept in slices, as text. */
function filterOf(name: string, values: readonly string[], { dimensions }: View): KpiQueryInput['filters'] & {} {
  const type = dimensions.get(name)?.type
  const asKept = (text: string) => (type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text)
  if (values.length === 1 && values[0] === '') return [{ kind: 'empty', dimension: name, include: true }]
  // What a filter cannot hold is read with all the others.
  if (values.includes('') || values.length > mostMembers) return []
  return [{ kind: 'members', dimension: name, include: true, values: values.map(asKept) }]
}

/** More than a filter holds. */
const mostMembers = 500

/** The KPI that says how much there was behind a value: of a ratio its denominator, else the events. Null: none does. */
function volumeOf({ view, measure }: Kpi, catalog: Catalog): string | null {
  const isSame = (one: SimpleMeasure) =>
    measure.kind === 'ratio' &&
    one.aggregation === measure.over.aggregation &&
    one.column === measure.over.column &&
    JSON.stringify([...one.where]) === JSON.stringify([...measure.over.where])
  const found = [...catalog.kpis.values()].find(
    (kpi) =>
      kpi.view === view &&
      kpi.measure.kind === 'simple' &&
      (measure.kind === 'ratio' ? isSame(kpi.measure) : countsEvents(kpi, catalog)),
  )
  return found?.name ?? null
}

/** Whether a KPI is the number of events of its view. */
function countsEvents(kpi: Kpi, catalog: Catalog): boolean {
  const of = liveParts(kpi, catalog)?.of
  if (of?.kind !== 'measure') return of?.kind === 'events'
  const counted = measuresInto(kpi.view, catalog).find(({ name }) => name === of.measure)
  return counted?.aggregation === 'count' && counted.field === null && counted.where.length === 0
}

/** Epoch milliseconds of a bucket's start. */
function momentOf(text: string, zone: string): number {
  return text.length > 10 ? Date.parse(text) : Temporal.PlainDate.from(text).toZonedDateTime(zone).epochMilliseconds
}

function numberOf(cell: unknown): number | null {
  const number = typeof cell === 'string' && cell !== '' ? Number(cell) : cell
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
