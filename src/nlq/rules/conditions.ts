/** Conditions of alert rules in words: "falls 20 % below normal", "exceeds 50", "is unusual", "no data for 30 minutes". */
import type { WatchedGrain } from '../../analytics/live/rule.ts'
import type { SaidCondition } from './command.ts'
import { conditionForms, howMuch } from './condition-forms.ts'
import { changed, type Direction } from './condition-parts.ts'
import type { Fault } from './faults.ts'
import type { Matcher } from './pieces.ts'

export interface ConditionHit {
  readonly to: number
  readonly condition: SaidCondition | null
  readonly fault: Fault | null
  /** "The hour before" is said of hours. */
  readonly grain: WatchedGrain | null
  /** A mere "drops", which may be followed by how much: "drops in EMEA by 20 %". */
  readonly isOpen: boolean
}

/** The condition that begins at a piece; null when none does. */
export function conditionAt(matcher: Matcher, at: number): ConditionHit | null {
  for (const [source, make] of conditionForms) {
    const hit = matcher.at(source, at)
    const made = hit && make(hit)
    if (made) return { ...nothing, ...made, to: hit.to }
  }
  return null
}

/** How much a mere "drops" comes to, which is said after it. */
export function sizeAt(matcher: Matcher, at: number, direction: Direction): ConditionHit | null {
  const hit = matcher.at(howMuch, at)
  const made = hit && changed({ ...hit, groups: { ...hit.groups, [direction]: 'said' } })
  return made ? { ...nothing, ...made, to: hit.to } : null
}

const nothing = { condition: null, fault: null, grain: null, isOpen: false } as const
