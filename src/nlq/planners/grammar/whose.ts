/** "Who bought last week", "where do orders go": of members, and which kind of them was not said. The total is no answer to it. */
import { levelVerbs } from '../../words/en.ts'
import type { Draft, Fault } from './draft.ts'

const persons: ReadonlySet<string> = new Set(['who', 'whom', 'whose'])
const helpers: ReadonlySet<string> = new Set(['do', 'does', 'did', 'will', 'would', 'can', 'could'])

/** Whether the words of a question ask for members without naming their dimension. */
export function asksWhose([first = '', second = '', ...rest]: readonly string[]): boolean {
  if (persons.has(first) || (persons.has(second) && /^(?:to|for|from|by|at|with)$/.test(first))) return true
  return first === 'where' && helpers.has(second) && !rest.some((word) => levelVerbs.has(word))
}

/** Why such a question has no answer yet; null when something says of what. */
export function nobodyNamed(draft: Draft): Fault | null {
  const isGrouped = draft.by.length > 0 || draft.grain !== null || draft.ranking !== null || draft.form !== null
  if (!draft.lean.asksWhose || isGrouped || draft.asksWhen || draft.wantsTrend) return null
  return { kind: 'no_group', because: 'It is not clear by what that is to be broken down.' }
}
