/** The questions of every catalog against the committed figures (`npm run eval -- --write` rewrites them). */
import { beforeAll, describe, expect, inject, test } from 'vitest'
import type { Evaluated } from '../../src/cli/eval.ts'
import { tallyOf } from '../../src/cli/eval/tally.ts'
import { catalogNames, evaluateCatalogs, type ByCatalog } from '../eval/catalogs.ts'
import { readResults, type Results } from '../eval/results.ts'

/** Points of accuracy that a catalog may lose; more is a step back. */
const mostLost = 1

let evaluations: ByCatalog
let committed: Results
beforeAll(async () => {
  committed = await readResults()
  evaluations = await evaluateCatalogs(catalogNames, inject('postgres'))
})

describe.for(catalogNames)('%s', (name) => {
  test(`is right at most ${mostLost} point below the committed accuracy`, ({ expect }) => {
    const known = committed.catalogs[name]
    expect(known, 'not in results.json yet: npm run eval -- --write').toBeDefined()
    const { total, results } = evaluations.get(name)!
    const isNew = ({ id, outcome }: Evaluated) => outcome !== 'right' && known!.misses[id] === undefined
    const says = `${total.accuracy} %, was ${known!.accuracy} %; missed, and were not:\n${listed(results.filter(isNew))}`
    expect(total.accuracy, says).toBeGreaterThanOrEqual(known!.accuracy - mostLost)
  })
})

test('few questions of all are answered wrongly', () => {
  const all = [...evaluations.values()].flatMap(({ results }) => results)
  const { silentlyWrongPercent } = tallyOf(all)
  const wrong = all.filter(({ outcome }) => outcome === 'silently_wrong')
  expect(silentlyWrongPercent, `silently wrong:\n${listed(wrong)}`).toBeLessThanOrEqual(committed.mostSilentlyWrong)
})

function listed(results: readonly Evaluated[]): string {
  return results
    .map(({ id, outcome, question, understood, because }) => `${id} ${outcome}: ${question} → ${understood ?? because}`)
    .join('\n')
}
