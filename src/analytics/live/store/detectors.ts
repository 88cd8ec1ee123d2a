/** What detectors have learnt, and what rules remember, between two looks and two lives of the process. */
import { sql } from 'kysely'
import { asJson } from '../../store/as-json.ts'
import type { Store } from '../../store/store.ts'
import type { WatchedGrain } from '../rule.ts'
import type { Track } from '../watch/track.ts'

/** A series of one KPI. */
export interface SeriesName {
  readonly kpi: string
  readonly slice: string
}

/** A series' detector after its last bucket: JSON of a version. */
export interface KeptState extends SeriesName {
  /** End of the last bucket it has observed. */
  readonly upto: Date
  readonly state: unknown
}

/** What is known of series without their whole states, which are large: how far they are, and `summary` of each. */
export async function readSummaries(
  store: Store,
  kpis: readonly string[],
  grain: WatchedGrain,
): Promise<readonly KeptState[]> {
  if (kpis.length === 0) return []
  const { rows } = await sql<KeptState>`SELECT kpi, slice, upto, state -> 'summary' AS state FROM tidings.detectors
    WHERE grain = ${grain} AND kpi = ANY (${kpis}::text[])`.execute(store)
  return rows
}

/** Those of these series that there are. */
export async function readStates(
  store: Store,
  grain: WatchedGrain,
  series: readonly SeriesName[],
): Promise<readonly KeptState[]> {
  if (series.length === 0) return []
  const { rows } = await sql<KeptState>`SELECT d.kpi, d.slice, d.upto, d.state FROM tidings.detectors d
    JOIN unnest(${series.map(({ kpi }) => kpi)}::text[], ${series.map(({ slice }) => slice)}::text[]) AS s (kpi, slice)
      ON d.kpi = s.kpi AND d.slice = s.slice
    WHERE d.grain = ${grain}`.execute(store)
  return rows
}

export async function keepStates(transaction: Store, grain: WatchedGrain, states: readonly KeptState[]): Promise<void> {
  if (states.length === 0) return
  await sql`INSERT INTO tidings.detectors (kpi, slice, grain, upto, state)
    SELECT kpi, slice, ${grain}, upto, state FROM unnest(${states.map(({ kpi }) => kpi)}::text[],
      ${states.map(({ slice }) => slice)}::text[], ${states.map(({ upto }) => upto)}::timestamptz[],
      ${states.map(({ state }) => asJson(state))}::jsonb[]) AS kept (kpi, slice, upto, state)
    ON CONFLICT (kpi, slice, grain) DO UPDATE SET upto = excluded.upto, state = excluded.state`.execute(transaction)
}

/** What is remembered of rules, by rule and slice. */
export async function readTracks(
  store: Store,
  rules: readonly string[],
): Promise<readonly { readonly rule: string; readonly slice: string; readonly track: Track }[]> {
  if (rules.length === 0) return []
  const rows = await store.selectFrom('tidings.tracks').selectAll().where('rule', 'in', rules).execute()
  return rows.map(({ rule, slice, track }) => ({ rule, slice, track: track as Track }))
}

/** Null: nothing is to be remembered. */
export async function keepTrack(transaction: Store, rule: string, slice: string, track: Track | null): Promise<void> {
  if (track === null) {
    await transaction.deleteFrom('tidings.tracks').where('rule', '=', rule).where('slice', '=', slice).execute()
    return
  }
  const kept = { track: asJson(track) }
  await transaction
    .insertInto('tidings.tracks')
    .values({ rule, slice, ...kept })
    .onConflict((conflict) => conflict.columns(['rule', 'slice']).doUpdateSet(kept))
    .execute()
}
