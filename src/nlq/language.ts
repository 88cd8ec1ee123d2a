/** Tells whether a text is in another language than English, for saying so. */
import type { Token } from './text.ts'
import { functionWords } from './words/en.ts'
import { alsoEnglish, lettersOfLanguages, otherLanguages, scriptsOfLanguages } from './words/other-languages.ts'

/** The language of a text that is not English; null when it may be English. */
export function otherLanguage(tokens: readonly Token[]): string | null {
  const inScript = scriptsOfLanguages.map(([script, language]) => ({
    language,
    count: tokens.filter(({ raw }) => script.test(raw)).length,
  }))
  const script = inScript.find(({ count }) => count > tokens.length / 3)
  if (script) return script.language
  const english = tokens.filter(({ word }) => functionWords.has(word)).length
  let best: { language: string; count: number } | null = null
  for (const language of new Set([...otherLanguages, ...lettersOfLanguages].map(nameOf))) {
    const words = otherLanguages.find((other) => other.language === language)?.words
    const letters = lettersOfLanguages.find(([, other]) => other === language)?.[0]
    const theirs = tokens.filter(({ raw, word }) => words?.has(word) === true || letters?.test(raw) === true)
    const count = theirs.some(({ word }) => !alsoEnglish.has(word)) ? theirs.length : 0
    if (count > (best?.count ?? 0)) best = { language, count }
  }
  return best && best.count >= 2 && best.count > english && best.count >= tokens.length / 4 ? best.language : null
}

function nameOf(entry: (typeof otherLanguages)[number] | (typeof lettersOfLanguages)[number]): string {
  return 'language' in entry ? entry.language : entry[1]
}
