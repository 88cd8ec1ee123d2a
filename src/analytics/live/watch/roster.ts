/** Who is watched: the series of a view, and the rules on each. Grows as members appear. */
import type { Catalog } from '../../catalog.ts'
import { isWatchable, liveParts } from '../live-parts.ts'
import type { WatchedGrain } from '../rule.ts'
import type { KeptRule } from '../store/rules.ts'
import { agosOf, type Ago, type Comparing } from './ago.ts'
import { asksForOddness } from './conditions.ts'
import { means, sliceOf } from './means.ts'
import { newSeries, type Series } from './series.ts'

/** A rule on one series. */
export interface Watched {
  readonly kept: KeptRule
  readonly series: Series
  /** The rule and the slice, by which its track is known. */
  readonly key: string
  /** The KPI and the slice, by which incidents know it. */
  readonly partOf: string
  /** Whether it asks what is odd, for which the last minutes are weighed. */
  readonly isOfOddness: boolean
  /** Whether it compares with other days: what a bucket is held against may be read only later. */
  readonly isComparing: boolean
  /** When it was looked at last, epoch milliseconds. */
  lookedAt: number
}

export interface Roster {
  readonly grains: ReadonlySet<WatchedGrain>
  readonly watched: readonly Watched[]
  /** All series, of every grain. */
  series(): Iterable<Series>
  /** Of a grain, the whole first. */
  seriesOf(grain: WatchedGrain): readonly Series[]
  find(grain: WatchedGrain, kpi: string, slice: string): Series | undefined
  /** Rules on a slice. */
  of(slice: string): readonly Watched[]
  /** Of a grain, those that rules compare with the same bucket of another day. */
  comparing(grain: WatchedGrain): readonly Comparing[]
  /** Begins to watch a slice under the rules that mean it. */
  admit(slice: string): void
}

/** Of a view's rules; slices that are named in them are admitted. */
export function createRoster(catalog: Catalog, rules: readonly KeptRule[]): Roster {
  const all = new Map<string, Series>()
  const watched: Watched[] = []
  const bySlice = new Map<string, Watched[]>()
  const inOrder = new Map<WatchedGrain, readonly Series[]>()

  function admit(slice: string): void {
    if (bySlice.has(slice)) return
    const own: Watched[] = []
    bySlice.set(slice, own)
    inOrder.clear()
    for (const kept of rules) {
      const { rule } = kept
      if (!means(rule.slice, slice)) continue
      const kpi = catalog.kpis.get(rule.kpi)
      const live = kpi && liveParts(kpi, catalog)
      if (!kpi || !live || !isWatchable(kpi, rule.grain, catalog)) continue
      const name = nameOf(rule.grain, rule.kpi, slice)
      const series = all.get(name) ?? newSeries(kpi, live, { slice, grain: rule.grain })
      all.set(name, series)
      own.push({
        kept,
        series,
        key: `${rule.id} ${slice}`,
        partOf: partKey(rule.kpi, slice),
        isOfOddness: asksForOddness(rule.when),
        isComparing: agosOf(rule.when).length > 0,
        lookedAt: 0,
      })
    }
    watched.push(...own)
  }

  for (const { rule } of rules) if (rule.slice.kind !== 'each') admit(sliceOf(rule.slice))
  return {
    grains: new Set(rules.map(({ rule }) => rule.grain)),
    watched,
    series: () => all.values(),
    seriesOf(grain) {
      const known = inOrder.get(grain)
      if (known) return known
      const found = [...all.values()]
        .filter((series) => series.grain === grain)
        .toSorted((one, other) => sizeOf(one) - sizeOf(other))
      inOrder.set(grain, found)
      return found
    },
    find: (grain, kpi, slice) => all.get(nameOf(grain, kpi, slice)),
    of: (slice) => bySlice.get(slice) ?? [],
    comparing(grain) {
      const found = new Map<Series, Set<Ago>>()
      for (const { kept, series, isComparing } of watched) {
        if (!isComparing || series.grain !== grain) continue
        found.set(series, new Set([...(found.get(series) ?? []), ...agosOf(kept.rule.when)]))
      }
      return [...found].map(([series, agos]) => ({ series, agos }))
    },
    admit,
  }
}

/** By which incidents know a KPI and a slice of it. */
export function partKey(kpi: string, slice: string): string {
  return `${kpi} ${slice}`
}

function nameOf(grain: WatchedGrain, kpi: string, slice: string): string {
  return `${grain} ${kpi} ${slice}`
}

function sizeOf({ members }: Series): number {
  return Object.keys(members).length
}
