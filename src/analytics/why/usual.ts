/** What a period is held against when its change is to be explained: what is usual for it. */
import type { Stretch } from '../kpi-query.ts'
import { isMidnight, local, print } from '../period.ts'

/** One week may have been odd itself; more reach back to another season. */
const weeks = 4
/** Days of the week matter up to here; longer stretches hold whole weeks, or nearly. */
const mostDays = 7

/**
 * The same hours and weekdays of the four weeks before, for a week or less; else null: the period before is what it is
 * compared with.
 */
export function usualOf({ from, to }: Stretch): readonly Stretch[] | null {
  const [first, end] = [local(from), local(to)]
  const { days } = first.until(end, { largestUnit: 'day' })
  const isShort = days < mostDays || (days === mostDays && isMidnight(first) && isMidnight(end))
  if (!isShort) return null
  return Array.from({ length: weeks }, (_, at) => {
    const back = { days: 7 * (at + 1) }
    return { from: print(first.subtract(back)), to: print(end.subtract(back)) }
  })
}

/** Whether stretches are those of the weeks before. */
export function isUsual(against: readonly Stretch[], period: Stretch): boolean {
  const usual = usualOf(period)
  return usual !== null && JSON.stringify(usual) === JSON.stringify(against.map(({ from, to }) => ({ from, to })))
}
