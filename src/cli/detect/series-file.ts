/** A CSV file → the rows of one series, streamed, as they stand in the file. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { readTime } from './time-text.ts'
import { readValue } from './value-text.ts'
import { messageOf } from '../../analytics/message-of.ts'

/** A row of the file. */
export interface SeriesRow {
  /** As given. */
  readonly time: string
  /** Epoch milliseconds; null: unreadable. */
  readonly at: number | null
  /** Null: unreadable. */
  readonly value: number | null
}

export interface Columns {
  readonly time?: string | undefined
  readonly value?: string | undefined
}

/** The file cannot be played; `message` says what and what to do. */
export class SeriesUnreadable extends Error {
  override name = 'SeriesUnreadable'
  readonly code: 'no_file' | 'no_column' | 'not_csv'
  constructor(code: SeriesUnreadable['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Row by row and in order. Throws SeriesUnreadable. */
export async function* readSeries(file: string, columns: Columns): AsyncGenerator<SeriesRow> {
  const delimiter = await delimiterOf(file)
  const decimalComma = delimiter === ';'
  let header: readonly string[] | null = null
  let picked: Picked | null = null
  for await (const fields of records(file, delimiter)) {
    if (header === null) {
      header = fields.map((name) => name.trim())
      picked = headless(header, columns, decimalComma)
      if (picked === null) continue
    }
    picked ??= pick(header, fields, columns, decimalComma, file)
    const time = fields[picked.time] ?? ''
    yield { time, at: readTime(time), value: readValue(fields[picked.value] ?? '', decimalComma) }
  }
}

async function* records(file: string, delimiter: string): AsyncGenerator<readonly string[]> {
  const parser = parse({ bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true })
  const source = createReadStream(file)
  source.on('error', (error) => parser.destroy(error))
  try {
    yield* source.pipe(parser) as AsyncIterable<string[]>
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!code.startsWith('CSV_')) throw unreadable(file, error)
    throw new SeriesUnreadable('not_csv', `${file} is not CSV: ${(error as Error).message}`, { cause: error })
  } finally {
    source.destroy()
  }
}

const delimiters = [',', ';', '\t', '|']

/** The one that stands most often in the first line. */
async function delimiterOf(file: string): Promise<string> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0)
    const [first = ''] = buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .split(/\r?\n|\r/, 1)
    const counted = delimiters.map((each) => first.split(each).length)
    return delimiters[counted.indexOf(Math.max(...counted))] ?? ','
  } catch (error) {
    throw unreadable(file, error)
  }
}

function unreadable(file: string, error: unknown): SeriesUnreadable {
  const why = messageOf(error)
  return new SeriesUnreadable('no_file', `${file} cannot be read: ${why}`, { cause: error })
}

interface Picked {
  readonly time: number
  readonly value: number
}

/** A file whose first line is a row already: a moment and a number, and no column is asked for by name. */
function headless(first: readonly string[], columns: Columns, decimalComma: boolean): Picked | null {
  if (columns.time !== undefined || columns.value !== undefined || first.length < 2) return null
  const time = first.findIndex((field) => readTime(field) !== null)
  const value = first.findIndex((field, index) => index !== time && readValue(field, decimalComma) !== null)
  const others = first.filter((field) => readTime(field) === null && readValue(field, decimalComma) === null)
  return time < 0 || value < 0 || others.some((field) => /^[a-z_ ]+$/i.test(field)) ? null : { time, value }
}

const timeNames =
  /^(?:timestamps?|time|date|datetime|date_?time|ts|at|when|year|month|week|day|hour|minute|bucket|period|ds|epoch)$/i
const timeLike = /time|date|stamp/i
const valueNames = /^(?:values?|val|y|amount|total|count|sum|metric|measure|kpi|number|reading)$/i
const notValues = /label|anomal|outlier|^(?:id|index|row|is_.*)$/i

/** Named columns by name, others by what they are called, then by what the first row holds: later rows decide nothing. */
function pick(
  header: readonly string[],
  first: readonly string[],
  columns: Columns,
  decimalComma: boolean,
  file: string,
): Picked {
  const isTime = (index: number) => readTime(first[index] ?? '') !== null
  const isValue = (index: number) => readValue(first[index] ?? '', decimalComma) !== null
  const all = header.map((_, index) => index)
  const time =
    columns.time === undefined
      ? best(
          all,
          (index) => timeNames.test(header[index]!),
          (index) => timeLike.test(header[index]!),
          isTime,
          () => true,
        )
      : named(header, columns.time, file)
  const rest = all.filter((index) => index !== time)
  const mayBe = (index: number) => !notValues.test(header[index]!) && !timeNames.test(header[index]!)
  const value =
    columns.value === undefined
      ? best(
          rest,
          (index) => valueNames.test(header[index]!),
          (index) => mayBe(index) && isValue(index),
          mayBe,
          () => true,
        )
      : named(header, columns.value, file)
  if (time === null || value === null) {
    throw new SeriesUnreadable(
      'no_column',
      `${file} has the column ${header.join(', ')}; a time and a value are needed`,
    )
  }
  return { time, value }
}

/** The first index for which the earliest test that anything passes is true. */
function best(indices: readonly number[], ...tests: readonly ((index: number) => boolean)[]): number | null {
  for (const passes of tests) {
    const found = indices.find(passes)
    if (found !== undefined) return found
  }
  return null
}

function named(header: readonly string[], name: string, file: string): number {
  const exact = header.indexOf(name)
  const found = exact >= 0 ? exact : header.findIndex((each) => each.toLowerCase() === name.trim().toLowerCase())
  if (found >= 0) return found
  throw new SeriesUnreadable('no_column', `${file} has no column "${name}"; it has ${header.join(', ')}`)
}
