/** Understanding questions over a catalog as large as they come, in a process of its own so that its memory can be told. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Knowledge, Turn } from '../../src/nlq/plan.ts'
import { createMind } from '../../src/nlq/mind.ts'
import { createGrammarPlanner } from '../../src/nlq/planners/grammar/planner.ts'
import { oneLine, print, printHead, timed, timesLine } from './figures.ts'
import { largeKnowledge } from './large-catalog.ts'
import { largeQuestions } from './large-questions.ts'

interface Measured {
  readonly values: number
  readonly buildMs: number
  /** Growth of the heap by the index after collecting garbage, once it has been used in every way, and of the process. */
  readonly heapMb: number
  readonly rssMb: number
  readonly first: readonly number[]
  readonly again: readonly number[]
  readonly slowest: string
  readonly kinds: Readonly<Record<string, number>>
  /** Whether the second time gave the same plans. */
  readonly isSame: boolean
}

const WARM_UP = 60
const QUESTIONS = 400

/** Prints the lines of planning on the large catalog. */
export function benchPlanningLarge(): void {
  const text = execFileSync(process.execPath, ['--expose-gc', '--import', 'tsx', fileURLToPath(import.meta.url)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e8,
  })
  const measured = JSON.parse(text) as Measured
  const target = { text: 'p95 ≤ 10 ms', isReached: ({ p95 }: { p95: number }) => p95 <= 10 }
  printHead(`Understanding: 60 KPIs, 80 dimensions, ${measured.values.toLocaleString('en')} values`)
  print(oneLine('build the index', `${measured.buildMs.toFixed(0)} ms`, '≤ 2 s', measured.buildMs <= 2_000))
  print(oneLine('heap that the index holds', `${measured.heapMb.toFixed(0)} MB`, '≤ 150 MB', measured.heapMb <= 150))
  print(oneLine('growth of the process by it, garbage included', `${measured.rssMb.toFixed(0)} MB`))
  print(timesLine('plan a question, each for the first time', measured.first, target))
  print(timesLine('plan a question, the same ones again', measured.again, target))
  print(oneLine('the slowest question', measured.slowest))
  print(
    oneLine(
      'what they led to',
      Object.entries(measured.kinds)
        .map((each) => each.join(' '))
        .join(', '),
    ),
  )
  print(oneLine('the same plans both times', measured.isSame ? 'yes' : 'no', 'yes', measured.isSame))
}

async function measure(): Promise<Measured> {
  const knowledge = largeKnowledge()
  const threads = largeQuestions(knowledge, WARM_UP + QUESTIONS)
  const before = memory()
  const { ms: buildMs, result: mind } = await timed(() => createMind(knowledge, [createGrammarPlanner]))
  const now = new Date('2026-11-21T13:05:00Z')
  const plans: string[] = []
  const times: { text: string; ms: number; kind: string }[] = []
  const ask = async (conversations: readonly (readonly string[])[]) => {
    for (const texts of conversations) {
      const thread: Turn[] = []
      for (const text of texts) {
        const { ms, result } = await timed(() => mind.understand({ text, now, thread }, 'grammar'))
        const { plan } = result
        times.push({ text, ms, kind: plan.kind })
        plans.push(JSON.stringify(plan))
        thread.push({ text, query: plan.kind === 'query' ? plan.query : null, wish: null })
      }
    }
  }
  const at = threads.findIndex((_, index) => threads.slice(0, index).flat().length >= WARM_UP)
  await mind.suggestions(now)
  await ask(threads.slice(0, at))
  const rounds: { ms: number[]; plans: string[]; slowest: string; kinds: Record<string, number> }[] = []
  for (let round = 0; round < 2; round++) {
    times.length = plans.length = 0
    await ask(threads.slice(at))
    const slowest = times.toSorted((one, other) => other.ms - one.ms)[0]!
    const kinds: Record<string, number> = {}
    for (const { kind } of times) kinds[kind] = (kinds[kind] ?? 0) + 1
    rounds.push({
      ms: times.map(({ ms }) => ms),
      plans: [...plans],
      slowest: `${slowest.ms.toFixed(1)} ms: ${slowest.text}`,
      kinds,
    })
  }
  const after = memory()
  return {
    values: countOf(knowledge),
    buildMs,
    heapMb: after.heap - before.heap,
    rssMb: after.rss - before.rss,
    first: rounds[0]!.ms,
    again: rounds[1]!.ms,
    slowest: rounds[0]!.slowest,
    kinds: rounds[0]!.kinds,
    isSame: rounds[0]!.plans.join() === rounds[1]!.plans.join(),
  }
}

/** Values by dimension; what several views hold counts once. */
function countOf({ values }: Knowledge): number {
  const seen = new Map<string, Set<unknown>>()
  for (const dimensions of values.values())
    for (const [name, held] of dimensions) {
      const before = seen.get(name)
      if (before) for (const value of held) before.add(value)
      else seen.set(name, new Set(held))
    }
  return [...seen.values()].reduce((sum, held) => sum + held.size, 0)
}

function memory(): { heap: number; rss: number } {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: (heapUsed + external) / 1e6, rss: rss / 1e6 }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(JSON.stringify(await measure()))
