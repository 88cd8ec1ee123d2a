/** What the grammar answers while no model can be reached, beside a house without one: the built program, batches that take turns. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { oneLine, print, printHead, spreadOf, timesLine } from './figures.ts'
import { main } from './process.ts'
import { manyQuestions } from './questions.ts'

const QUESTIONS = 300
/** Nothing listens there. */
const away = {
  TIDINGS_MODEL_BASE_URL: 'http://127.0.0.1:9/v1',
  TIDINGS_MODEL_NAME: 'nobody',
  TIDINGS_MODEL_API_KEY: 'none',
}

interface Line {
  readonly id: number
  readonly kind: string
  readonly planner?: string
  readonly rows?: unknown
  readonly elapsedMs: number
}

/** Prints both and their ratio. Each batch is a program of its own, so that caches are as cold in each. */
export async function benchModelAway(url: string, catalog: Catalog): Promise<void> {
  printHead('Answers of the grammar while the model is away')
  const questions = manyQuestions(catalog, QUESTIONS)
  const without: Line[][] = []
  const withAway: Line[][] = []
  for (const [found, env] of [
    [without, {}],
    [withAway, away],
    [withAway, away],
    [without, {}],
  ] as const)
    found.push(await batch(url, questions, env))
  const answers = (runs: readonly Line[][]) =>
    runs.flat().filter(({ kind, planner }) => kind === 'answer' && planner === 'grammar')
  const [plain, beside] = [answers(without), answers(withAway)]
  print(
    timesLine(
      'no model is configured',
      plain.map(({ elapsedMs }) => elapsedMs),
    ),
  )
  print(
    timesLine(
      'the model cannot be reached',
      beside.map(({ elapsedMs }) => elapsedMs),
    ),
  )
  const [one, other] = [plain, beside].map((lines) => spreadOf(lines.map(({ elapsedMs }) => elapsedMs)).p95)
  const ratio = other! / one!
  print(oneLine('p95 with, by p95 without', ratio.toFixed(2), '≤ 1.1', ratio <= 1.1))
  const isSame = isDeepStrictEqual(
    plain.map(({ id, rows }) => [id, rows]),
    beside.map(({ id, rows }) => [id, rows]),
  )
  print(oneLine('the same answers', `${plain.length / 2} of ${questions.length}`, 'equal', isSame))
}

async function batch(url: string, questions: readonly string[], env: Readonly<Record<string, string>>) {
  const args = ['ask', '--batch', '--json', '--database', url]
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.end(questions.map((question, id) => `${JSON.stringify({ id, question })}\n`).join(''))
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}
