/**
 * What a stretch of events adds up to, before it is merged into the database. Events of one minute and one combination of
 * members make one leaf; leaves are added up into windows (by grain and slice) and rows of the live table.
 */
import type { XXHashAPI } from 'xxhash-wasm'
import type { EventStream, Grain } from '../../catalog.ts'
import { addValue, emptySketch } from '../distinct.ts'
import { WATCHED_GRAINS, type WatchedGrain } from '../rule.ts'
import { createCombinations, type Combinations } from './combinations.ts'
import type { Buckets } from './moments.ts'
import { Sums } from './sums.ts'

/** An event that is a row of its own. */
export interface RowPartial {
  readonly at: number
  readonly cells: readonly (string | null)[]
}

export interface StreamPartials {
  readonly stream: EventStream
  readonly combinations: Combinations
  /** By combination and minute. */
  readonly leaves: Sums
  readonly rows: RowPartial[]
}

/** Makes the partials of batch after batch; combinations are known from one to the next. */
export function createPartials(stream: EventStream): () => StreamPartials {
  const aggregations = stream.measures.map(({ aggregation }) => aggregation)
  let combinations = createCombinations(stream)
  return () => {
    if (combinations.isFull) combinations = createCombinations(stream)
    return { stream, combinations, leaves: new Sums(aggregations), rows: [] }
  }
}

/** Measured values of an event, by measure: NaN adds nothing; distinct counts take a text. */
export interface Measured {
  readonly numbers: Float64Array
  readonly texts: (string | null)[]
  /** Whether any measure takes a text. */
  readonly hasTexts: boolean
}

export function addEvent(
  { combinations, leaves }: StreamPartials,
  at: number,
  members: readonly (string | null)[],
  { numbers, texts, hasTexts }: Measured,
  hash: Pick<XXHashAPI, 'h64'>,
): void {
  const row = leaves.row(combinations.number(members), Math.floor(at / 60_000))
  leaves.count(row, at)
  const { aggregations } = leaves
  for (let measure = 0; measure < numbers.length; measure++) {
    const value = numbers[measure]!
    if (value === value) leaves.add(row, measure, value, aggregations[measure] === 'last' ? at : value * value)
  }
  if (!hasTexts) return
  for (const [measure, text] of texts.entries())
    if (text !== null) addValue(leaves.sketch(row, measure, emptySketch), text, hash)
}

/** Windows of a grain, by the number of their slice. */
export interface WindowSums {
  readonly grain: WatchedGrain
  readonly sums: Sums
}

/**
 * Leaves added up, for each grain: the whole and each slice; an event without a member of a slice is in none of its
 * windows. A `last` is not added up over members: it is in windows that name all dimensions alone.
 */
export function windowsOf(partials: StreamPartials, buckets: Buckets): readonly WindowSums[] {
  const { leaves, combinations, stream } = partials
  const namesAll = [[], ...stream.slices].map((names) => names.length === stream.dimensions.length)
  const minutes = new Sums(leaves.aggregations)
  for (let leaf = 0; leaf < leaves.length; leaf++) {
    const slices = combinations.slices(leaves.ids[leaf]!)
    const minute = leaves.minutes[leaf]!
    for (let index = 0; index < slices.length; index++) {
      const slice = slices[index]!
      if (slice >= 0) minutes.merge(minutes.row(slice, minute), leaves, leaf, !namesAll[index])
    }
  }
  return WATCHED_GRAINS.map((grain) => ({
    grain,
    sums: grain === 'minute' ? minutes : coarser(minutes, (at) => buckets[grain](at)),
  }))
}

/** Leaves added up into rows of the live table, by combination and the view's grain. */
export function liveOf({ leaves }: StreamPartials, grain: Grain, buckets: Buckets): Sums {
  if (grain === 'minute') return leaves
  return coarser(leaves, grain === 'hour' ? (at) => buckets.hour(at) : (at) => buckets.day(at))
}

function coarser(sums: Sums, bucketOf: (at: number) => number): Sums {
  const found = new Sums(sums.aggregations)
  for (let row = 0; row < sums.length; row++) {
    const bucket = bucketOf(sums.minutes[row]! * 60_000) / 60_000
    found.merge(found.row(sums.ids[row]!, bucket), sums, row, false)
  }
  return found
}
