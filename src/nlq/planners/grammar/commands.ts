/** What people ask of the bot itself: help, what there is, what a word of the catalog means, how current the data is. */
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { CommandName, Plan } from '../../plan.ts'
import { longestCommand, withoutCourtesy } from '../../reset.ts'
import type { Token } from '../../text.ts'
import { withoutNames } from './at-once.ts'
import { commandPatterns, laterPatterns } from '../../words/en-commands.ts'

/** The command a whole text is, or null. */
export function commandOf(tokens: readonly Token[], lexicon: Lexicon, before: KpiQuery | null = null): Plan | null {
  const text = wordsOf(tokens)
  for (const { command, pattern } of laterPatterns)
    if (pattern.test(text)) return { kind: 'command', name: command, arguments: {}, reading: whole(tokens, command) }
  if (tokens.length > longestCommand) return null
  const bare = withoutCourtesy(text)
  let masked: string | null = null
  for (const { command, pattern } of commandPatterns) {
    const found = pattern.exec(bare)
    if (!found) continue
    const name = found.groups?.['name']
    // "Which categories are there" asks for members where the catalog has categories.
    if (
      (command === 'kpis' || command === 'dimensions') &&
      name === undefined &&
      !pattern.test((masked ??= withoutCourtesy(withoutNames(tokens, lexicon))))
    )
      continue
    const named = name === undefined ? {} : (pointedAt(name, before) ?? meantBy(name, command, tokens, lexicon))
    if (named !== null && !(command === 'define' && name === undefined))
      return { kind: 'command', name: command, arguments: named, reading: whole(tokens, command) }
  }
  return null
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.word).join(' ')
}

function whole(tokens: readonly Token[], name: CommandName) {
  return [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'command' as const, means: name }]
}

/** "What does that mean", after an answer: the figure that was asked for. */
function pointedAt(words: string, before: KpiQuery | null): Readonly<Record<string, string>> | null {
  const first = before?.measures[0]
  return first?.kind === 'kpi' && /^(?:it|that|this|that figure|this figure|that number|this number)$/.test(words)
    ? { kpi: first.kpi }
    : null
}

/** What of the catalog these words of the question name in full; null when nothing. */
function meantBy(
  words: string,
  command: CommandName,
  tokens: readonly Token[],
  lexicon: Lexicon,
): Readonly<Record<string, string>> | null {
  const wanted = words.split(' ').filter((word) => word !== '')
  for (let at = 0; at + wanted.length <= tokens.length; at++) {
    if (!wanted.every((word, offset) => tokens[at + offset]!.word === word)) continue
    const run = tokens.slice(at, at + wanted.length)
    for (const { named } of lexicon.names(run, true)) {
      if (named.kind === 'kpi') return { kpi: named.kpi }
      if (command === 'define' ? named.kind === 'dimension' : named.kind === 'records' || named.kind === 'view')
        return named.kind === 'dimension'
          ? { dimension: named.dimension }
          : 'view' in named
            ? { view: named.view }
            : null
    }
    const [value] = command === 'define' ? lexicon.values(run) : []
    if (value) return { dimension: value.dimension, value: String(value.value) }
  }
  return null
}
