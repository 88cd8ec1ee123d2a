/** How current the views of a policy are: one small statement a view, cached for seconds. */
import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import type { View } from './catalog.ts'
import { write } from './compile/dialect.ts'
import type { Guard } from './guard/guard.ts'
import type { ReadFreshness } from './live/freshness.ts'
import type { Policy } from './policy.ts'
import type { Reader } from './run/reader.ts'

interface Parts {
  readonly guard: Guard
  readonly reader: Reader
  /** The newest time value known of a view, so that only what came since is looked at. */
  readonly knownUntil: (policy: Policy, view: string) => Promise<string | null>
  /** What events say of a view that they feed. */
  readonly freshness?: ReadFreshness
}

/** The least current of the views, ISO 8601 with offset; null when one of them has no time. */
export type AsOf = (policy: Policy, views: readonly string[]) => Promise<string | null>

export function createAsOf({ guard, reader, knownUntil, freshness }: Parts): AsOf {
  const newest = new LRUCache<string, { readonly moment: string | null }>({
    max: 1_000,
    ttl: 10_000,
    fetchMethod: async (_key, _stale, { context }) => {
      const { policy, view } = context as { policy: Policy; view: View }
      return { moment: await read(policy, view) }
    },
  })
  return async function asOf(policy, views) {
    const moments = await Promise.all(
      views.map(async (name) => {
        const view = policy.catalog.views.get(name)
        if (!view) return null
        const counted = (await freshness?.(name))?.upTo ?? null
        if (counted !== null && view.time) return momentIn(counted, view.time.zone)
        const found = await newest.fetch(`${policy.hash} ${name}`, { context: { policy, view } })
        return found?.moment ?? null
      }),
    )
    if (moments.some((moment) => moment === null)) return null
    return moments.toSorted((a, b) => Date.parse(a ?? '') - Date.parse(b ?? ''))[0] ?? null
  }

  async function read(policy: Policy, view: View): Promise<string | null> {
    const { time } = view
    if (!time) return null
    const since = await knownUntil(policy, view.name)
    const type = sql.raw(time.type)
    const recent =
      since === null
        ? sql``
        : time.type === 'timestamptz'
          ? sql` where ${sql.id(time.column)} >= timezone(${time.zone}, cast(${since} as timestamp))`
          : sql` where ${sql.id(time.column)} >= cast(${since} as ${type})`
    const { sql: text, parameters } = write(
      sql`select max(${sql.id(view.asOf ?? time.column)}) as newest from ${sql.id(view.relation.schema, view.relation.name)}${recent} limit 1`,
    )
    const verdict = await guard.compiled(text, policy)
    if (verdict.verdict === 'unsafe') throw new Error(`own SQL not admitted: ${verdict.rule}: ${verdict.because}`)
    const result = await reader.run(verdict.query, parameters)
    const cell = result.rows[0]?.[0]
    return typeof cell === 'string' ? withOffset(cell, time.zone) : null
  }
}

function momentIn(at: number, zone: string): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** A date or a wall-clock time gets the offset of its zone; a moment keeps its own. */
function withOffset(text: string, zone: string): string {
  if (/(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10))) return text
  const wall = text.length === 10 ? Temporal.PlainDate.from(text).toPlainDateTime() : Temporal.PlainDateTime.from(text)
  return wall.toZonedDateTime(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' })
}
