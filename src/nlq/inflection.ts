/** English inflection: which written forms are one word. Nouns by a kept library, verbs by their endings and a closed list. */
import pluralize from 'pluralize'
import { irregularVerbs, namesInIng } from './words/en-verbs.ts'

// What the library does not know. "Leaves" are those of employees sooner than those of trees.
pluralize.addSingularRule(/^leaves$/i, 'leave')
pluralize.addSingularRule(/^(sku|menu|guru|haiku|tofu|emu)s$/i, '$1')
pluralize.addSingularRule(/^(safari)s$/i, '$1')
pluralize.addSingularRule(/^(ba|oa)s[ie]s$/i, '$1sis')
for (const word of ['us', 'sms', 'gps', 'aws', 'canvas', 'atlas', 'lens', 'data', 'his', 'this'])
  pluralize.addUncountableRule(word)

/**
 * The form under which a folded word and its plural are compared. No word for people to read: "cookie" and "cooky" meet, as
 * only a dictionary could tell which of them "cookies" are of.
 */
export function stem(word: string): string {
  const one = singular(word)
  if (one.length > 4 && one.endsWith('ie')) return `${one.slice(0, -2)}y`
  return one.length > 4 && one.endsWith('che') ? one.slice(0, -1) : one
}

/** Whether a folded word is a plural. */
export function isPluralWord(word: string): boolean {
  return singular(word) !== word
}

const mayBePlural = /(?:s|men|people|ildren|oxen|feet|teeth|geese|[ml]ice|dice|a|i|ae|eaux)$/

function singular(word: string): string {
  if (word.length < 4) return word === 'men' ? 'man' : word
  // Most words are none, and asking the library takes time; codes and numbers have no plural that the rules know.
  return !mayBePlural.test(word) || /\d/.test(word) ? word : pluralize.singular(word)
}

/** The verbs that a folded word may be a form of: shipped → ship; hired → hir, hire. Only names can tell which of them it is. */
export function verbsOf(word: string): readonly string[] {
  if (namesInIng.has(word)) return []
  const irregular = irregularVerbs.get(word)
  if (irregular) return [irregular]
  if (!word.endsWith('ed') && !word.endsWith('ing')) return []
  const cut = /^(.*[aeiouy].*?)(?:ing|ed)$/.exec(word)?.[1]
  if (cut === undefined || cut.length < 2) return []
  const found = [cut, `${cut}e`]
  if (/([bcdfgklmnprstvz])\1$/.test(cut)) found.push(cut.slice(0, -1))
  if (cut.endsWith('i')) found.push(`${cut.slice(0, -1)}y`)
  return found.map(stem)
}

/** The verbs that a stem may be the noun of: shipment → ship, cancellation → cancel, delivery → deliver. Candidates, as for `verbsOf`. */
export function verbsOfNoun(base: string): readonly string[] {
  const found: string[] = []
  for (const [ending, ...replacements] of nounEndings)
    if (base.length >= ending.length + 2 && base.endsWith(ending))
      for (const replacement of replacements) found.push(stem(base.slice(0, -ending.length) + replacement))
  return found
}

/** The verbs of a stem that says who does something: distributor → distribute, carrier → carry. Candidates, as for `verbsOf`. */
export function verbsOfDoer(base: string): readonly string[] {
  const cut = /^(.*[aeiouy].*)[eo]r$/.exec(base)?.[1]
  if (cut === undefined || cut.length < 3) return []
  const found = [cut, `${cut}e`]
  if (/([bcdfgklmnprstvz])\1$/.test(cut)) found.push(cut.slice(0, -1))
  if (cut.endsWith('i')) found.push(`${cut.slice(0, -1)}y`)
  return found.map(stem)
}

/** Endings of nouns for what is done, and what the verb ends in instead. */
const nounEndings: readonly (readonly [string, ...string[]])[] = [
  ['ment', ''],
  ['lment', 'l', 'll'],
  ['llation', 'l', 'll'],
  ['ation', '', 'e', 'ate'],
  ['ration', 'er'],
  ['ication', 'y'],
  ['tion', 't', 'te'],
  ['mption', 'me'],
  ['uction', 'uce'],
  ['ription', 'ribe'],
  ['olution', 'olve'],
  ['ersion', 'ert'],
  ['ission', 'it'],
  ['usion', 'ude'],
  ['ision', 'ide'],
  ['al', '', 'e'],
  ['ance', '', 'e'],
  ['ence', '', 'e'],
  ['ery', 'er'],
  ['ry', 'r', 're'],
  ['ture', 't'],
  ['ure', '', 'e'],
  ['age', '', 'e'],
]
