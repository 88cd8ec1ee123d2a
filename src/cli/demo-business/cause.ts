/** Causing an incident in the running demo, and reading what was caused. */
import type { ClientBase, Pool } from 'pg'
import type { Caused, CausedKind } from './caused.ts'

/** Long enough to be seen, short enough to see the end of. */
const lastsMs = 150_000

/** Begins now; one of the same kind that is going on is left as it is. */
export async function cause(client: ClientBase | Pool, kind: CausedKind, now: number): Promise<Caused> {
  const { rows } = await client.query<Row>(
    `with going_on as (
       select id, kind, from_time, to_time from demo.caused where kind = $1 and to_time > $2 order by id limit 1
     ), begun as (
       insert into demo.caused (kind, from_time, to_time)
       select $1, $2, $3 where not exists (select from going_on) returning id, kind, from_time, to_time
     )
     select * from going_on union all select * from begun`,
    [kind, new Date(now), new Date(now + lastsMs)],
  )
  return toCaused(rows[0]!)
}

export async function causedIn(client: ClientBase | Pool): Promise<readonly Caused[]> {
  const { rows } = await client.query<Row>('select id, kind, from_time, to_time from demo.caused order by id')
  return rows.map(toCaused)
}

interface Row {
  readonly id: number
  readonly kind: CausedKind
  readonly from_time: Date
  readonly to_time: Date
}

function toCaused({ id, kind, from_time, to_time }: Row): Caused {
  return { id, kind, from: from_time.getTime(), to: to_time.getTime() }
}
