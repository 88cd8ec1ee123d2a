/** The figures of an eval, as people read them. */
import type { Cell } from '../../analytics/answer.ts'
import type { Evaluated, Evaluation } from '../eval.ts'
import type { ModelTally } from './model-tally.ts'
import type { Reliability } from './reliability.ts'
import type { Tally } from './tally.ts'

/** The tables by kind and by confidence, then each miss. */
export function printed({ total, kinds, results, reliability, model, seconds }: Evaluation): string {
  const rows = [...kinds.map(({ kind, ...tally }) => rowOf(kind, tally)), rowOf('all', total)]
  const misses = results.filter(({ outcome }) => outcome !== 'right').map(missOf)
  const offered =
    total.clarified === 0 ? '' : `Of ${total.clarified} asked back about, ${total.offered} offered the right answer.\n`
  return [
    tableOf([head, ...rows]),
    ...(reliability.length === 0 ? [] : [tableOf([sureHead, ...reliability.map(sureRow)])]),
    `Accuracy ${total.accuracy} %, silently wrong ${total.silentlyWrongPercent} %, in ${seconds} s.\n${offered}`,
    ...(model ? [modelInWords(model)] : []),
    ...misses,
  ].join('\n')
}

const head = ['kind', 'asked', 'right', 'silently wrong', 'wrong kind', 'clarified', 'declined', 'failed', 'accuracy']

function rowOf(name: string, tally: Tally): readonly string[] {
  const { asked, right, silently_wrong, wrong_kind, clarified, declined, failed, accuracy } = tally
  const counts = [asked, right, silently_wrong, wrong_kind, clarified, declined, failed]
  return [name, ...counts.map((count) => (count === 0 ? '·' : `${count}`)), `${accuracy} %`]
}

const sureHead = ['confidence', 'answers', 'mean', 'right']

function sureRow({ from, to, answers, meanConfidence, right }: Reliability): readonly string[] {
  return [`${from} to ${to} %`, `${answers}`, `${meanConfidence} %`, `${right} %`]
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')
  return `${rows.map(line).join('\n')}\n`
}

function modelInWords({ name, asked, calls, tokensIn, tokensOut, cost, latencyMs, outcomes }: ModelTally): string {
  const spent = cost === null ? 'at no known price' : `for ${Number(cost.toPrecision(3))}`
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
  const ended = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`)
  return `${name} was asked ${asked} times (${calls} answers): ${tokensIn} tokens in, ${tokensOut} out, ${spent}; half within ${seconds(latencyMs.p50)}, 95 % within ${seconds(latencyMs.p95)}.
How that ended: ${ended.join(', ')}.
`
}

function missOf({ id, kind, outcome, question, understood, because, offered, differ }: Evaluated): string {
  const lines = [`${id} (${kind}): ${outcome.replace('_', ' ')}`, `  asked: ${question}`]
  if (understood !== null) lines.push(`  understood: ${understood}`)
  if (because !== null)
    lines.push(`  ${outcome === 'declined' ? 'because' : 'came'}: ${because.replaceAll('\n', ' · ')}`)
  if (outcome === 'clarified' && offered) lines.push('  one of the choices is right')
  if (differ) lines.push(`  expected row: ${rowText(differ.expected)}`, `  row that came: ${rowText(differ.came)}`)
  return `${lines.join('\n')}\n`
}

function rowText(row: readonly Cell[] | null): string {
  return row === null ? 'no other' : row.map((cell) => (cell === null ? 'null' : String(cell))).join(' | ')
}
