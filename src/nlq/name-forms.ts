/** Other forms of the catalog's names: hired for hires, shipped for shipments, directed for the director. */
import { verbsOf, verbsOfDoer, verbsOfNoun } from './inflection.ts'
import type { Named } from './named.ts'
import { keyOfStems, type Token } from './text.ts'
import { statesLikeVerbs } from './words/en-verbs.ts'

interface Form {
  readonly key: string
  readonly fit: number
}

/** The keys of a name when verbs in it are said in other forms. */
export function otherForms(words: readonly Token[], kind: Named['kind']): readonly Form[] {
  const stems = words.map((token) => token.stem)
  const last = stems.at(-1) ?? ''
  switch (kind) {
    case 'time':
      return words.length > 1 ? [] : formsOfTime(words[0]!)
    case 'dimension':
      return words.length > 1 ? formsOf(words) : formsOfDimension(last)
    case 'view':
    case 'flag':
      return formsOf(words)
    case 'kpi':
    case 'records':
      return [
        ...formsOf(words),
        ...verbsOfNoun(last).map((verb) => ({ key: keyOfStems([...stems.slice(0, -1), verb]), fit: 0.8 })),
      ]
  }
}

function formsOf(words: readonly Token[]): readonly Form[] {
  return keysOf(words.map((token) => [token.stem, ...verbsOf(token.word)])).map((key) => ({ key, fit: 0.9 }))
}

/** "Orders that arrive next week" by the arrival; but "open" is a state, whatever was opened when. */
function formsOfTime({ word, stem }: Token): readonly Form[] {
  return [...verbsOf(word), ...verbsOfNoun(stem)]
    .filter((verb) => !statesLikeVerbs.has(verb))
    .flatMap((verb) => [verb, doneKey(verb)])
    .map((key) => ({ key, fit: 0.8 }))
}

/** "Who directed it" by the director, "R rated" by the rating; but markets are no marketing. */
function formsOfDimension(stem: string): readonly Form[] {
  const doers = verbsOfDoer(stem).flatMap((verb) => [verb, doneKey(verb)])
  const done = stem.endsWith('ing') ? verbsOf(`${stem.slice(0, -3)}ed`).map(doneKey) : []
  return [...doers.map((key) => ({ key, fit: 0.8 })), ...done.map((key) => ({ key, fit: 0.9 }))]
}

/** Of a verb only the form that says what was done. */
function doneKey(verb: string): string {
  return `${verb} done`
}

/** The keys under which a run may be known when verbs in it are taken for other forms of them; `key` is its own. */
export function inflectedKeys(run: readonly Token[], key: string): readonly string[] {
  const forms = run.map((token) => verbsOf(token.word))
  if (forms.every((each) => each.length === 0)) return [key]
  const found = keysOf(run.map((token, at) => [token.stem, ...forms[at]!]))
  const [only] = run
  return run.length === 1 && !only!.word.endsWith('ing') ? [...found, ...forms[0]!.map(doneKey)] : found
}

/** The keys of all combinations of what each word may be; of long runs only the first. */
function keysOf(alternatives: readonly (readonly string[])[]): readonly string[] {
  let runs: string[][] = [[]]
  for (const each of alternatives)
    runs = runs.flatMap((run) => (runs.length > 8 ? each.slice(0, 1) : each).map((stem) => [...run, stem]))
  return runs.map(keyOfStems)
}
