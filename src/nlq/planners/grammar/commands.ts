/** What people ask of the bot itself: help, what there is, what a word of the catalog means, how current the data is. */
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { CommandName, Plan } from '../../plan.ts'
import type { Token } from '../../text.ts'
import { withoutNames } from './at-once.ts'
import { commandClosers, commandOpeners, commandPatterns, laterPatterns } from '../../words/en-commands.ts'

/** Longer texts are no commands; some of the patterns would be slow on them. */
const longest = 24

/** The command a whole text is, or null. */
export function commandOf(tokens: readonly Token[], lexicon: Lexicon, before: KpiQuery | null = null): Plan | null {
  const text = wordsOf(tokens)
  for (const { command, pattern } of laterPatterns)
    if (pattern.test(text)) return { kind: 'command', name: command, arguments: {}, reading: whole(tokens, command) }
  if (tokens.length > longest) return null
  const bare = bared(text)
  let masked: string | null = null
  for (const { command, pattern } of commandPatterns) {
    const found = pattern.exec(bare)
    if (!found) continue
    const name = found.groups?.['name']
    // "Which categories are there" asks for members where the catalog has categories.
    if (
      (command === 'kpis' || command === 'dimensions') &&
      name === undefined &&
      !pattern.test((masked ??= bared(withoutNames(tokens, lexicon))))
    )
      continue
    const named = name === undefined ? {} : (pointedAt(name, before) ?? meantBy(name, command, tokens, lexicon))
    if (named !== null && !(command === 'define' && name === undefined))
      return { kind: 'command', name: command, arguments: named, reading: whole(tokens, command) }
  }
  return null
}

/** Whether the turns before are to be forgotten. */
export function isReset(tokens: readonly Token[]): boolean {
  if (tokens.length > longest) return false
  const text = bared(wordsOf(tokens))
  return commandPatterns.some(({ command, pattern }) => command === 'reset' && pattern.test(text))
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.word).join(' ')
}

/** Without what is said before and after it out of courtesy; a text of nothing else stays as it is. */
function bared(text: string): string {
  let bare = text
  for (let last = ''; last !== bare;) {
    last = bare
    bare = bare.replace(commandOpeners, '').replace(commandClosers, '')
  }
  return bare
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
