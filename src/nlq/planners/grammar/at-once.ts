/** Texts that are no questions about figures, seen before any reading is tried. */
import type { Lexicon } from '../../lexicon.ts'
import type { Plan } from '../../plan.ts'
import type { Token } from '../../text.ts'
import { functionWords } from '../../words/en.ts'
import { refusalPatterns, smallTalkPatterns, type RefusalKind } from '../../words/en-refusals.ts'

/** Longer texts are no small talk. */
const longestSmallTalk = 14

const reasons: Readonly<Record<RefusalKind, string>> = {
  sql: 'That looks like SQL. Ask me in plain words and I write the query myself.',
  link: 'I cannot open links. Ask me about the figures in plain words.',
  write: 'I can only read figures. I never change, delete or add data.',
  change: 'I can only read figures. I never change, delete or add data.',
  send: 'I can only answer here: I cannot send, schedule or export anything.',
  instruction:
    'I only answer questions about the figures of this catalog, under your own rights; other instructions I do not follow.',
  advice: 'What to do and whether a figure is good is for people to judge. I only know what the figures are.',
  hypothetical: 'I only know what has happened, not what would be.',
  greeting: 'Hello! I answer questions about the figures of this business. Say "help" to see how, or try one of these.',
  thanks: 'You are welcome! Ask on whenever you like, for instance:',
  bye: 'Goodbye! When you come back, you could ask:',
  small_talk: 'I am only good at the figures of this business. Questions that work here:',
}

/** The refusal of a text that asks for something else than a figure; null for all others. */
export function refuseAtOnce(tokens: readonly Token[], lexicon: Lexicon, hasThread: boolean): Plan | null {
  const plain = tokens.map(({ word }) => word).join(' ')
  const talk =
    tokens.length <= longestSmallTalk ? smallTalkPatterns.find(({ pattern }) => pattern.test(plain)) : undefined
  if (talk) return refusal(talk.kind)
  const masked = withoutNames(tokens, lexicon)
  const found = refusalPatterns.find(
    // After an answer, "drop the region" and "change it to weeks" are about that answer.
    ({ kind, pattern }) => !(kind === 'change' && hasThread) && pattern.test(masked),
  )
  return found ? refusal(found.kind) : null
}

/** The answer to mere talk, which leaves the thread as it is; null for all other texts. */
export function smallTalk(tokens: readonly Token[]): Plan | null {
  if (tokens.length > longestSmallTalk) return null
  const plain = tokens.map(({ word }) => word).join(' ')
  const talk = smallTalkPatterns.find(({ pattern }) => pattern.test(plain))
  return talk ? refusal(talk.kind) : null
}

const talk: ReadonlySet<RefusalKind> = new Set(['greeting', 'thanks', 'bye', 'small_talk'])

/** A refusal of this kind. */
export function refusal(kind: RefusalKind): Plan {
  return {
    kind: 'decline',
    because: reasons[kind],
    isFinal: true,
    instead: [],
    ...(talk.has(kind) && { isTalk: true }),
  }
}

/** The words with `§` for names and values of the catalog, so that a KPI may be called as anything, and `.` between clauses. */
export function withoutNames(tokens: readonly Token[], lexicon: Lexicon): string {
  const words: string[] = []
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!
    if (at > 0 && /[.;!?\n]/.test(token.gap)) words.push('.')
    const length = nameFrom(tokens, at, lexicon)
    words.push(length > 0 ? '§' : token.word)
    at += Math.max(1, length)
  }
  return words.join(' ')
}

/** How many words from here on are a name of the catalog, the longest. */
function nameFrom(tokens: readonly Token[], at: number, lexicon: Lexicon): number {
  for (let to = Math.min(tokens.length, at + Math.min(lexicon.longest, 6)); to > at; to--) {
    const run = tokens.slice(at, to)
    if (run.length === 1 && functionWords.has(run[0]!.word)) continue
    if (lexicon.names(run).some(({ fit }) => fit >= 0.9) || lexicon.values(run).some(({ fit }) => fit >= 0.9))
      return to - at
  }
  return 0
}
