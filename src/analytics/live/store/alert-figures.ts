/** How alerts did: how often rules told, and what people thought of it. */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'

export interface AlertFigures {
  readonly rule: string
  /** Incidents that began in that time, and those that are going on. */
  readonly fired: number
  readonly open: number
  /** People's verdicts on them. */
  readonly votes: number
  readonly useful: number
}

/** By rule, since a moment; of rules that told nothing there is none. */
export async function figuresOfRules(store: Store, since: Date): Promise<ReadonlyMap<string, AlertFigures>> {
  const { rows } = await sql<AlertFigures>`SELECT i.rule, count(*) FILTER (WHERE i.opened_at >= ${since})::int AS fired,
      count(*) FILTER (WHERE i.resolved_at IS NULL)::int AS open,
      coalesce(sum(v.votes), 0)::int AS votes, coalesce(sum(v.useful), 0)::int AS useful
    FROM tidings.incidents i
    LEFT JOIN LATERAL (SELECT count(*) AS votes, count(*) FILTER (WHERE verdict = 'useful') AS useful
      FROM tidings.incident_votes WHERE incident = i.id) v ON true
    WHERE i.opened_at >= ${since} OR i.state = 'open'
    GROUP BY i.rule`.execute(store)
  return new Map(rows.map((row) => [row.rule, row]))
}

/** What a place heard in a day of the zone. */
export interface PlaceDay {
  readonly place: string
  /** `2026-11-21` */
  readonly day: string
  readonly alerts: number
  readonly votes: number
  readonly useful: number
}

/** By place and day, since a moment, the newest first. */
export async function figuresOfPlaces(store: Store, since: Date, zone: string): Promise<readonly PlaceDay[]> {
  const { rows } = await sql<PlaceDay>`SELECT told.place,
      to_char(i.opened_at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS day, count(*)::int AS alerts,
      coalesce(sum(v.votes), 0)::int AS votes, coalesce(sum(v.useful), 0)::int AS useful
    FROM tidings.incidents i
    CROSS JOIN LATERAL jsonb_array_elements_text(i.content -> 'tell') AS told (place)
    LEFT JOIN LATERAL (SELECT count(*) AS votes, count(*) FILTER (WHERE verdict = 'useful') AS useful
      FROM tidings.incident_votes WHERE incident = i.id) v ON true
    WHERE i.opened_at >= ${since} AND i.revision > 0
    GROUP BY told.place, day ORDER BY day DESC, told.place`.execute(store)
  return rows
}
