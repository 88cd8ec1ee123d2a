/** Which words are of the language of rules: as a name of the catalog they count only where nothing else speaks for it. */
import { conditionForms } from './condition-forms.ts'
import { limits } from './limits.ts'
import { slicePatterns } from './read.ts'

const words: ReadonlySet<string> = new Set(
  [...[...conditionForms, ...limits].map(([source]) => source), ...slicePatterns].flatMap(
    ({ source }) => source.replaceAll(/\(\?<\w+>/g, '(').match(/[a-z]{2,}/g) ?? [],
  ),
)

export function isGrammar(word: string): boolean {
  return words.has(word)
}
