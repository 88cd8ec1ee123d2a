/**
 * What a policy's views hold: the distinct values of its dimensions, since when and until when there is data, and how
 * current it is. Read through the policy, so nobody learns of a value or a moment that is hidden from them.
 */
import { sql } from 'kysely'
import { z } from 'zod'
import type { Cell } from './answer.ts'
import type { Catalog, Scalar, TimeColumn, View } from './catalog.ts'
import { as, list, write, type Fragment } from './compile/dialect.ts'
import { filterOf } from './compile/filters.ts'
import type { Guard } from './guard/guard.ts'
import type { Policy } from './policy.ts'
import type { Reader } from './run/reader.ts'
import type { Store } from './store/store.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const shape = z.object({
  /** View → dimension → values, most frequent first. */
  values: z.record(z.string(), z.record(z.string(), z.array(scalar))),
  /** View → first and last moment with data, wall-clock time of the view's zone. */
  history: z.record(z.string(), z.object({ from: z.string(), to: z.string() })),
  /** View → dimensions that some rows have no value of. */
  empties: z.record(z.string(), z.array(z.string())),
})
type Content = z.output<typeof shape>

export interface Known {
  readonly values: ReadonlyMap<string, ReadonlyMap<string, readonly Scalar[]>>
  readonly history: ReadonlyMap<string, { readonly from: string; readonly to: string }>
  readonly empties: ReadonlyMap<string, ReadonlySet<string>>
}

interface Parts {
  readonly guard: Guard
  readonly reader: Reader
  /** Keeps what was read for the next process; null: it is read anew. */
  readonly store: Store | null
}

/** Of what is kept: another number when other things are read, so that older ones are not taken for it. */
const edition = 3

// A value that is new since then is not recognised yet: asked about, it leads to a question back, never to a wrong number.
const keptMs = 6 * 3_600_000

/** Reads what the policy's views hold, or takes it from the store when it is recent. */
export async function readKnown(policy: Policy, { guard, reader, store }: Parts, fresh = false): Promise<Known> {
  const kept = store && !fresh ? await fromStore(policy, store) : null
  if (kept) return toKnown(kept)
  const values: Content['values'] = {}
  const history: Content['history'] = {}
  const empties: Content['empties'] = {}
  // All views at once: a first question waits for the slowest of them, not for their sum.
  const read = [...policy.catalog.views.values()].map(async (view) => {
    const [found, range, empty] = await Promise.all([
      valuesOf(view, run),
      view.time ? historyOf(view, view.time, run) : null,
      emptiesOf(view, policy.catalog, run),
    ])
    values[view.name] = found
    if (range) history[view.name] = range
    empties[view.name] = empty
  })
  await Promise.all(read)
  const content = { values, history, empties }
  if (store) await toStore(policy, content, store)
  return toKnown(content)

  async function run(fragment: Fragment): Promise<readonly (readonly Cell[])[]> {
    const { sql: text, parameters } = write(fragment)
    const verdict = await guard.export(text, policy)
    if (verdict.verdict === 'unsafe') throw new Error(`own SQL not admitted: ${verdict.rule}: ${verdict.because}`)
    return (await reader.run(verdict.query, parameters)).rows
  }
}

type Run = (fragment: Fragment) => Promise<readonly (readonly Cell[])[]>

/** One pass over the view: each result row is one value of one dimension, the others null. */
async function valuesOf(view: View, run: Run): Promise<Record<string, Scalar[]>> {
  const dimensions = [...view.dimensions.values()].filter(
    ({ type, indexed }) => indexed && (type === 'text' || type === 'boolean'),
  )
  if (dimensions.length === 0) return {}
  const columns = [...new Set(dimensions.map((dimension) => dimension.column))]
  const sets = sql.join(
    columns.map((column) => sql`(${sql.id(column)})`),
    sql`, `,
  )
  const rows = await run(sql`select ${list(columns.map((column) => sql`${sql.id(column)}`))}, ${as(sql`count(*)`, 'n')}
from ${sql.id(view.relation.schema, view.relation.name)}
group by grouping sets (${sets})
order by n desc
limit 100000`)
  const found = new Map<string, Scalar[]>(columns.map((column) => [column, []]))
  for (const row of rows) {
    const index = columns.findIndex((_column, at) => row[at] !== null && row[at] !== '')
    const cell = row[index]
    if (cell !== null && cell !== undefined) found.get(columns[index]!)?.push(cell)
  }
  return Object.fromEntries(dimensions.map((dimension) => [dimension.name, found.get(dimension.column) ?? []]))
}

async function emptiesOf(view: View, catalog: Catalog, run: Run): Promise<string[]> {
  const dimensions = [...view.dimensions.values()].filter(({ indexed }) => indexed)
  if (dimensions.length === 0) return []
  const counts = dimensions.map(({ name }, at) => {
    const isEmpty = filterOf({ kind: 'empty', dimension: name, include: true }, view, undefined, catalog)
    return as(sql`count(*) filter (where ${isEmpty})`, `empty_${at}`)
  })
  const [row] = await run(sql`select ${list(counts)}
from ${sql.id(view.relation.schema, view.relation.name)}
limit 1`)
  return dimensions.filter((_dimension, at) => row?.[at] !== 0 && row?.[at] !== null).map(({ name }) => name)
}

async function historyOf(view: View, time: TimeColumn, run: Run): Promise<{ from: string; to: string } | null> {
  const wallClock = (edge: 'min' | 'max') => {
    const moment = sql`${sql.raw(edge)}(${sql.id(time.column)})`
    return sql`cast(${time.type === 'timestamptz' ? sql`timezone(${time.zone}, ${moment})` : moment} as text)`
  }
  const [row] = await run(sql`select ${list([as(wallClock('min'), 'first'), as(wallClock('max'), 'last')])}
from ${sql.id(view.relation.schema, view.relation.name)}
limit 1`)
  const [from, to] = row ?? []
  return typeof from === 'string' && typeof to === 'string' ? { from: wall(from), to: wall(to) } : null
}

/** `2026-11-21 14:00:00.5` → `2026-11-21T14:00:00`; a date stays a date. */
function wall(text: string): string {
  return text.replace(' ', 'T').slice(0, 19)
}

function keyOf(policy: Policy): string {
  return `${policy.hash} ${edition}`
}

async function fromStore(policy: Policy, store: Store): Promise<Content | null> {
  const row = await store
    .selectFrom('tidings.knowledge')
    .select('content')
    .where('policy', '=', keyOf(policy))
    .where('read_at', '>', new Date(Date.now() - keptMs))
    .executeTakeFirst()
  const parsed = shape.safeParse(row?.content)
  return parsed.success ? parsed.data : null
}

async function toStore(policy: Policy, content: Content, store: Store): Promise<void> {
  const written = JSON.stringify(content)
  await store
    .insertInto('tidings.knowledge')
    .values({ policy: keyOf(policy), content: written, read_at: new Date() })
    .onConflict((conflict) => conflict.column('policy').doUpdateSet({ content: written, read_at: new Date() }))
    .execute()
}

function toKnown(content: Content): Known {
  return {
    values: new Map(
      Object.entries(content.values).map(([view, dimensions]) => [view, new Map(Object.entries(dimensions))] as const),
    ),
    history: new Map(Object.entries(content.history)),
    empties: new Map(Object.entries(content.empties).map(([view, dimensions]) => [view, new Set(dimensions)] as const)),
  }
}
