/** The lines of a question file: what is asked, and what the reply to it has to be (docs/cli.md). */
import { z } from 'zod'
import type { Cell } from '../../analytics/answer.ts'
import { CHART_KINDS, type ChartKind } from '../../analytics/chart-kinds.ts'

/** One question of the file, or a turn that only leads to one. */
export interface EvalLine {
  /** Of the file, from 1. */
  readonly line: number
  readonly id: string
  readonly kind: string
  readonly question: string
  readonly thread: string | null
  readonly now: string | null
  readonly actAs: string | null
  /** Null: only the context of what follows in its thread. */
  readonly expected: Expected | null
}

/** What a reply has to be. */
export type Expected = Also & (ExpectedRows | { readonly kind: 'decline' | 'clarify' | 'unanswered' } | ExpectedCommand)

interface ExpectedRows {
  readonly kind: 'rows'
  /** Readings that are equally right; each is SQL of a person's own, or its rows. */
  readonly readings: readonly (string | readonly (readonly Cell[])[])[]
  readonly inOrder: boolean
  readonly orClarify: boolean
  readonly chart: ChartKind | null
}

interface ExpectedCommand {
  readonly kind: 'command'
  readonly name: string | null
}

interface Also {
  /** What the words of the reply have to state; case does not matter. */
  readonly says: RegExp | null
}

interface BadLine {
  readonly line: number
  readonly message: string
}

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'i')
  } catch {
    context.addIssue({ code: 'custom', message: 'is no regular expression' })
    return z.NEVER
  }
})
const lineShape = z.strictObject({
  id: z.string().min(1),
  kind: z.string().min(1),
  question: z.string(),
  thread: z.string().optional(),
  now: z.string().optional(),
  as: z.string().optional(),
  sql: z.string().min(1).optional(),
  rows: z.array(z.array(cell)).optional(),
  expect: z.enum(['decline', 'clarify', 'command', 'unanswered']).optional(),
  name: z.string().optional(),
  ordered: z.boolean().optional(),
  or: z.array(z.string().min(1)).optional(),
  or_clarify: z.boolean().optional(),
  chart: z.enum(CHART_KINDS).optional(),
  says: pattern.optional(),
  note: z.string().optional(),
})
const defaultsShape = z.strictObject({ defaults: z.strictObject({ now: z.string().optional() }) })

/** Reads a whole file; its first line may hold `defaults`. Bad lines are given back with their numbers. */
export function readLines(text: string): { readonly lines: readonly EvalLine[]; readonly bad: readonly BadLine[] } {
  const lines: EvalLine[] = []
  const bad: BadLine[] = []
  const ids = new Set<string>()
  let now: string | null = null
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue
    const line = index + 1
    const content = parseJson(written)
    if (content === undefined) {
      bad.push({ line, message: 'not JSON' })
      continue
    }
    const defaults = defaultsShape.safeParse(content)
    if (defaults.success && lines.length === 0) {
      now = defaults.data.defaults.now ?? null
      continue
    }
    const parsed = lineShape.safeParse(content)
    if (!parsed.success) bad.push({ line, message: complaintOf(parsed.error) })
    else if (ids.has(parsed.data.id)) bad.push({ line, message: `id: ${parsed.data.id} is there twice` })
    else if (expectations(parsed.data) > 1) bad.push({ line, message: 'has more than one of sql, rows and expect' })
    else lines.push(lineOf(line, parsed.data, now))
    if (parsed.success) ids.add(parsed.data.id)
  }
  return { lines, bad }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function complaintOf(error: z.ZodError): string {
  const [issue] = error.issues
  const at = issue?.path.join('.') ?? ''
  return `${at === '' ? '' : `${at}: `}${issue?.message ?? 'is not as expected'}`
}

type Written = z.output<typeof lineShape>

function expectations({ sql, rows, expect }: Written): number {
  return [sql, rows, expect].filter((each) => each !== undefined).length
}

function lineOf(line: number, written: Written, now: string | null): EvalLine {
  return {
    line,
    id: written.id,
    kind: written.kind,
    question: written.question,
    thread: written.thread ?? null,
    now: written.now ?? now,
    actAs: written.as ?? null,
    expected: expectedOf(written),
  }
}

function expectedOf(written: Written): Expected | null {
  const says = written.says ?? null
  switch (written.expect) {
    case 'decline':
    case 'clarify':
    case 'unanswered':
      return { kind: written.expect, says }
    case 'command':
      return { kind: 'command', name: written.name ?? null, says }
    case undefined: {
      const first = written.sql ?? written.rows
      if (first === undefined) return null
      return {
        kind: 'rows',
        says,
        readings: [first, ...(written.or ?? [])],
        inOrder: written.ordered ?? false,
        orClarify: written.or_clarify ?? false,
        chart: written.chart ?? null,
      }
    }
  }
}
