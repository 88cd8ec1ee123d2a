/** Asks a list of questions through `tidings ask --batch`, in one process, as a script would. */
import { Readable } from 'node:stream'
import type { Client } from 'pg'
import type { Cell } from '../../../src/analytics/answer.ts'
import type { AskResult } from '../../../src/bot/ask-result.ts'
import { runCommand } from '../../../src/cli/program.ts'

interface Batch {
  readonly questions: readonly { readonly ask: string | readonly string[]; readonly as?: string }[]
  readonly database: string
  readonly catalog: string
  readonly now: string
}

/** The last reply to each question, in order. */
export async function askAll({ questions, database, catalog, now }: Batch): Promise<readonly AskResult[]> {
  const lines = questions.flatMap(({ ask, as }, index) =>
    [ask].flat().map((question) => JSON.stringify({ id: index, question, thread: `t${index}`, now, as })),
  )
  let printed = ''
  let complaints = ''
  const exit = await runCommand(
    ['ask', '--batch', '--database', database, '--catalog', catalog],
    {
      out: (text) => void (printed += text),
      err: (text) => void (complaints += text),
      stdin: Readable.from(lines.map((line) => `${line}\n`)),
      stop: new AbortController().signal,
    },
    '0.0.0',
  )
  if (exit !== 0) throw new Error(`tidings ask ended with ${exit}: ${complaints}`)
  const replies = new Map<number, AskResult>()
  for (const line of printed.split('\n').filter((each) => each !== '')) {
    const reply = JSON.parse(line) as AskResult
    replies.set(reply.id as number, reply)
  }
  return questions.map((_, index) => replies.get(index)!)
}

/** Rows of own SQL as JSON would hold them: numbers as numbers, days as text, moments in UTC. */
export async function expectedRows(client: Client, sql: string): Promise<readonly (readonly Cell[])[]> {
  const { rows, fields } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
  return rows.map((row) => row.map((cell, index) => cellOf(cell, fields[index]!.dataTypeID)))
}

const INT8 = 20
const DATE = 1082
const NUMERIC = 1700

function cellOf(cell: unknown, type: number): Cell {
  if (cell === null) return null
  if (cell instanceof Date) return type === DATE ? dayOf(cell) : cell.toISOString()
  return type === INT8 || type === NUMERIC ? Number(cell) : (cell as Cell)
}

/** pg reads a date as midnight of this machine. */
function dayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Makes two tables comparable: moments in UTC, figures at ten significant digits, rows sorted unless their order counts. */
export function comparable(rows: readonly (readonly Cell[])[], inOrder: boolean): readonly (readonly Cell[])[] {
  const plain = rows.map((row) => row.map(plainCell))
  return inOrder ? plain : plain.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function plainCell(cell: Cell): Cell {
  if (typeof cell === 'number') return Number(cell.toPrecision(10))
  if (typeof cell === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell)) return new Date(cell).toISOString()
  return cell
}

/** The question in one line, and under whose rights it was asked. */
export function nameOf({ ask, as }: { readonly ask: string | readonly string[]; readonly as?: string }): string {
  return [ask].flat().join(' → ') + (as === undefined ? '' : ` [${as}]`)
}
