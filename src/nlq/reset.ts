/** "Start over": the turns before are to be forgotten, by whoever reads the next question. */
import type { Turn } from './plan.ts'
import { tokenize, type Token } from './text.ts'
import { commandClosers, commandOpeners, commandPatterns } from './words/en-commands.ts'

/** Longer texts are no commands; some of the patterns would be slow on them. */
export const longestCommand = 24

/** The thread since somebody said last that it begins anew. */
export function sinceReset(thread: readonly Turn[]): readonly Turn[] {
  return thread.slice(thread.findLastIndex(({ text }) => isReset(tokenize(text))) + 1)
}

function isReset(tokens: readonly Token[]): boolean {
  if (tokens.length > longestCommand) return false
  const text = withoutCourtesy(tokens.map(({ word }) => word).join(' '))
  return commandPatterns.some(({ command, pattern }) => command === 'reset' && pattern.test(text))
}

/** Without what is said before and after it out of courtesy; a text of nothing else stays as it is. */
export function withoutCourtesy(text: string): string {
  let bare = text
  for (let last = ''; last !== bare;) {
    last = bare
    bare = bare.replace(commandOpeners, '').replace(commandClosers, '')
  }
  return bare
}
