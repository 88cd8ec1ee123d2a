/**
 * Numbers of events, added up by what they are of and their minute: a row of plain doubles each, so that hundreds of
 * thousands of events a second are no burden to the collector.
 */
import type { StreamAggregation } from '../../catalog.ts'
import { mergeSketch, type Sketch } from '../distinct.ts'

/** Places in a row after the number of events; the values of the measures follow, then their seconds (see `add`). */
const FIRST_AT = 1
const LAST_AT = 2
const VALUES = 3

const LEAST_ROWS = 256
/** Minutes since 1970 stay below it until the year 2097. */
const MINUTES = 2 ** 26

export class Sums {
  readonly aggregations: readonly StreamAggregation[]
  readonly width: number
  /** Of each row: what it is of, and the beginning of its bucket in epoch minutes. */
  readonly ids: number[] = []
  readonly minutes: number[] = []
  data: Float64Array
  /** Of distinct counts, by row; most streams have none. */
  readonly sketches = new Map<number, (Sketch | null)[]>()
  readonly #rows = new Map<number, number>()
  /** By id the row that was asked for last: mostly that of the same minute. */
  readonly #lastRow: number[] = []

  constructor(aggregations: readonly StreamAggregation[]) {
    this.aggregations = aggregations
    this.width = VALUES + 2 * aggregations.length
    this.data = new Float64Array(LEAST_ROWS * this.width)
  }

  get length(): number {
    return this.ids.length
  }

  /** The row of something in a minute; one without events when there was none. */
  row(id: number, minute: number): number {
    const last = this.#lastRow[id]
    if (last !== undefined && this.minutes[last] === minute) return last
    const key = id * MINUTES + minute
    const known = this.#rows.get(key)
    const row = known ?? this.#newRow(id, minute, key)
    this.#lastRow[id] = row
    return row
  }

  #newRow(id: number, minute: number, key: number): number {
    const row = this.ids.length
    this.ids.push(id)
    this.minutes.push(minute)
    this.#rows.set(key, row)
    const from = row * this.width
    if (from + this.width > this.data.length) {
      const larger = new Float64Array(this.data.length * 2)
      larger.set(this.data)
      this.data = larger
    }
    const { data } = this
    data[from + FIRST_AT] = Number.POSITIVE_INFINITY
    data[from + LAST_AT] = Number.NEGATIVE_INFINITY
    data.fill(Number.NaN, from + VALUES, from + VALUES + this.aggregations.length)
    return row
  }

  /** Counts an event in a row. */
  count(row: number, at: number): void {
    const from = row * this.width
    const { data } = this
    data[from]! += 1
    if (at < data[from + FIRST_AT]!) data[from + FIRST_AT] = at
    if (at > data[from + LAST_AT]!) data[from + LAST_AT] = at
  }

  /** Adds a value to a measure. `second`: of a sum its square or sum of squares, of a last the event time it is from. */
  add(row: number, measure: number, value: number, second: number): void {
    const { data } = this
    const at = row * this.width + VALUES + measure
    const known = data[at]!
    const isFirst = known !== known
    switch (this.aggregations[measure]!) {
      case 'sum':
        data[at] = isFirst ? value : known + value
        data[at + this.aggregations.length]! += second
        return
      case 'count':
        data[at] = isFirst ? value : known + value
        return
      case 'min':
        if (isFirst || value < known) data[at] = value
        return
      case 'max':
        if (isFirst || value > known) data[at] = value
        return
      case 'last':
        if (!isFirst && second < data[at + this.aggregations.length]!) return
        data[at] = value
        data[at + this.aggregations.length] = second
        return
      case 'count_distinct':
    }
  }

  /** The sketch of a distinct count; made when there is none. */
  sketch(row: number, measure: number, make: () => Sketch): Sketch {
    let sketches = this.sketches.get(row)
    if (sketches === undefined) {
      sketches = this.aggregations.map(() => null)
      this.sketches.set(row, sketches)
    }
    return (sketches[measure] ??= make())
  }

  /** Adds all that is in a row of others; `leaveLast` leaves lasts out. */
  merge(row: number, from: Sums, fromRow: number, leaveLast: boolean): void {
    const { data, width } = this
    const to = row * width
    const at = fromRow * from.width
    const other = from.data
    data[to]! += other[at]!
    if (other[at + FIRST_AT]! < data[to + FIRST_AT]!) data[to + FIRST_AT] = other[at + FIRST_AT]!
    if (other[at + LAST_AT]! > data[to + LAST_AT]!) data[to + LAST_AT] = other[at + LAST_AT]!
    const measures = this.aggregations.length
    for (let measure = 0; measure < measures; measure++) {
      const value = other[at + VALUES + measure]!
      if (value !== value || (leaveLast && this.aggregations[measure] === 'last')) continue
      this.add(row, measure, value, other[at + VALUES + measures + measure]!)
    }
    const sketches = from.sketches.get(fromRow)
    if (!sketches) return
    for (const [measure, sketch] of sketches.entries())
      if (sketch)
        mergeSketch(
          this.sketch(row, measure, () => new Uint8Array(sketch.length)),
          sketch,
        )
  }

  /** Null: no event had a value. */
  value(row: number, measure: number): number | null {
    const value = this.data[row * this.width + VALUES + measure]!
    return value === value ? value : null
  }

  /** Of a sum its squares, of a last the event time it is from. */
  second(row: number, measure: number): number {
    return this.data[row * this.width + VALUES + this.aggregations.length + measure]!
  }

  events(row: number): number {
    return this.data[row * this.width]!
  }

  firstAt(row: number): number {
    return this.data[row * this.width + FIRST_AT]!
  }

  lastAt(row: number): number {
    return this.data[row * this.width + LAST_AT]!
  }
}
