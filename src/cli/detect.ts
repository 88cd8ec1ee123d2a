/** `tidings detect`: a back-test that plays a file through the live detector, or a rule, one row at a time. */
import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import type { GoodWhen } from '../analytics/catalog.ts'
import { createDetector } from '../analytics/live/detect/detector.ts'
import type { Reading } from '../analytics/live/detect/reading.ts'
import type { Rule } from '../analytics/live/rule.ts'
import { RulesFaulty } from '../analytics/live/rules/rule-file.ts'
import { openOneRule } from '../analytics/live/rules/one-rule.ts'
import { batchId, readBatch, type BatchLine } from './batch-lines.ts'
import { createReport } from './detect/found.ts'
import { createRulePlay } from './detect/rule-play.ts'
import { readSeries, SeriesUnreadable, type Columns, type SeriesRow } from './detect/series-file.ts'
import { CommandFailed, exitOfFile, type ExitCode } from './exit.ts'
import type { Common } from './program.ts'

interface Flags {
  readonly csv?: string
  readonly time?: string
  readonly value?: string
  readonly goodWhen?: GoodWhen
  readonly batch?: boolean
  /** A file with one rule, which says what is posted instead. */
  readonly rule?: string
}

const lineShape = z.object({
  id: batchId,
  csv: z.string().min(1),
  time: z.string().optional(),
  value: z.string().optional(),
  good_when: z.enum(['up', 'down', 'steady']).optional(),
})

/** Judges a row knowing those before it; every row gets a reading. */
type Judge = (row: SeriesRow) => Reading

/** Rows written at one go; readers get their turn in between. */
const ROWS_AT_ONCE = 2_000

export async function detect(flags: Flags, common: Common): Promise<ExitCode> {
  const { io } = common
  if ((flags.batch === true) === (flags.csv !== undefined)) throw new CommandFailed(2, 'give --csv FILE, or --batch')
  const rule = flags.rule === undefined ? null : await ruleIn(flags.rule)
  const judgeOf = (goodWhen: GoodWhen = flags.goodWhen ?? 'steady') =>
    rule ? createRulePlay(rule, goodWhen) : anomalies(goodWhen)
  if (rule && rule.minimumVolume !== null)
    io.err('tidings: a file says nothing of volumes: the minimum volume of the rule is not asked for\n')
  if (flags.csv !== undefined) return one(flags.csv, flags, judgeOf(), common)
  for await (const line of readBatch(io.stdin, io.stop, lineShape, '{"id", "csv"}')) {
    for (const text of await lineFor(line)) io.out(text)
    io.out('\n')
    await breathe()
  }
  return 0

  async function lineFor(line: BatchLine<z.output<typeof lineShape>>): Promise<readonly string[]> {
    if (line.kind === 'bad') return [JSON.stringify({ id: line.id, error: line.error })]
    const { id, csv, good_when: goodWhen, ...columns } = line.content
    try {
      const points: string[] = []
      for await (const { row, reading } of play(csv, columns, judgeOf(goodWhen))) {
        points.push(JSON.stringify(pointOf(row, reading)))
      }
      return [`{"id":${JSON.stringify(id)},"points":[`, points.join(','), ']}']
    } catch (error) {
      if (!(error instanceof SeriesUnreadable)) throw error
      return [JSON.stringify({ id, error: { code: error.code, message: error.message } })]
    }
  }
}

async function one(csv: string, flags: Flags, judge: Judge, { io, json }: Common): Promise<ExitCode> {
  const report = createReport()
  let waiting: string[] = []
  try {
    for await (const { row, reading } of play(csv, flags, judge)) {
      if (io.stop.aborted) return 0
      if (!json) {
        report.add(row, reading)
        continue
      }
      waiting.push(JSON.stringify(pointOf(row, reading)))
      if (waiting.length < ROWS_AT_ONCE) continue
      io.out(`${waiting.join('\n')}\n`)
      waiting = []
      await breathe()
    }
  } catch (error) {
    if (!(error instanceof SeriesUnreadable)) throw error
    throw new CommandFailed(exitOfFile(error, 2), error.message, { cause: error })
  }
  io.out(json ? waiting.map((line) => `${line}\n`).join('') : report.text(csv))
  return 0
}

async function ruleIn(file: string): Promise<Rule> {
  try {
    return await openOneRule(file)
  } catch (error) {
    if (!(error instanceof RulesFaulty)) throw error
    throw new CommandFailed(exitOfFile(error, 2), `the rule is wrong:\n${error.message}`, { cause: error })
  }
}

async function* play(csv: string, columns: Columns, judge: Judge) {
  for await (const row of readSeries(csv, columns)) yield { row, reading: judge(row) }
}

/** The live detector, with nothing known beforehand. */
function anomalies(goodWhen: GoodWhen): Judge {
  const detector = createDetector({ goodWhen })
  return ({ at, value }) => detector.observe({ at: at ?? Number.NaN, value })
}

function pointOf({ time, value }: SeriesRow, reading: Reading) {
  const { expected, low, high, score, anomaly, kind } = reading
  return { time, value, expected, low, high, score, anomaly, kind }
}
