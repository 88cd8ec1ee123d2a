/** `tidings eval`: a file of questions with what is right for each, asked as `ask` does and counted. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { withClient } from '../analytics/with-client.ts'
import type { App, Terminal } from '../app.ts'
import type { Reply } from '../bot/reply.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import type { Confidence } from '../nlq/plan.ts'
import { momentOf } from './clock.ts'
import { holds, judge, type Outcome } from './eval/judge.ts'
import { readLines, type EvalLine, type Expected } from './eval/lines.ts'
import { ownRowsOn, type OwnRows, type Row } from '../analytics/run/own-rows.ts'
import { printed } from './eval/print.ts'
import { modelTallyOf, type ModelTally } from './eval/model-tally.ts'
import { reliabilityOf, type Reliability } from './eval/reliability.ts'
import type { RowsDiffer } from './eval/same-rows.ts'
import { tallyOf, type Tally } from './eval/tally.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openLocalApp } from './local-app.ts'
import { needsModel } from './needs-model.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'
import { messageOf } from '../analytics/message-of.ts'

interface Flags {
  readonly file: string
  readonly minAccuracy?: number
  readonly planner?: string
}

/** What the file's questions came to: the object that `--json` prints. */
export interface Evaluation {
  readonly total: Tally
  readonly kinds: readonly (Tally & { readonly kind: string })[]
  readonly results: readonly Evaluated[]
  readonly reliability: readonly Reliability[]
  /** Absent where no model was asked. */
  readonly model?: ModelTally
  readonly seconds: number
}

/** How one question went. */
export interface Evaluated {
  readonly id: string
  readonly kind: string
  readonly question: string
  readonly outcome: Outcome
  readonly understood: string | null
  readonly because: string | null
  /** Asked back, and one of the choices was right. */
  readonly offered: boolean
  readonly differ: RowsDiffer | null
  /** Of an answer. */
  readonly confidence: Confidence | null
  readonly elapsedMs: number
}

/** 1 below `--min-accuracy`; 2 when a line of the file cannot be used. */
export async function evaluate(flags: Flags, common: Common): Promise<ExitCode> {
  const { config, io } = common
  const lines = await linesOf(flags.file)
  needsModel(flags.planner, config)
  await using database = await openDatabase(config, io, { demo: 'loaded' })
  const uses: ModelUse[] = []
  await using app = await openLocalApp({ ...database, storeUrl: null }, common, (use) => uses.push(use))
  const terminal = await app.terminal({ form: 'json', write: () => {}, showsPictures: false })
  const { timezone } = app.ground.catalog
  const evaluation = await withClient(database.url, async (client) =>
    run(lines, { terminal, app, flags, common, uses, ownRows: await ownRowsOn(client, timezone) }),
  )
  io.out(common.json ? `${JSON.stringify(evaluation)}\n` : printed(evaluation))
  const { accuracy } = evaluation.total
  if (flags.minAccuracy === undefined || accuracy >= flags.minAccuracy) return 0
  io.err(`tidings: accuracy is ${accuracy} %, below ${flags.minAccuracy} %\n`)
  return 1
}

async function linesOf(file: string): Promise<readonly EvalLine[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandFailed(3, `${file} cannot be read: ${messageOf(cause)}`, { cause })
  })
  const { lines, bad } = readLines(text)
  if (bad.length > 0)
    throw new CommandFailed(2, bad.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'))
  return lines
}

interface Parts {
  readonly terminal: Terminal
  readonly app: App
  readonly flags: Flags
  readonly common: Common
  readonly ownRows: OwnRows
  /** Filled as questions are asked. */
  readonly uses: readonly ModelUse[]
}

async function run(lines: readonly EvalLine[], parts: Parts): Promise<Evaluation> {
  const startedAt = performance.now()
  const readings = await readingsOf(lines, parts)
  const results: Evaluated[] = []
  const threads = randomUUID()
  for (const line of lines) {
    if (parts.common.io.stop.aborted) break
    const reply = await ask(line.question, line, parts, line.thread === null ? null : `${threads} ${line.thread}`)
    const { expected } = line
    if (expected) results.push(await resultOf({ ...line, expected }, reply, readings.get(line) ?? [], parts))
  }
  const kinds = [...new Set(results.map(({ kind }) => kind))].toSorted()
  return {
    total: tallyOf(results),
    kinds: kinds.map((kind) => ({ kind, ...tallyOf(results.filter((each) => each.kind === kind)) })),
    results,
    reliability: reliabilityOf(results),
    ...(parts.uses.length > 0 && { model: modelTallyOf(parts.uses) }),
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  }
}

type Readings = readonly (readonly Row[])[]

/** The rows that are right for each line; a file whose SQL does not run is not used. */
async function readingsOf(lines: readonly EvalLine[], parts: Parts): Promise<ReadonlyMap<EvalLine, Readings>> {
  const found = new Map<EvalLine, Readings>()
  const faults: string[] = []
  for (const line of lines) {
    if (line.expected?.kind !== 'rows') continue
    const readings: (readonly Row[])[] = []
    for (const reading of line.expected.readings)
      try {
        readings.push(typeof reading === 'string' ? await parts.ownRows(reading) : reading)
      } catch (error) {
        const message = messageOf(error)
        faults.push(`${parts.flags.file}:${line.line}: the SQL of ${line.id} fails: ${message}`)
      }
    found.set(line, readings)
  }
  if (faults.length > 0) throw new CommandFailed(2, faults.join('\n'))
  return found
}

async function ask(
  said: Parameters<Terminal['say']>[0]['question'],
  line: EvalLine,
  { terminal, app, flags, common }: Parts,
  thread: string | null,
): Promise<Reply> {
  return terminal.say({
    id: line.id,
    question: said,
    thread,
    now: momentOf(line.now ?? common.now, app.ground.catalog.timezone),
    actAs: line.actAs ?? common.actAs,
    planner: flags.planner ?? null,
    locale: 'en',
  })
}

async function resultOf(
  line: EvalLine & { readonly expected: Expected },
  { result: reply, confidence }: Reply,
  readings: Readings,
  parts: Parts,
): Promise<Evaluated> {
  const zone = parts.app.ground.catalog.timezone
  const verdict = judge(line, reply, readings, zone)
  let offered = false
  if (verdict.outcome === 'clarified' && line.expected.kind === 'rows')
    for (const choice of reply.choices) {
      const chosen = await ask(choice, line, parts, null)
      offered ||= holds(chosen.result, readings, { inOrder: line.expected.inOrder, zone })
    }
  return {
    id: line.id,
    kind: line.kind,
    question: line.question,
    ...verdict,
    understood: reply.understood,
    offered,
    confidence,
    elapsedMs: reply.elapsedMs,
  }
}
