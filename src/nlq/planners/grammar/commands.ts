/** What people ask of the bot itself: help, what there is, what a KPI means, how current the data is. */
import type { Lexicon } from '../../lexicon.ts'
import type { CommandName, Plan } from '../../plan.ts'
import type { Token } from '../../text.ts'
import { commandPatterns } from '../../words/en-talk.ts'

/** The command a whole text is, or null. */
export function commandOf(tokens: readonly Token[], lexicon: Lexicon): Plan | null {
  const text = tokens.map((token) => token.word).join(' ')
  for (const { command, pattern } of commandPatterns) {
    const found = pattern.exec(text)
    if (!found) continue
    const named = found.groups?.['name']
    if (command === 'define') {
      const kpi = kpiOf(named ?? '', tokens, lexicon)
      if (kpi === null) continue
      return { kind: 'command', name: command, arguments: { kpi }, reading: whole(tokens, command) }
    }
    return { kind: 'command', name: command, arguments: {}, reading: whole(tokens, command) }
  }
  return null
}

/** Whether the turns before are to be forgotten. */
export function isReset(tokens: readonly Token[]): boolean {
  const text = tokens.map((token) => token.word).join(' ')
  return commandPatterns.some(({ command, pattern }) => command === 'reset' && pattern.test(text))
}

function whole(tokens: readonly Token[], name: CommandName) {
  return [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'command' as const, means: name }]
}

/** The KPI that these words of the question name. */
function kpiOf(words: string, tokens: readonly Token[], lexicon: Lexicon): string | null {
  const wanted = words.split(' ').filter((word) => word !== '')
  for (let at = 0; at + wanted.length <= tokens.length; at++) {
    if (!wanted.every((word, offset) => tokens[at + offset]!.word === word)) continue
    const run = tokens.slice(at, at + wanted.length)
    for (const { named } of lexicon.names(run, true)) if (named.kind === 'kpi') return named.kpi
  }
  return null
}
