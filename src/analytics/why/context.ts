/** What else is known of the time of a move: the calendar, the same time before, other KPIs that moved with it. */
import type { Ask } from '../ask.ts'
import { eventsAbout, type CalendarEvent } from '../calendar-events.ts'
import { holidaysIn } from '../holidays.ts'
import { parseKpiQuery, type Filter, type Period } from '../kpi-query.ts'
import type { Circumstance } from '../live/incident.ts'
import { local } from '../period.ts'
import type { Policy } from '../policy.ts'
import { beside, besideQuery, type BesideAsked } from './beside.ts'

/** Under the policy of whoever will see it; one statement. What cannot be had is left out; a lost database is thrown. */
export type ContextOf = (asked: BesideAsked, policy: Policy, signal?: AbortSignal) => Promise<readonly Circumstance[]>

interface Parts {
  readonly ask: Ask
  /** The house's calendar. */
  readonly events: () => Promise<readonly CalendarEvent[]>
}

/** Events beyond these are not read. */
const mostEvents = 5

export function createContextOf({ ask, events }: Parts): ContextOf {
  return async function contextOf(asked, policy, signal) {
    const { catalog } = policy
    const known = await events()
    const together = besideQuery(asked, catalog)
    const parsed = together && parseKpiQuery(together, catalog)
    const found = parsed?.ok ? await ask(parsed.query, policy, signal) : null
    return [
      ...holidaysIn(asked.period, catalog.calendar.holidays).map(({ name, day }): Circumstance => ({
        kind: 'holiday',
        name,
        day,
      })),
      ...eventsIn(known, asked, policy),
      ...(found?.kind === 'answered' ? beside(found.answer, asked, catalog) : []),
    ]
  }
}

/** The shortest first: what goes on all year explains little. */
function eventsIn(
  known: readonly CalendarEvent[],
  { kpi, period, filters }: BesideAsked,
  { catalog, views }: Policy,
): readonly Circumstance[] {
  const view = catalog.views.get(catalog.kpis.get(kpi)?.view ?? '')
  const isOf = (members: object) => Object.keys(members).every((name) => view?.dimensions.has(name))
  const isNone = (members: object) => Object.keys(members).length === 0
  const hidesRows = (views.get(view?.name ?? '')?.rowFilter.length ?? 0) > 0
  const length = ({ from, to }: CalendarEvent) => to - from
  return (
    eventsAbout(known, momentsOf(period), membersOf(filters))
      // What it is about the view does not know, or not all of it may be known here.
      .filter(({ members }) => isNone(members) || (!hidesRows && isOf(members)))
      .toSorted((one, other) => length(one) - length(other))
      .slice(0, mostEvents)
      .map(({ name, from, to, members }) => ({
        kind: 'event',
        name,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        members,
      }))
  )
}

function momentsOf({ from, to, zone }: Period): { readonly from: number; readonly to: number } {
  const at = (wall: string) => local(wall).toZonedDateTime(zone).epochMilliseconds
  return { from: at(from), to: at(to) }
}

function membersOf(filters: readonly Filter[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filters.flatMap((filter) =>
      filter.kind === 'members' && filter.include && filter.values.length === 1
        ? [[filter.dimension, String(filter.values[0])] as const]
        : [],
    ),
  )
}
