/** What was told at the same time of the day, the week or the month before: when it comes again as large, it is no news. */
import { DAY, HOUR, MONDAY } from './phase.ts'

export interface Told {
  /** Local wall-clock time, see phase. */
  wall: number
  /** 1: up, −1: down. */
  sign: number
  evidence: number
}

/** Newest last. */
export type RepeatsMemory = Told[]

const KEPT = 12

/** How large what was told at the same time before was, 0: nothing was; keeps `now` in mind. Only asked where an incident opens. */
export function toldBefore(memory: RepeatsMemory, now: Told, grain: number): number {
  const before = memory.findLast((then) => then.sign === now.sign && isSameTime(then.wall, now.wall, grain))
  const evidence = before?.evidence ?? 0
  memory.push({ ...now, evidence: Math.max(now.evidence, evidence) })
  if (memory.length > KEPT) memory.shift()
  return evidence
}

/** Yesterday, up to three days before or a week before; of days: one or two weeks before, or at the same place in the month before. */
function isSameTime(then: number, now: number, grain: number): boolean {
  const days = Math.round((now - then) / DAY)
  if (grain > 0.9 * DAY) return days === 7 || days === 14 || isSameOfMonth(then, now)
  const off = Math.abs(now - then - days * DAY)
  return days > 0 && (days <= 3 || days === 7) && off <= Math.max(grain, Math.min(HOUR, 6 * grain))
}

function isSameOfMonth(then: number, now: number): boolean {
  const [earlier, later] = [new Date(then - MONDAY), new Date(now - MONDAY)]
  const months = 12 * (later.getUTCFullYear() - earlier.getUTCFullYear()) + later.getUTCMonth() - earlier.getUTCMonth()
  const isNear = (one: number, other: number) => Math.abs(one - other) <= 1
  return months === 1 && (isNear(earlier.getUTCDate(), later.getUTCDate()) || isNear(toEnd(earlier), toEnd(later)))
}

/** Days to the end of the month. */
function toEnd(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate() - date.getUTCDate()
}
