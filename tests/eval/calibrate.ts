/**
 * `npm run eval:calibrate`: fits the weights of the planner's confidence (`planners/grammar/confidence.ts`) to the answers of
 * the catalogs that the grammar was not written with, and prints them: a logistic regression with a penalty on
 * large weights, in which no sign may speak for an answer. Beside the weights stands how well
 * those fitted without a catalog foretell that catalog's answers.
 */
import { startServer } from '../support/server.ts'
import { catalogNames, evaluateCatalogs } from './catalogs.ts'

/** An answer: its signs, 1 first for the bias, and whether it was right. */
interface Sample {
  readonly catalog: string
  readonly x: readonly number[]
  readonly y: 0 | 1
}

/** As if this much had been seen against each weight. */
const penalty = 0.5
const steps = 20_000
const rate = 0.5
/** Their questions were there while the grammar was written: what it says of them is not what it says of others. */
const writtenWith = ['demo', 'flights']
/** Only measured: its answers weigh nothing. */
const heldOut = 'insurance'

const { names, samples } = await collect()
const right = samples.filter(({ y }) => y === 1).length
console.log(`${samples.length} answers, ${right} right`)
const fitted = fit(samples.filter(({ catalog }) => catalog !== heldOut))
for (const [at, name] of names.entries()) console.log(`${name}: ${fitted[at]!.toFixed(2)}`)
console.log(
  `log loss ${lossOf(samples, fitted).toFixed(4)}, of the mean alone ${entropy(right / samples.length).toFixed(4)}`,
)
for (const catalog of new Set(samples.map((sample) => sample.catalog))) {
  const [others, own] = [
    samples.filter((each) => each.catalog !== catalog && each.catalog !== heldOut),
    samples.filter((each) => each.catalog === catalog),
  ]
  const share = own.filter(({ y }) => y === 1).length / own.length
  const weights = fit(others)
  const mean = own.reduce((sum, { x }) => sum + chanceOf(x, weights), 0) / own.length
  console.log(
    `${catalog}: ${(100 * share).toFixed(1)} % right, foretold ${(100 * mean).toFixed(1)} %, log loss ${lossOf(own, weights).toFixed(4)}`,
  )
}

async function collect(): Promise<{ names: readonly string[]; samples: readonly Sample[] }> {
  const server = await startServer()
  const found: Sample[] = []
  let signNames: readonly string[] = []
  try {
    const others = catalogNames.filter((name) => !writtenWith.includes(name))
    for (const [catalog, { results }] of await evaluateCatalogs(others, server))
      for (const { confidence, outcome } of results) {
        if (confidence === null || outcome === 'failed') continue
        signNames = Object.keys(confidence.signs)
        found.push({ catalog, x: [1, ...Object.values(confidence.signs)], y: outcome === 'silently_wrong' ? 0 : 1 })
      }
  } finally {
    await server.stop()
  }
  return { names: ['bias', ...signNames], samples: found }
}

/** Gradient ascent, whose weights never get past 0. */
function fit(from: readonly Sample[]): readonly number[] {
  let weights = from[0]!.x.map(() => 0)
  for (let step = 0; step < steps; step++) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -penalty * weight))
    for (const { x, y } of from) {
      const missing = y - chanceOf(x, weights)
      for (const [at, value] of x.entries()) gradient[at]! += value * missing
    }
    const moved = weights.map((weight, at) => weight + (rate * gradient[at]!) / from.length)
    weights = moved.map((weight, at) => (at === 0 ? weight : Math.min(0, weight)))
  }
  return weights
}

function chanceOf(x: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-x.reduce((sum, value, at) => sum + value * weights[at]!, 0)))
}

function lossOf(from: readonly Sample[], weights: readonly number[]): number {
  const losses = from.map(({ x, y }) => -Math.log(y === 1 ? chanceOf(x, weights) : 1 - chanceOf(x, weights)))
  return losses.reduce((sum, loss) => sum + loss, 0) / from.length
}

function entropy(share: number): number {
  return -share * Math.log(share) - (1 - share) * Math.log(1 - share)
}
