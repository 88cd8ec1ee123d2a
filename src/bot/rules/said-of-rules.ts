/** What is said of alert rules. */
import { upperFirst } from '../../analytics/words/letters.ts'
import type { ChatMessage } from '../message.ts'
import type { WayOn } from '../reply.ts'

/** What is said in answer, and what was done, for the record. */
export interface SaidOfRules {
  readonly text: string
  readonly ways: readonly WayOn[]
  readonly did: string | null
}

/** Words alone: nothing was done. */
export function only(text: string): SaidOfRules {
  return { text: upperFirst(text), ways: [], did: null }
}

export function wordsOf({ said }: ChatMessage): string {
  return said.kind === 'words' ? said.text : ''
}
