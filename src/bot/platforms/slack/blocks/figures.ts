/** An answer of one row: its figures to the last digit, without saying any of them twice. */
import type { KnownBlock, RichTextText } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { words } from '../words.ts'
import { rich, richSection, run } from './elements.ts'
import { line } from './escape.ts'
import { comfort } from './limits.ts'

const figuresInHeadline = 3

/** The finding; of an answer that is nothing but its figures, these in full. */
export function headlineOf(reply: Reply): string {
  return isBare(reply) ? figuresOf(reply).join(' · ') : reply.headline
}

/** A line each: `Revenue: €29,938.40`; one measure compared is one line: `…, before €29,842.79, change +€95.61 (+0.3%)`. */
export function figureLines(reply: Reply): KnownBlock[] {
  if (isBare(reply)) return []
  const { columns } = reply.result
  const roles = columns.map(({ role }) => role)
  if (roles[0] === 'measure' && roles.slice(1).every((role) => role === 'previous' || role === 'change'))
    return [rich(richSection(...compared(reply)))]
  return [
    rich(
      richSection(
        ...columns.flatMap(({ label }, index) => [
          run(`${index > 0 ? '\n' : ''}${words.figure(line(label, comfort.cell))}`),
          run(cellAt(reply, index), { bold: true }),
        ]),
      ),
    ),
  ]
}

function compared(reply: Reply): RichTextText[] {
  const { columns } = reply.result
  const changes = columns.flatMap(({ role }, index) => (role === 'change' ? [cellAt(reply, index)] : []))
  const [change, ...shares] = changes
  const before = columns.findIndex(({ role }) => role === 'previous')
  return [
    run(words.figure(line(columns[0]?.label ?? '', comfort.cell))),
    run(cellAt(reply, 0), { bold: true }),
    ...(before === -1 ? [] : [run(words.before(cellAt(reply, before)))]),
    ...(change === undefined ? [] : [run(words.change(change, shares))]),
  ]
}

/** Whether the headline does no more than name the figures, rounded. */
function isBare({ table, result, headline }: Reply): boolean {
  const { columns } = result
  return (
    table.length === 1 &&
    columns.length > 0 &&
    columns.length <= figuresInHeadline &&
    columns.every(({ role }) => role === 'measure') &&
    headline.startsWith(`${columns[0]?.label}: `)
  )
}

function figuresOf(reply: Reply): readonly string[] {
  return reply.result.columns.map(
    ({ label }, index) => `${words.figure(line(label, comfort.cell))}${cellAt(reply, index)}`,
  )
}

function cellAt({ table }: Reply, index: number): string {
  return line(table[0]?.[index] ?? '', comfort.cell)
}
