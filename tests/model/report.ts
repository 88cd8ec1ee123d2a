/** The figures of a run, kept by catalog in last-run.md: a run of some of them leaves the others' lines as they were. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evaluated } from '../../src/cli/eval.ts'
import type { Exchange } from '../support/small-model/names.ts'
import type { Unchecked } from './unchecked.ts'

interface Run {
  readonly how: string
  readonly catalog: string
  readonly said: readonly Exchange[]
  /** Of the first plan for each question, believed. */
  readonly unchecked: readonly Unchecked[]
  /** Of what came of it, under all checks. */
  readonly checked: readonly Evaluated[]
  readonly grammar: readonly Evaluated[]
  /** The ids of questions that have an answer; the others must not be answered. */
  readonly answerable: ReadonlySet<string>
}

const file = join(import.meta.dirname, 'last-run.md')
const rows = new Map<string, string>()

const head = [
  'model',
  'catalog',
  'asked',
  'have an answer',
  'valid proposals',
  'right before',
  'silently wrong before',
  'right',
  'silently wrong',
  'rightly refused',
  'grammar: right',
  'silently wrong',
  'rightly refused',
  'answers of the model',
  'seconds each',
  'day',
]

/** `refused`: questions without an answer that got none. */
export function countsOf(results: readonly Evaluated[], answerable: ReadonlySet<string>) {
  const count = (wanted: Evaluated['outcome'], has: boolean) =>
    results.filter(({ id, outcome }) => outcome === wanted && answerable.has(id) === has).length
  return {
    asked: results.length,
    right: count('right', true),
    refused: count('right', false),
    wrong: count('silently_wrong', true) + count('silently_wrong', false),
    failed: count('failed', true) + count('failed', false),
  }
}

/** Written at once: a run takes long, and may be ended before its end. */
export async function report({ how, catalog, said, unchecked, checked, grammar, answerable }: Run): Promise<void> {
  const before = (...outcomes: readonly Unchecked[]) => unchecked.filter((each) => outcomes.includes(each)).length
  const [model, other] = [countsOf(checked, answerable), countsOf(grammar, answerable)]
  const seconds = said.reduce((sum, { ms }) => sum + ms, 0) / 1000 / Math.max(1, said.length)
  const cells = [
    how,
    catalog,
    model.asked,
    checked.filter(({ id }) => answerable.has(id)).length,
    before('right', 'silently_wrong'),
    before('right'),
    before('silently_wrong'),
    model.right,
    model.wrong,
    model.refused,
    other.right,
    other.wrong,
    other.refused,
    said.length,
    seconds.toFixed(0),
    new Date().toISOString().slice(0, 10),
  ]
  rows.set(`${how} ${catalog}`, `| ${cells.join(' | ')} |`)
  await write()
}

async function write(): Promise<void> {
  const written = existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : []
  const kept = written.flatMap((line) => {
    const [, how, catalog] = /^\| ([^|]+) \| ([^|]+) \| \d/.exec(line) ?? []
    return how === undefined || rows.has(`${how} ${catalog}`) ? [] : [line]
  })
  const table = [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...kept, ...rows.values()].join('\n')
  await writeFile(
    file,
    `# A small model on the questions of the eval\n\nWritten by \`npm run test:model\`; docs/model.md says what it means.\n\n${table}\n`,
  )
}
