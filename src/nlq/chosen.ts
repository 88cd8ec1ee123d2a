/** Answers to "which do you mean?": the second one, the latter, the words that only one choice has. */
import type { Token } from './text.ts'
import { tokenize } from './text.ts'
import { functionWords } from './words/en.ts'
import { choiceWords, interjections, lastChoiceWords } from './words/en-talk.ts'

/** Which of these labels the words pick; null when none or more than one. */
export function choiceOf(tokens: readonly Token[], labels: readonly string[]): number | null {
  const telling = tokens.filter(({ word }) => !functionWords.has(word) && !interjections.has(word) && !nouns.has(word))
  const words = telling.length > 0 ? telling : tokens.filter(({ word }) => choiceWords.has(word))
  if (words.length === 0 || words.length > 12) return null
  if (words.length === 1) {
    const at = lastChoiceWords.has(words[0]!.word) ? labels.length - 1 : choiceWords.get(words[0]!.word)
    if (at !== undefined) return at < labels.length ? at : null
  }
  const fitting = labels.flatMap((label, at) => {
    const stems = new Set(tokenize(label).map(({ stem }) => stem))
    return words.every(({ stem }) => stems.has(stem)) ? [at] : []
  })
  return fitting.length === 1 ? fitting[0]! : null
}

const nouns = new Set(['one', 'option', 'choice', 'number', 'reading', 'nr', 'answer', '#'])
