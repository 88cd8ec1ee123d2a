/** A CSV file with one row a leaf of a cube → its columns. */
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { createCubeBuilder, type Cube, type Measured } from '../../analytics/live/explain/leaves.ts'
import { nearest } from '../../analytics/nearest.ts'
import { messageOf } from '../../analytics/message-of.ts'

/** Which columns of a file are what. Of a ratio the measures name two columns each: numerator, denominator. */
export interface Columns {
  readonly dimensions: readonly string[]
  readonly actual: readonly string[]
  readonly expected: readonly string[]
}

export interface Leaves {
  readonly cube: Cube
  /** One, or of a ratio numerator and denominator. */
  readonly measures: readonly Measured[]
}

/** The file cannot be explained; `message` says what is wrong with it and where. */
export class LeavesFaulty extends Error {
  override name = 'LeavesFaulty'
}

/** Reads the whole file. An empty cell of a measure is zero: a leaf that was not there, or that nobody expected. */
export async function readLeaves(file: string, columns: Columns): Promise<Leaves> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw new LeavesFaulty(`${file} cannot be read: ${messageOf(cause)}`, { cause })
  }
  let records: string[][]
  try {
    records = parse(bytes, { bom: true, skip_empty_lines: true })
  } catch (cause) {
    throw new LeavesFaulty(`${file} is not CSV: ${messageOf(cause)}`, { cause })
  }
  return leavesOf(records, columns, file)
}

function leavesOf([head, ...rows]: string[][], columns: Columns, file: string): Leaves {
  if (!head) throw new LeavesFaulty(`${file} is empty: its first line names the columns`)
  const positionOf = (column: string): number => {
    const at = head.indexOf(column)
    if (at >= 0) return at
    const near = nearest(column, head)
    throw new LeavesFaulty(
      `${file} has no column "${column}"${near === undefined ? '' : `; did you mean "${near}"?`} (it has ${head.join(', ')})`,
    )
  }
  const dimensions = columns.dimensions.map(positionOf)
  const measures = columns.actual.map((name, at) => ({
    actual: { name, at: positionOf(name), values: new Float64Array(rows.length) },
    expected: {
      name: columns.expected[at]!,
      at: positionOf(columns.expected[at]!),
      values: new Float64Array(rows.length),
    },
  }))
  const builder = createCubeBuilder(columns.dimensions)
  for (const [index, row] of rows.entries()) {
    builder.add(dimensions.map((at) => row[at]!))
    for (const { actual, expected } of measures)
      for (const { name, at, values } of [actual, expected]) {
        const cell = row[at]!
        const value = Number(cell)
        if (!Number.isFinite(value))
          throw new LeavesFaulty(`${file}, row ${index + 1} after the header: ${name} is "${cell}", which is no number`)
        values[index] = value
      }
  }
  return {
    cube: builder.build(),
    measures: measures.map(({ actual, expected }) => ({ actual: actual.values, expected: expected.values })),
  }
}
