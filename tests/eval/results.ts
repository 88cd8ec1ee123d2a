/** What the questions of all catalogs came to: the committed figures, and the tables that people read. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evaluated } from '../../src/cli/eval.ts'
import type { Outcome } from '../../src/cli/eval/judge.ts'
import { reliabilityOf } from '../../src/cli/eval/reliability.ts'
import { tallyOf, type Tally } from '../../src/cli/eval/tally.ts'
import type { ByCatalog } from './catalogs.ts'

/** `tests/eval/results.json`. */
export interface Results {
  /** Percent of all questions that may be answered wrongly. */
  readonly mostSilentlyWrong: number
  readonly catalogs: Readonly<Record<string, Tally & { readonly misses: Readonly<Record<string, Outcome>> }>>
}

const file = join(import.meta.dirname, 'results.json')

/** The figures that are committed. */
export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(file, 'utf8')) as Results
}

/** What the bound on wrong answers is to come down to, in percent. */
const silentlyWrongWanted = 2

/** Replaces the committed figures; the bound on wrong answers is only ever lowered. */
export async function writeResults(evaluations: ByCatalog): Promise<void> {
  const { silentlyWrongPercent } = tallyOf([...evaluations.values()].flatMap(({ results }) => results))
  const { mostSilentlyWrong: bound } = await readResults()
  const mostSilentlyWrong = Math.min(bound, Math.max(silentlyWrongWanted, silentlyWrongPercent))
  const catalogs = Object.fromEntries(
    [...evaluations].map(([name, { total, results }]) => [name, { ...total, misses: missesOf(results) }]),
  )
  await writeFile(file, `${JSON.stringify({ mostSilentlyWrong, catalogs }, null, 2)}\n`)
}

function missesOf(results: readonly Evaluated[]): Record<string, Outcome> {
  const missed = results.filter(({ outcome }) => outcome !== 'right')
  return Object.fromEntries(missed.map(({ id, outcome }) => [id, outcome]))
}

/** Tables in Markdown: by catalog, by kind of question, and by how sure the planner was. */
export function tablesOf(evaluations: ByCatalog): string {
  const all = [...evaluations.values()].flatMap(({ results }) => results)
  const kinds = [...new Set(all.map(({ kind }) => kind))].toSorted()
  const byCatalog = [...evaluations].map(([name, { total }]) => rowOf(name, total))
  const byKind = kinds.map((kind) =>
    rowOf(kind.replaceAll('_', ' '), tallyOf(all.filter((each) => each.kind === kind))),
  )
  const total = rowOf('**all**', tallyOf(all))
  const sure = reliabilityOf(all).map(({ from, to, answers, meanConfidence, right }) => [
    `${from} to ${to} %`,
    `${answers}`,
    `${meanConfidence} %`,
    `${right} %`,
  ])
  return [
    tableOf(['catalog', ...counted], [...byCatalog, total]),
    tableOf(['kind of question', ...counted], byKind),
    tableOf(['confidence', 'answers', 'mean', 'right'], sure),
  ].join('\n\n')
}

function rowOf(name: string, tally: Tally): readonly string[] {
  const { asked, right, silently_wrong, wrong_kind, clarified, offered, declined, failed, accuracy } = tally
  const asking = clarified === 0 ? '' : offered === 0 ? `${clarified}` : `${clarified} (${offered})`
  const counts = [asked, right, silently_wrong, wrong_kind].map((count) => (count === 0 ? '' : `${count}`))
  return [
    name,
    ...counts,
    asking,
    declined === 0 ? '' : `${declined}`,
    failed === 0 ? '' : `${failed}`,
    `${accuracy} %`,
  ]
}

const counted = ['asked', 'right', 'silently wrong', 'other kind', 'asked back', 'declined', 'failed', 'accuracy']

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]!.length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
