/** What a house has on its calendar (promotions, releases, sales days): the relation that `calendar.events` names. */
import { Temporal } from 'temporal-polyfill'
import pg from 'pg'
import { relationName, type Catalog } from './catalog.ts'
import { withClient } from './with-client.ts'

/** Half-open; epoch milliseconds. */
export interface CalendarEvent {
  readonly name: string
  readonly from: number
  readonly to: number
  /** Dimension → member: what it is about, where it is not about everything. */
  readonly members: Readonly<Record<string, string>>
}

export interface CalendarEvents {
  /** As they were read last, in the order of their beginning. */
  known(): readonly CalendarEvent[]
  /** Those of now: read again when some minutes have passed. What cannot be read is logged, and what was known stays. */
  read(): Promise<readonly CalendarEvent[]>
}

interface Parts {
  readonly catalog: Catalog
  readonly databaseUrl: string
  readonly log: { warn(fields: object, message: string): void }
  readonly now?: () => number
}

const keptMs = 9 * 60_000
const mostEvents = 10_000
const starts = ['starts_on', 'starts_at']
const ends = ['ends_on', 'ends_at']

export function createCalendarEvents({ catalog, databaseUrl, log, now = Date.now }: Parts): CalendarEvents {
  let events: readonly CalendarEvent[] = []
  let readAt = -Infinity
  let reading: Promise<void> | null = null
  const relation = catalog.calendar.events

  async function readAll(): Promise<void> {
    try {
      events = await readEvents(databaseUrl, catalog)
    } catch (error) {
      log.warn({ err: error, relation: relation && relationName(relation) }, 'calendar events could not be read')
    }
    readAt = now()
  }

  return {
    known: () => events,
    async read() {
      if (relation !== null && now() - readAt > keptMs) await (reading ??= readAll().finally(() => (reading = null)))
      return events
    },
  }
}

/** Throws when the relation is not there or lacks a column. */
async function readEvents(url: string, catalog: Catalog): Promise<readonly CalendarEvent[]> {
  const { events: relation } = catalog.calendar
  if (relation === null) return []
  const name = `${pg.escapeIdentifier(relation.schema)}.${pg.escapeIdentifier(relation.name)}`
  const rows = await withClient(url, async (client) => {
    await client.query("SET default_transaction_read_only = on; SET statement_timeout = '10s'")
    const found = await client.query(`SELECT to_jsonb(e) AS event FROM ${name} e LIMIT ${mostEvents}`)
    return found.rows as readonly { readonly event: Readonly<Record<string, unknown>> }[]
  })
  const dimensions = new Set([...catalog.views.values()].flatMap((view) => [...view.dimensions.keys()]))
  const [first] = rows
  const columns = Object.keys(first?.event ?? {})
  const [start, end] = [starts, ends].map((names) => names.find((each) => columns.includes(each)))
  if (first && (!columns.includes('name') || !start || !end))
    throw new Error(`${relationName(relation)} has no column name, starts_on or starts_at, and ends_on or ends_at`)
  return rows
    .flatMap(({ event }): CalendarEvent[] => {
      const [from, to] = [event[start!], event[end!]].map((moment) => momentOf(moment, catalog.timezone))
      const title = event['name']
      if (from == null || to == null || from >= to || typeof title !== 'string') return []
      const members = Object.entries(event).flatMap(([column, member]) =>
        dimensions.has(column) &&
        (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean')
          ? [[column, String(member)] as const]
          : [],
      )
      return [{ name: title, from, to, members: Object.fromEntries(members) }]
    })
    .toSorted((one, other) => one.from - other.from)
}

/** A date is midnight of the catalog's zone, and so is what has no zone of its own. */
function momentOf(moment: unknown, zone: string): number | null {
  if (typeof moment !== 'string') return null
  try {
    if (/(Z|[+-]\d\d(:?\d\d)?)$/.test(moment.slice(10))) return Temporal.Instant.from(moment).epochMilliseconds
    return Temporal.PlainDateTime.from(moment).toZonedDateTime(zone).epochMilliseconds
  } catch {
    // Without end, or before the era.
    return null
  }
}

/** Events of a stretch of time, half-open, that may have to do with these members: none of theirs is another one. */
export function eventsAbout(
  events: readonly CalendarEvent[],
  { from, to }: { readonly from: number; readonly to: number },
  members: Readonly<Record<string, string>>,
): readonly CalendarEvent[] {
  return events.filter(
    (event) =>
      event.from < to &&
      event.to > from &&
      Object.entries(event.members).every(([name, member]) => (members[name] ?? member) === member),
  )
}
