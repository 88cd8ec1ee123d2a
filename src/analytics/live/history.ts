/** What detectors first learn from: closed buckets of a KPI, read from its view as any answer is. */
import { Temporal } from 'temporal-polyfill'
import type { Ask } from '../ask.ts'
import { partsOf, type Catalog, type Kpi, type SimpleMeasure } from '../catalog.ts'
import type { KpiQueryInput } from '../kpi-query.ts'
import { parseKpiQuery } from '../kpi-query.ts'
import type { Policy } from '../policy.ts'
import { sliceKey } from './rule.ts'
import type { HistoryOf, ReadHistory } from './watch/parts.ts'

interface Parts {
  readonly catalog: Catalog
  /** With the wide limits of an export. */
  readonly ask: Ask
  /** That sees everything: what is told is reduced to the rights of who hears it. */
  readonly policy: Policy
}

/** A stretch that gives no more rows than an export may have, however many members there are. */
const longestStretchMs = 31 * 86_400_000

export function createReadHistory({ catalog, ask, policy }: Parts): ReadHistory {
  return async function history({ kpi: name, dimensions, grain, from, to }) {
    const found = new Map<string, { at: number; value: number | null; volume: number | null }[]>()
    const kpi = catalog.kpis.get(name)
    const zone = (kpi && catalog.views.get(kpi.view)?.time?.zone) ?? catalog.timezone
    if (!kpi) return found
    const volume = volumeOf(kpi, catalog)
    const wall = (at: number) =>
      Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'second' })
    for (let start = from; start < to; start += longestStretchMs) {
      const input: KpiQueryInput = {
        measures: [name, ...(volume === null ? [] : [volume])].map((each) => ({ kind: 'kpi', kpi: each })),
        by: dimensions.map((dimension) => ({ kind: 'dimension', dimension })),
        grain,
        period: { from: wall(start), to: wall(Math.min(to, start + longestStretchMs)), zone },
      }
      const parsed = parseKpiQuery(input, policy.catalog)
      if (!parsed.ok) throw new Error(`history of ${name} cannot be read: ${parsed.because}`)
      const asked = await ask(parsed.query, policy)
      if (asked.kind !== 'answered') throw new Error(`history of ${name} cannot be read: ${asked.because}`)
      for (const row of asked.answer.rows) {
        const [time, ...rest] = row
        const members = rest.slice(0, dimensions.length)
        if (typeof time !== 'string') continue
        const key = sliceKey(Object.fromEntries(dimensions.map((each, index) => [each, String(members[index] ?? '')])))
        const points = found.get(key) ?? []
        found.set(key, points)
        points.push({
          at: momentOf(time, zone),
          value: numberOf(rest[dimensions.length]),
          volume: volume === null ? null : numberOf(rest[dimensions.length + 1]),
        })
      }
    }
    return found satisfies HistoryOf
  }
}

/** The KPI that is the denominator of a ratio; null: none is, or it is no ratio. */
function volumeOf({ view, measure }: Kpi, catalog: Catalog): string | null {
  if (measure.kind !== 'ratio') return null
  const isSame = (one: SimpleMeasure) =>
    one.aggregation === measure.over.aggregation &&
    one.column === measure.over.column &&
    JSON.stringify([...one.where]) === JSON.stringify([...measure.over.where])
  const found = [...catalog.kpis.values()].find(
    (kpi) => kpi.view === view && kpi.measure.kind === 'simple' && partsOf(kpi.measure).every(isSame),
  )
  return found?.name ?? null
}

/** Epoch milliseconds of a bucket's start. */
function momentOf(text: string, zone: string): number {
  return text.length > 10 ? Date.parse(text) : Temporal.PlainDate.from(text).toZonedDateTime(zone).epochMilliseconds
}

function numberOf(cell: unknown): number | null {
  const number = typeof cell === 'string' && cell !== '' ? Number(cell) : cell
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
