/** Questions counted by kind and outcome. */
import { OUTCOMES, type Outcome } from './judge.ts'

/** How many questions went which way. */
export type Tally = Readonly<Record<Outcome, number>> & {
  readonly asked: number
  /** Of those asked back about: one of the choices was right. */
  readonly offered: number
  /** Percent. */
  readonly accuracy: number
  /** Percent. */
  readonly silentlyWrongPercent: number
}

interface Counted {
  readonly outcome: Outcome
  readonly offered: boolean
}

export function tallyOf(results: readonly Counted[]): Tally {
  const count = (outcome: Outcome) => results.filter((each) => each.outcome === outcome).length
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])) as Record<Outcome, number>
  return {
    asked: results.length,
    ...counts,
    offered: results.filter(({ outcome, offered }) => outcome === 'clarified' && offered).length,
    accuracy: percent(counts.right, results.length),
    silentlyWrongPercent: percent(counts.silently_wrong, results.length),
  }
}

/** With one decimal; 0 of nothing. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10
}
