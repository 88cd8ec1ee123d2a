/** A question before this one that got no answer: what it offered, or what stands between this one and older answers. */
import { choiceOf } from '../../chosen.ts'
import type { Lexicon } from '../../lexicon.ts'
import { mendedText } from '../../mended.ts'
import type { Plan, Question, Turn } from '../../plan.ts'
import { describe } from '../../../analytics/describe.ts'
import { tokenize, type Token } from '../../text.ts'
import { noChoiceWords } from '../../words/en-talk.ts'
import { assemble } from './assemble.ts'
import { smallTalk } from './at-once.ts'
import { commandOf } from './commands.ts'
import type { Draft } from './draft.ts'
import { unsupported } from './lean.ts'
import { segmentations } from './search.ts'
import { tag } from './tag.ts'
import { answersBehind } from './turn-draft.ts'

const partWords = new Set('by per in for from with without only at on of to and'.split(' '))

/** The choice that these words pick of those that the last turn offered; null when they pick none. */
export function chosen({ thread }: Question, tokens: readonly Token[], lexicon: Lexicon): Plan | null {
  const choices = thread.at(-1)?.choices ?? []
  if (choices.length > 0 && tokens.length <= 5 && tokens.some(({ word }) => noChoiceWords.has(word)))
    return { kind: 'decline', because: 'Then put your question in other words, and I try again.', instead: [] }
  const at = choiceOf(
    tokens,
    choices.map(({ label }) => label),
  )
  const choice = at === null ? undefined : choices[at]
  if (!choice) return null
  return {
    kind: 'query',
    query: choice.query,
    reading: [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'choice', means: String(at) }],
    understood: describe(choice.query, lexicon.knowledge.catalog),
    wish: null,
  }
}

/** A reply to "which do you mean?" or "I don't know …" together with what it replies to; none when it is a question of its own. */
export function joinedTexts({ text, thread }: Question, tokens: readonly Token[], lexicon: Lexicon): readonly string[] {
  const last = thread.at(-1)
  if (!last || last.query !== null || last.text.length > 2_000) return []
  const { measures, by, whens, members, unknown, lean } = likeliest(tokens, thread, lexicon)
  const isWhole = measures.length > 0 && by.length + whens.length + members.length > 0
  if (isWhole || unknown.length > 0) return []
  if (last.choices) return [`${last.text} ${text}`, `${text} ${last.text}`]
  const asked = tokenize(last.text)
  if (lean.how === 'it' || smallTalk(asked) || commandOf(asked, lexicon)) return []
  const before = likeliest(asked, thread.slice(0, -1), lexicon)
  const mended = asked.length === 0 ? null : mendedText(last.text, before.unknown, text)
  return mended === null ? [] : [mended]
}

/** Whether the last turn was a question of its own that got no answer, so that this one cannot lean on an older one. */
export function isCutOff(thread: readonly Turn[], lexicon: Lexicon): boolean {
  const last = thread.at(-1)
  if (!last || last.query !== null) return false
  if (last.choices) return true
  const tokens = tokenize(last.text.slice(0, 2_000))
  if (tokens.length === 0 || smallTalk(tokens) || commandOf(tokens, lexicon)) return false
  const draft = likeliest(tokens, thread, lexicon)
  if (draft.measures.length > 0 && draft.countsByDefault === null && draft.lean.how === null) return true
  // "Profit by region" was about something of its own, "by astrology sign" about the answer before it.
  const strange = new Set(draft.unknown.flatMap((text) => text.split(' ')))
  const at = tokens.findIndex(({ raw }) => strange.has(raw))
  if (at < 0 || draft.lean.how !== null) return false
  const isPart = at > 0 && partWords.has(tokens[at - 1]!.word)
  return !isPart && !draft.spans.some(({ as, to }) => as !== 'aggregation' && to <= tokens[at]!.from)
}

/** What leans on a question without an answer has nothing to lean on. */
export function withoutLeaning(draft: Draft): Draft | null {
  const { how } = draft.lean
  const points = how === 'it' || how === 'which' || how === 'same' || how === 'same_period' || how === 'also'
  const saysNothing =
    draft.measures.length + draft.by.length + draft.members.length + draft.whens.length === 0 && draft.grain === null
  if (!points && !saysNothing && draft.lean.alone?.kind !== 'unknown') return null
  const because = 'The question before this one got no answer, so I do not know what this is about. Ask it in full.'
  return { ...draft, fault: unsupported(because) }
}

function likeliest(tokens: readonly Token[], thread: readonly Turn[], lexicon: Lexicon): Draft {
  const before = answersBehind(thread).at(-1)?.query ?? null
  const [best] = segmentations(tokens, tag(tokens, lexicon, before), 1)
  return assemble(tokens, best?.items ?? [], lexicon)
}
