/** `tidings explain`: which segments of a file explain the difference between what was and what was expected. */
import { z } from 'zod'
import { explainRatio } from '../analytics/live/explain/explain-ratio.ts'
import { explain as explainSum, type Explained } from '../analytics/live/explain/explain.ts'
import { explainedInWords, segmentName } from '../bot/replies/explained.ts'
import { legibleLines } from '../bot/replies/legible.ts'
import { plainTable } from '../bot/replies/plain-table.ts'
import { numberFormat } from '../charts/intl.ts'
import { batchId, readBatch } from './batch-lines.ts'
import { CommandFailed, exitOfFile, type ExitCode } from './exit.ts'
import { LeavesFaulty, readLeaves, type Columns } from './explain/leaves-file.ts'
import type { Common } from './program.ts'

interface Flags {
  readonly csv?: string
  readonly dimensions?: string
  readonly actual?: string
  readonly expected?: string
  readonly ratio?: boolean
  readonly top?: number
  readonly batch?: boolean
}

const lineShape = z.object({
  id: batchId,
  csv: z.string(),
  dimensions: z.array(z.string()).min(1),
  actual: z.string(),
  expected: z.string(),
  ratio: z.boolean().nullish(),
})

const usage = '{"id", "csv", "dimensions", "actual", "expected", "ratio"?}'

export async function explain(flags: Flags, common: Common): Promise<ExitCode> {
  const { io, json } = common
  if (flags.batch === true) return await batch(flags, common)
  const { csv, dimensions, actual, expected } = flags
  if (csv === undefined || dimensions === undefined || actual === undefined || expected === undefined)
    throw new CommandFailed(
      2,
      'give all of --csv FILE --dimensions a,b,c --actual COLUMN --expected COLUMN, or --batch',
    )
  const asked = { csv, dimensions: namesIn(dimensions), actual, expected, ratio: flags.ratio ?? false }
  let explained: Explained
  try {
    explained = topOf(await explainFile(asked), flags.top)
  } catch (error) {
    if (error instanceof LeavesFaulty) throw new CommandFailed(exitOfFile(error, 2), error.message, { cause: error })
    throw error
  }
  io.out(json ? `${JSON.stringify(explained.drivers)}\n` : forPeople(explained, asked))
  return 0
}

async function batch(flags: Flags, { io }: Common): Promise<ExitCode> {
  if (flags.csv !== undefined) throw new CommandFailed(2, 'either --csv or --batch')
  for await (const line of readBatch(io.stdin, io.stop, lineShape, usage)) {
    if (line.kind === 'bad') {
      io.out(`${JSON.stringify({ id: line.id, error: line.error })}\n`)
      continue
    }
    const { id, ratio, ...asked } = line.content
    try {
      const { drivers } = topOf(await explainFile({ ...asked, ratio: ratio ?? false }), flags.top)
      io.out(`${JSON.stringify({ id, drivers })}\n`)
    } catch (error) {
      if (!(error instanceof LeavesFaulty)) throw error
      io.out(`${JSON.stringify({ id, error: { code: 'bad_line', message: error.message } })}\n`)
    }
  }
  return 0
}

interface Asked {
  readonly csv: string
  readonly dimensions: readonly string[]
  readonly actual: string
  readonly expected: string
  readonly ratio: boolean
}

async function explainFile(asked: Asked): Promise<Explained> {
  const columns = columnsOf(asked)
  const { cube, measures } = await readLeaves(asked.csv, columns)
  const [first, second] = measures
  return second ? explainRatio(cube, first!, second) : explainSum(cube, first!)
}

function columnsOf({ dimensions, actual, expected, ratio }: Asked): Columns {
  const of = (option: string, text: string) => {
    const names = ratio ? namesIn(text) : [text.trim()]
    if (names.length !== (ratio ? 2 : 1))
      throw new LeavesFaulty(`${option} of a ratio names two columns, numerator and denominator: "${text}" does not`)
    return names
  }
  const columns = {
    dimensions: dimensions.map((name) => name.trim()),
    actual: of('actual', actual),
    expected: of('expected', expected),
  }
  const measures = [...columns.actual, ...columns.expected]
  const twice = columns.dimensions.find(
    (name, at) => columns.dimensions.indexOf(name) !== at || measures.includes(name),
  )
  if (twice !== undefined) throw new LeavesFaulty(`"${twice}" is named twice: a column is one dimension or one measure`)
  return columns
}

function topOf(explained: Explained, top: number | undefined): Explained {
  return top === undefined ? explained : { ...explained, drivers: explained.drivers.slice(0, top) }
}

function namesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function forPeople(explained: Explained, { actual, ratio }: Asked): string {
  const label = ratio ? namesIn(actual).join(' / ') : actual
  const sentence = explainedInWords(explained, { label, unit: null, against: 'expected', locale: 'en' })
  if (explained.drivers.length === 0) return `${sentence}\n`
  const number = numberFormat('en', { maximumFractionDigits: ratio ? 4 : 2 })
  const table = plainTable(
    ['segment', 'actual', 'expected', 'difference', 'share'],
    ['left', 'right', 'right', 'right', 'right'],
    explained.drivers.map((driver) => [
      segmentName(driver),
      ...[driver.actual, driver.expected, driver.contribution].map((value) => number.format(value)),
      numberFormat('en', { style: 'percent', maximumFractionDigits: 0 }).format(driver.share),
    ]),
  )
  return `${legibleLines(sentence)}\n${legibleLines(table)}\n`
}
