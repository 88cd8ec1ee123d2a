/** `tidings check-sql`: would this SQL be admitted, as what would it run, and with --run what it gives. */
import { createInterface } from 'node:readline/promises'
import { z } from 'zod'
import { openGround, type Ground } from '../analytics/ground.ts'
import type { Policy } from '../analytics/policy.ts'
import { localOwner } from '../analytics/place.ts'
import { createRightsOf } from '../bot/rights.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'

interface Flags {
  readonly sql: string | null
  readonly batch?: boolean
  readonly run?: boolean
}

const lineShape = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  sql: z.string(),
  as: z.string().nullish(),
})

export async function checkSql(flags: Flags, common: Common): Promise<ExitCode> {
  const { config, io } = common
  if ((flags.batch === true) === (flags.sql !== null)) throw new CommandFailed(2, 'give one statement, or --batch')
  await using database = await openDatabase(config, io, { demo: 'loaded' })
  await using ground = await openGround(database.url, config.catalog)
  io.err(`${ground.mode}\n`)
  if (flags.sql !== null) {
    const checked = await judge(ground, flags.sql, common.actAs, flags.run === true)
    io.out(common.json ? `${JSON.stringify({ id: null, ...checked })}\n` : forPeople(checked))
    return checked.verdict === 'safe' ? 0 : 1
  }
  for await (const line of createInterface({ input: io.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const read = readLine(line)
    const result = 'error' in read ? read : await judge(ground, read.sql, read.as ?? common.actAs, flags.run === true)
    io.out(`${JSON.stringify({ id: read.id ?? null, ...result })}\n`)
  }
  return 0
}

type Checked =
  | { readonly verdict: 'unsafe'; readonly because: string; readonly rule: string; readonly sql: null }
  | {
      readonly verdict: 'safe'
      readonly because: string
      readonly rule: null
      readonly sql: string
      readonly columns?: readonly string[]
      readonly rows?: readonly (readonly unknown[])[]
      readonly truncated?: boolean
      readonly error?: { readonly code: string; readonly message: string }
    }

/** Under the first of the asker's policies that admits it; when none does, what the first one said. */
async function judge(ground: Ground, sql: string, as: string | null, run: boolean): Promise<Checked> {
  const rightsOf = createRightsOf({ access: ground.catalog.access, policies: ground.policies, hasLocalOwner: true })
  const place = { platform: 'terminal', workspace: 'local', conversation: 'check-sql', thread: null }
  const rights = rightsOf({ author: localOwner, place, ...(as === null ? {} : { actAs: as }) })
  if (rights.kind === 'refused') return { verdict: 'unsafe', because: rights.because, rule: 'no-rights', sql: null }
  let refusal: Checked | null = null
  for (const policy of rights.policies) {
    const checked = await underPolicy(ground, sql, policy, run)
    if (checked.verdict === 'safe') return checked
    refusal ??= checked
  }
  return refusal ?? { verdict: 'unsafe', because: 'There is no policy to judge by.', rule: 'no-rights', sql: null }
}

async function underPolicy({ guard, reader }: Ground, sql: string, policy: Policy, run: boolean): Promise<Checked> {
  const verdict = await guard.text(sql, policy)
  if (verdict.verdict === 'unsafe') return { ...verdict, sql: null }
  const safe = {
    verdict: 'safe',
    because: `Admitted under ${policy.name}.`,
    rule: null,
    sql: verdict.query.text,
  } as const
  if (!run) return safe
  try {
    const { fields, rows, truncated } = await reader.run(verdict.query, [])
    return { ...safe, columns: fields.map((field) => field.name), rows, truncated }
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
    return { ...safe, error: { code, message: error instanceof Error ? error.message : String(error) } }
  }
}

function readLine(
  line: string,
): z.output<typeof lineShape> | { id: string | number | null; error: { code: string; message: string } } {
  let content: unknown
  try {
    content = JSON.parse(line)
  } catch {
    return { id: null, error: { code: 'bad_line', message: 'not JSON; a line is {"id", "sql", "as"?}' } }
  }
  const parsed = lineShape.safeParse(content)
  if (parsed.success) return parsed.data
  const id = typeof content === 'object' && content !== null && 'id' in content ? content.id : null
  return {
    id: typeof id === 'string' || typeof id === 'number' ? id : null,
    error: { code: 'bad_line', message: 'a line is {"id", "sql", "as"?}' },
  }
}

function forPeople(checked: Checked): string {
  if (checked.verdict === 'unsafe') return `unsafe (${checked.rule}): ${checked.because}\n`
  const lines = [`safe: ${checked.because}`, checked.sql]
  if (checked.error) lines.push(`failed (${checked.error.code}): ${checked.error.message}`)
  if (checked.columns) lines.push(checked.columns.join('\t'))
  for (const row of checked.rows ?? []) lines.push(row.map((cell) => String(cell ?? '')).join('\t'))
  if (checked.truncated) lines.push('… cut off')
  return `${lines.join('\n')}\n`
}
