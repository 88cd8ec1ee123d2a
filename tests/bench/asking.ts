/** Planning, compiling, guarding and asking, each on many different questions. */
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import type { Answer } from '../../src/analytics/answer.ts'
import { createAsOf } from '../../src/analytics/as-of.ts'
import { createAsk } from '../../src/analytics/ask.ts'
import { compile } from '../../src/analytics/compile/compile.ts'
import { openGround, type Ground } from '../../src/analytics/ground.ts'
import { readKnown } from '../../src/analytics/knowledge.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'
import type { Policy } from '../../src/analytics/policy.ts'
import { cellReader } from '../../src/analytics/run/cells.ts'
import { createMind } from '../../src/nlq/mind.ts'
import { createGrammarPlanner } from '../../src/nlq/planners/grammar/planner.ts'
import { oneLine, print, printHead, spreadOf, timed, timesLine } from './figures.ts'
import { manyQuestions } from './questions.ts'

const WARM_UP = 60

export interface Asked {
  readonly answer: Answer
  readonly understood: string
}

interface Given {
  readonly url: string
  readonly catalogFile: string
  readonly now: Date
}

/** Prints the lines of asking and gives the answers, to be drawn. */
export async function benchAsking(given: Given): Promise<{ policy: Policy; answers: readonly Asked[] }> {
  await using ground = await openGround(given.url, given.catalogFile, { mayConfigure: true })
  const policy = ground.policies.get('owner')!
  const known = await readKnown(policy, { ...ground, store: null })
  const knowledge = { catalog: policy.catalog, ...known }

  printHead('Understanding')
  const mindMade = await timed(() => createMind(knowledge, [createGrammarPlanner]))
  print(oneLine('build the lexicon of the catalog and its values', `${mindMade.ms.toFixed(0)} ms`))
  const [warmUp, questions] = halves(manyQuestions(policy.catalog, 300), WARM_UP)
  const target = { text: 'p95 ≤ 5 ms', isReached: ({ p95 }: { p95: number }) => p95 <= 5 }
  const plans = new Map<string, { query: KpiQuery; understood: string }>()
  const plan = async (text: string) => {
    const { plan: made } = await mindMade.result.understand({ text, now: given.now, thread: [] })
    if (made.kind === 'query') plans.set(text, made)
  }
  // Of other questions: caches are cold, the compiler of the language is not.
  await timesOf(warmUp, plan)
  const warmUpQueries = [...plans.values()]
  plans.clear()
  print(timesLine('plan a question, each for the first time', await timesOf(questions, plan), target))
  print(timesLine('plan a question, the same ones again', await timesOf(questions, plan), target))
  print(oneLine('questions that became a query', `${plans.size} of ${questions.length}`, '≥ 200', plans.size >= 200))
  const queries = [...plans.values()]

  const compileAndGuard = async ({ query }: { query: KpiQuery }) => {
    const compiled = compile(query, policy.catalog, known.history)
    if (compiled.kind === 'cannot') return null
    const verdict = await ground.guard.compiled(compiled.sql, policy)
    if (verdict.verdict === 'unsafe') throw new Error(`${verdict.rule}: ${verdict.because}\n${compiled.sql}`)
    return { compiled, verdict }
  }
  await timesOf(warmUpQueries, compileAndGuard)
  print(timesLine('compile and guard, each for the first time', await timesOf(queries, compileAndGuard), target))
  print(timesLine('compile and guard, the same ones again', await timesOf(queries, compileAndGuard), target))

  return { policy, answers: await benchRows(ground, policy, queries, known, given) }
}

function halves<Item>(items: readonly Item[], at: number): [readonly Item[], readonly Item[]] {
  return [items.slice(0, at), items.slice(at)]
}

/** Plan to rows against the bare query in the same run: turn and turn about, on a database that has both warm. */
async function benchRows(
  ground: Ground,
  policy: Policy,
  plans: readonly { query: KpiQuery; understood: string }[],
  known: Awaited<ReturnType<typeof readKnown>>,
  { url }: Given,
): Promise<readonly Asked[]> {
  printHead('Asking')
  const freshAsk = (from: Ground) =>
    createAsk({
      guard: from.guard,
      reader: from.reader,
      asOf: createAsOf({ ...from, knownUntil: async (_policy, view) => known.history.get(view)?.to ?? null }),
      history: async () => known.history,
    })
  const ask = freshAsk(ground)
  const bare = new pg.Client({ connectionString: url })
  await bare.connect()
  try {
    await bare.query(`set timezone to '${policy.catalog.timezone}'; set intervalstyle to iso_8601`)
    const times = { first: [] as number[], ask: [] as number[], bare: [] as number[], over: [] as number[] }
    const answers: Asked[] = []
    let differing = 0
    for (const [turn, { query, understood }] of plans.entries()) {
      const compiled = compile(query, policy.catalog, known.history)
      if (compiled.kind === 'cannot') continue
      const runBare = () =>
        timed(() =>
          bare.query<(string | null)[]>({
            text: compiled.sql,
            values: [...compiled.parameters],
            rowMode: 'array',
            types: { getTypeParser: () => (text: string) => text },
          } as never),
        )
      const runAsk = () => timed(() => ask(query, policy))
      await runBare()
      const first = await runAsk()
      // The best of two each: what others on the machine do is not what is measured.
      const both = { ask: [] as number[], bare: [] as number[] }
      let [asked, rows] = [first.result, (await runBare()).result]
      for (let round = 0; round < 2; round++) {
        for (const which of (turn + round) % 2 === 0 ? (['ask', 'bare'] as const) : (['bare', 'ask'] as const)) {
          if (which === 'ask') {
            const ran = await runAsk()
            both.ask.push(ran.ms)
            asked = ran.result
          } else {
            const ran = await runBare()
            both.bare.push(ran.ms)
            rows = ran.result
          }
        }
      }
      times.first.push(first.ms)
      const [askMs, bareMs] = [Math.min(...both.ask), Math.min(...both.bare)]
      times.ask.push(askMs)
      times.bare.push(bareMs)
      times.over.push(askMs - bareMs * 1.15)
      if (asked.kind !== 'answered') throw new Error(`not answered: ${JSON.stringify(asked)}`)
      const readers = rows.fields.map(({ dataTypeID }) => cellReader(dataTypeID, policy.catalog.timezone))
      const cells = rows.rows.map((row) => row.map((cell, at) => (cell === null ? null : readers[at]!(cell))))
      if (!asked.answer.truncated && !isDeepStrictEqual(compiled.finish(cells), asked.answer.rows)) differing++
      answers.push({ answer: asked.answer, understood })
    }
    print(timesLine('ask, each for the first time', times.first))
    print(timesLine('ask (plan to rows)', times.ask))
    print(timesLine('the bare query through pg', times.bare))
    const [asked, plain] = [spreadOf(times.ask), spreadOf(times.bare)]
    const ratios = [asked.p50 / plain.p50, asked.p95 / plain.p95, asked.p99 / plain.p99]
    print(oneLine('ratio of ask to bare, p50 / p95 / p99', ratios.map((ratio) => ratio.toFixed(2)).join(' / ')))
    print(
      timesLine('ask − 1.15 × bare, question by question', times.over, {
        text: 'p95 ≤ 10 ms',
        isReached: ({ p95 }) => p95 <= 10,
      }),
    )
    print(oneLine('answers that differ from the bare query’s rows', String(differing), '0', differing === 0))
    return answers
  } finally {
    await bare.end()
  }
}

async function timesOf<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) times.push((await timed(() => work(item))).ms)
  return times
}
