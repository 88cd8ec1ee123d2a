/** Queries answered: what is known and how current it is, brought to the guard and the reader. */
import { createAsOf, type AsOf } from '../analytics/as-of.ts'
import { createAsk, type Ask } from '../analytics/ask.ts'
import type { CalendarEvents } from '../analytics/calendar-events.ts'
import { compile } from '../analytics/compile/compile.ts'
import type { Ground } from '../analytics/ground.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { createFreshness } from '../analytics/live/freshness.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Store } from '../analytics/store/store.ts'
import { createContextOf, type ContextOf } from '../analytics/why/context.ts'
import type { Minds } from './minds.ts'

interface Parts extends Pick<Ground, 'catalog' | 'guard' | 'reader'> {
  readonly store: Store | null
  readonly minds: Pick<Minds, 'history'>
  readonly events: CalendarEvents
}

export interface Numbers {
  readonly ask: Ask
  /** With all rows, for files and for those who reckon with them. */
  readonly askAll: Ask
  readonly asOf: AsOf
  /** What else is known of the time of a move. */
  readonly contextOf: ContextOf
  readonly compiled: (query: KpiQuery, policy: Policy) => Promise<ReturnType<typeof compile>>
}

export function createNumbers({ catalog, guard, reader, store, minds, events }: Parts): Numbers {
  const { history } = minds
  const freshness = createFreshness(store, catalog)
  const knownUntil = async (policy: Policy, view: string) => (await history(policy)).get(view)?.to ?? null
  const asOf = createAsOf({ guard, reader, freshness, knownUntil })
  const parts = { guard, reader, asOf, history, freshness }
  const ask = createAsk(parts)
  return {
    asOf,
    ask,
    contextOf: createContextOf({ ask, events: () => events.read() }),
    askAll: createAsk(parts, 'export'),
    compiled: async (query, policy) => compile(query, policy.catalog, await history(policy)),
  }
}
