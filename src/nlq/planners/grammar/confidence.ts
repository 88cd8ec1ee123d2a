/**
 * How sure a reading is: the chance that its answer is right, by a logistic of a few signs. The weights are fitted to
 * questions whose right answers are known, over catalogs that the grammar was not written with.
 */
import type { Item } from '../../meaning.ts'
import type { Confidence } from '../../plan.ts'

interface Chosen {
  readonly items: readonly Item[]
  /** How well the items fit together. */
  readonly fit: number
  /** How much likelier the reading is than the next one that means something else; null without one. */
  readonly ahead: number | null
  /** How much likelier a reading was that cannot be answered; null without one. */
  readonly behind: number | null
  readonly isFollowUp: boolean
}

/** Told of the reading that was chosen and of those that were not. */
export function confidenceOf(chosen: Chosen): Confidence {
  const signs = signsOf(chosen)
  const sum = Object.entries(weights).reduce((all, [sign, weight]) => all + weight * (signs[sign] ?? 0), bias)
  return { chance: 1 / (1 + Math.exp(-sum)), signs }
}

/** Each between 0 and 1; more is worse. */
function signsOf({ items, fit, ahead, behind, isFollowUp }: Chosen): Readonly<Record<string, number>> {
  const telling = items.filter(({ meaning }) => meaning.kind !== 'filler')
  const words = items.reduce((sum, { from, to }) => sum + to - from, 0)
  const fillers = words - telling.reduce((sum, { from, to }) => sum + to - from, 0)
  const bent = telling.filter((item) => item.fit < 0.95)
  return {
    close: ahead === null ? 0 : 1 - Math.min(1, Math.max(0, ahead)),
    overruled: behind === null ? 0 : Math.min(1, Math.max(0, behind)),
    misfit: Math.min(2, Math.max(0, -fit)) / 2,
    weakest: 1 - Math.min(1, ...telling.map((item) => item.fit)),
    bent: telling.length === 0 ? 0 : bent.length / telling.length,
    everyday: telling.some(({ meaning }) => meaning.kind === 'everyday') ? 1 : 0,
    fillers: words === 0 ? 0 : fillers / words,
    long: Math.min(1, telling.length / 12),
    followUp: isFollowUp ? 1 : 0,
  }
}

// Fitted by `npm run eval:calibrate`; a sign that told nothing has no weight.
const bias = 3.08
const weights: Readonly<Record<string, number>> = {
  close: -0.54,
  overruled: -1.77,
  misfit: -2.6,
  weakest: -1.52,
  bent: -2.56,
  fillers: -0.89,
  long: -0.48,
}
