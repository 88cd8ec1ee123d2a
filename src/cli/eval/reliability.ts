/** How far the planner's confidence can be believed: of the answers it was so sure of, as many should be right. */
import type { Confidence } from '../../nlq/plan.ts'
import type { Outcome } from './judge.ts'

/** The answers of which the planner was about equally sure; all in percent. */
export interface Reliability {
  readonly from: number
  readonly to: number
  readonly answers: number
  readonly meanConfidence: number
  readonly right: number
}

interface Counted {
  readonly outcome: Outcome
  readonly confidence: Confidence | null
}

const edges = [0, 50, 70, 80, 90, 95, 100]

/** Ranges without an answer are left out. */
export function reliabilityOf(results: readonly Counted[]): readonly Reliability[] {
  const answers = results.flatMap(({ outcome, confidence }) =>
    confidence === null ? [] : [{ chance: 100 * confidence.chance, isRight: outcome !== 'silently_wrong' }],
  )
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index]!
    const within = answers.filter(({ chance }) => chance >= from && (chance < to || to === 100))
    if (within.length === 0) return []
    const meanConfidence = within.reduce((sum, { chance }) => sum + chance, 0) / within.length
    const right = (100 * within.filter(({ isRight }) => isRight).length) / within.length
    return [{ from, to, answers: within.length, meanConfidence: tenth(meanConfidence), right: tenth(right) }]
  })
}

function tenth(figure: number): number {
  return Math.round(10 * figure) / 10
}
