/** Why a question is not answered, in words for the person, with what is nearest. */
import type { Lexicon } from '../../lexicon.ts'
import { nameOf } from '../../named.ts'
import { phraseWords } from '../../phrases.ts'
import type { Plan } from '../../plan.ts'
import { tokenize, type Token } from '../../text.ts'
import * as words from '../../words/en.ts'
import * as talk from '../../words/en-talk.ts'
import type { Draft, Fault } from './draft.ts'

const greeting =
  'Hello! I answer questions about the figures of this business. Say "help" to see how, or try one of these.'

const cause = 'Causes are not in the data. I can show which members moved a figure: ask for it, then ask "why".'

const decline = (because: string): Plan => ({ kind: 'decline', because, instead: [] })

/** Texts that are no questions about figures, seen before any reading is tried; null for all others. */
export function refuseAtOnce(tokens: readonly Token[]): Plan | null {
  const first = tokens[0]!.word
  const has = (list: ReadonlySet<string>, from = 0) => tokens.slice(from).some((token) => list.has(token.word))
  if (
    talk.sqlOpeners.has(first) &&
    (tokens.length > 3 || first === 'drop') &&
    has(talk.sqlWords, 1) &&
    /^(?:select|insert|truncate|alter|grant|revoke|merge|copy)$|^(?:with|update|delete|drop|create|explain)$/.test(
      first,
    ) &&
    looksLikeSql(tokens)
  )
    return decline('That looks like SQL. Ask me in plain words and I write the query myself.')
  return null
}

function looksLikeSql(tokens: readonly Token[]): boolean {
  const text = tokens.map((token) => token.word).join(' ')
  return /^select .*\bfrom\b|^insert into\b|^update \w+ set\b|^delete from\b|^(?:drop|alter|create|truncate) (?:table|view|schema|database|role|index|user)\b|^with \w+ as\b|^(?:grant|revoke) .*\b(?:on|to|from)\b|^copy \w+ (?:from|to)\b|^explain (?:analyze )?select\b|^merge into\b/.test(
    text,
  )
}

/** Refuses with the most helpful reason there is. */
export function refuse(fault: Fault, draft: Draft | null, tokens: readonly Token[], lexicon: Lexicon): Plan {
  const said = (list: ReadonlySet<string> | ReadonlyMap<string, unknown>) =>
    tokens.some((token) => list.has(token.word))
  const language = otherLanguage(tokens)
  if (language) return decline(`I only understand English questions for now; this looks like ${language}.`)
  if (fault.kind === 'unknown' || fault.kind === 'no_measure') {
    const first = tokens.find((token) => !words.functionWords.has(token.word))
    if (first && talk.writeWords.has(first.word))
      return decline('I can only read figures. I never change, delete or add data.')
    if (said(talk.instructionWords)) return decline('I only answer questions about the figures of this catalog.')
    const beyond = tokens.map((token) => talk.beyondWords.get(token.word)).find((kind) => kind !== undefined)
    if (beyond === 'why') return decline(cause)
    if (beyond === 'future') return decline('I only know what has happened; I make no forecasts.')
    if (!first || (said(talk.smallTalkWords) && !draft?.measures.length)) return decline(greeting)
  }
  switch (fault.kind) {
    case 'unknown':
      return decline(unknownWords(contentWords(draft?.unknown.length ? draft.unknown : [fault.text], tokens), lexicon))
    case 'no_measure':
      return decline('I found no figure of this catalog in that question.')
    case 'which_measure':
    case 'which_draft':
      return decline('I found no figure of this catalog in that question.')
    case 'each_or_all':
      return decline('It is not clear whether that is meant together or each by itself.')
    case 'which_part':
      return decline('It is not clear what is a share of what.')
    case 'which_axis':
      return decline('Say by what it should be broken down further.')
    case 'cause':
      return decline(cause)
    case 'masked':
      return decline(`${fault.label} is masked in the catalog: I never show it.`)
    case 'no_group':
    case 'unsupported':
      return decline(fault.because)
  }
}

/** The unknown words that carry content, with the names they are part of: "Black Friday" of "since Black Friday". */
function contentWords(texts: readonly string[], tokens: readonly Token[]): readonly string[] {
  const isSmall = ({ word }: Token) =>
    words.structureWords.has(word) || words.calendarWords.has(word) || phraseWords.has(word)
  const isUnknown = (token: Token) => texts.some((text) => text.split(' ').includes(token.raw))
  const isCapital = (token: Token | undefined) => token !== undefined && /^\p{Lu}/u.test(token.raw)
  const runs: Token[][] = []
  tokens.forEach((token, at) => {
    if (!isUnknown(token) || isSmall(token) || /^\d+$/.test(token.word)) return
    const open = runs.at(-1)
    if (open?.at(-1) === tokens[at - 1] && open && token.gap === '') open.push(token)
    else if (!open?.includes(token)) runs.push([token])
    // The rest of a name may be words that mean something elsewhere.
    for (let next = at + 1; isCapital(token) && isCapital(tokens[next]) && !isUnknown(tokens[next]!); next++)
      runs.at(-1)!.push(tokens[next]!)
  })
  return runs.length > 0 ? runs.map((run) => run.map(({ raw }) => raw).join(' ')) : texts
}

function unknownWords(texts: readonly string[], lexicon: Lexicon): string {
  const shown = [...new Set(texts)].slice(0, 3)
  const near = [
    ...new Set(shown.flatMap((text) => lexicon.near(text).map((named) => nameOf(named).replaceAll('_', ' ')))),
  ].slice(0, 3)
  const values = shown.flatMap((text) =>
    lexicon.someWith(tokenize(text)).map(({ dimension, value }) => `${dimension.replaceAll('_', ' ')} ${value}`),
  )
  near.unshift(...values.slice(0, 3))
  const listed = shown.map((text) => `"${text.slice(0, 60)}"`).join(' and ')
  return `I don't know what ${listed} ${shown.length > 1 ? 'mean' : 'means'} here.${near.length > 0 ? ` The nearest I have: ${near.slice(0, 3).join(', ')}.` : ''}`
}

/** The language of a text that is not English, by its commonest words; null when it may be English. */
function otherLanguage(tokens: readonly Token[]): string | null {
  const foreign = tokens.filter((token) => /[^\p{Script=Latin}\p{N}\p{P}\p{S}]/u.test(token.word)).length
  if (foreign > tokens.length / 3) return 'another language'
  const english = tokens.filter((token) => words.functionWords.has(token.word)).length
  let best: { language: string; count: number } | null = null
  for (const { language, words: list } of talk.otherLanguages) {
    const count = tokens.filter((token) => list.has(token.word)).length
    if (count > (best?.count ?? 0)) best = { language, count }
  }
  return best && best.count >= 2 && best.count > english && best.count >= tokens.length / 4 ? best.language : null
}
