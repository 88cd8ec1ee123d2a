/** `tidings check-sql`: would this SQL be admitted, as what would it run, and with --run what it gives. */
import { z } from 'zod'
import { admitText } from '../analytics/admit-text.ts'
import type { Cell } from '../analytics/answer.ts'
import { openGround, type Ground } from '../analytics/ground.ts'
import type { SafeQuery } from '../analytics/guard/guard.ts'
import { localOwner } from '../analytics/place.ts'
import { keptApart } from '../analytics/policy-views/mode.ts'
import { legibleLines } from '../bot/replies/legible.ts'
import { createRightsOf } from '../bot/rights.ts'
import { batchId, readBatch, type BatchLine } from './batch-lines.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'
import { messageOf } from '../analytics/message-of.ts'

interface Flags {
  readonly sql: string | null
  readonly batch?: boolean
  readonly run?: boolean
}

const lineShape = z.object({
  id: batchId,
  sql: z.string(),
  as: z.string().nullish(),
})

export async function checkSql(flags: Flags, common: Common): Promise<ExitCode> {
  const { config, io } = common
  if ((flags.batch === true) === (flags.sql !== null)) throw new CommandFailed(2, 'give one statement, or --batch')
  await using database = await openDatabase(config, io, { demo: 'loaded' })
  await using ground = await openGround(database.url, config.catalog, { mayConfigure: database.isEmbedded })
  io.err([`Rows are kept apart ${keptApart(ground.found)}`, ...ground.found.faults, ''].join('\n'))
  if (flags.sql !== null) {
    const checked = await judge(ground, flags.sql, common.actAs, flags.run === true)
    io.out(common.json ? `${JSON.stringify({ id: null, ...checked })}\n` : forPeople(checked))
    return checked.verdict === 'safe' ? 0 : 1
  }
  for await (const line of readBatch(io.stdin, io.stop, lineShape, '{"id", "sql", "as"?}')) {
    io.out(`${JSON.stringify(await lineFor(line))}\n`)
  }
  return 0

  async function lineFor(line: BatchLine<z.output<typeof lineShape>>) {
    if (line.kind === 'bad') return { id: line.id, error: line.error }
    const { id, sql, as } = line.content
    return { id, ...(await judge(ground, sql, as ?? common.actAs, flags.run === true)) }
  }
}

type Checked =
  | { readonly verdict: 'unsafe'; readonly because: string; readonly rule: string; readonly sql: null }
  | {
      readonly verdict: 'safe'
      readonly because: string
      readonly rule: null
      readonly sql: string
      readonly columns?: readonly string[]
      readonly rows?: readonly (readonly Cell[])[]
      readonly truncated?: boolean
      readonly error?: { readonly code: string; readonly message: string }
    }

/** Under the asker's policies. */
async function judge(ground: Ground, sql: string, as: string | null, run: boolean): Promise<Checked> {
  const rightsOf = createRightsOf({ catalog: ground.catalog, policies: ground.policies, hasLocalOwner: true })
  const place = { platform: 'terminal', workspace: 'local', conversation: 'check-sql', thread: null }
  const rights = rightsOf({ author: localOwner, place, audience: 'asker', ...(as === null ? {} : { actAs: as }) })
  if (rights.kind === 'refused') return { verdict: 'unsafe', because: rights.because, rule: 'no-rights', sql: null }
  const verdict = await admitText(ground.guard, sql, rights.policies)
  if (verdict?.verdict === 'safe') return asSafe(ground, verdict.query, run)
  return verdict
    ? { ...verdict, sql: null }
    : { verdict: 'unsafe', because: 'There is no policy to judge by.', rule: 'no-rights', sql: null }
}

async function asSafe({ reader }: Ground, query: SafeQuery, run: boolean): Promise<Checked> {
  const safe = {
    verdict: 'safe',
    because: `Admitted under ${query.policy.name}.`,
    rule: null,
    sql: query.text,
  } as const
  if (!run) return safe
  try {
    const { fields, rows, truncated } = await reader.run(query, [])
    return { ...safe, columns: fields.map((field) => field.name), rows, truncated }
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
    return { ...safe, error: { code, message: messageOf(error) } }
  }
}

function forPeople(checked: Checked): string {
  if (checked.verdict === 'unsafe') return `unsafe (${checked.rule}): ${checked.because}\n`
  const lines = [`safe: ${checked.because}`, checked.sql]
  if (checked.error) lines.push(`failed (${checked.error.code}): ${checked.error.message}`)
  if (checked.columns) lines.push(fields(checked.columns))
  for (const row of checked.rows ?? []) lines.push(fields(row))
  if (checked.truncated) lines.push('… cut off')
  return `${lines.join('\n')}\n`
}

/** One line, whatever a value or a name holds. */
function fields(cells: readonly Cell[]): string {
  return cells.map((cell) => legibleLines(String(cell ?? '')).replaceAll('\n', ' ')).join('\t')
}
