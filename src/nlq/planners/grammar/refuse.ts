/** Why a question is not answered, in words for the person, with what is nearest. */
import type { Catalog } from '../../../analytics/catalog.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { local, zoned } from '../../../analytics/period.ts'
import { otherLanguage } from '../../language.ts'
import type { Lexicon } from '../../lexicon.ts'
import { nearNames, someDimensions } from '../../near-names.ts'
import { phraseWords } from '../../phrases.ts'
import type { Plan } from '../../plan.ts'
import { fold, tokenize, type Token } from '../../text.ts'
import * as words from '../../words/en.ts'
import { impossibleDate } from '../../impossible-dates.ts'
import { causeWords, futurePattern, futureWords, personalPattern, writeWords } from '../../words/en-refusals.ts'
import { refusal, withoutNames } from './at-once.ts'
import type { Draft, Fault } from './draft.ts'

const cause = 'Causes are not in the data. I can show which members moved a figure: ask for it, then ask "why".'
const future = 'I only know what has happened; I make no forecasts.'
const personal = 'Personal data such as names, addresses or phone numbers is nothing I show.'

const decline = (because: string): Plan => ({ kind: 'decline', because, instead: [] })
/** Whoever reads it, it asks for something that is not to be had. */
const never = (because: string): Plan => ({ kind: 'decline', because, isFinal: true, instead: [] })

/** The refusal of a question about what is yet to come; of a period that has data it is none. */
export function refuseFuture(tokens: readonly Token[], query: KpiQuery, now: Date, lexicon: Lexicon): Plan | null {
  if (!futurePattern.test(withoutNames(tokens, lexicon))) return null
  const from = query.period && zoned(local(query.period.from), query.period.zone)
  return from && from.epochMilliseconds > now.getTime() ? null : never(future)
}

/** Refuses with the most helpful reason there is. */
export function refuse(fault: Fault, draft: Draft | null, tokens: readonly Token[], lexicon: Lexicon): Plan {
  const language = otherLanguage(tokens)
  if (language) return never(`I only understand English questions for now; this looks like ${language}.`)
  const impossible = impossibleDate(tokens)
  if (impossible !== null) return never(`There is no such date as ${impossible}.`)
  if (fault.kind === 'unknown' || fault.kind === 'no_measure') {
    const said = (list: ReadonlySet<string>) => tokens.some(({ word }) => list.has(word))
    const isUnknown = (word: string) => draft?.unknown.some((text) => fold(text).split(' ').includes(word)) ?? false
    const first = tokens.find((token) => !words.functionWords.has(token.word))
    if (!first) return refusal('greeting')
    if (writeWords.has(first.word) || tokens.some(({ word }) => writeWords.has(word) && isUnknown(word)))
      return refusal('write')
    if (personalPattern.test(withoutNames(tokens, lexicon))) return never(personal)
    if (said(causeWords)) return never(cause)
    if (said(futureWords)) return never(future)
  }
  switch (fault.kind) {
    case 'unknown':
      return decline(
        unknownWords(
          contentWords(draft?.unknown.length ? draft.unknown : [fault.text], tokens),
          draft,
          tokens,
          lexicon,
        ),
      )
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
      return never(cause)
    case 'masked':
      return never(`${fault.label} is masked in the catalog: I never show it.`)
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

function unknownWords(
  texts: readonly string[],
  draft: Draft | null,
  tokens: readonly Token[],
  lexicon: Lexicon,
): string {
  const { catalog } = lexicon.knowledge
  const shown = [...new Set(texts)].slice(0, 3)
  const values = shown.flatMap((text) =>
    lexicon.someWith(tokenize(text)).map(({ dimension, value }) => `${dimension.replaceAll('_', ' ')} ${value}`),
  )
  const near = [...new Set([...values.slice(0, 3), ...shown.flatMap((text) => nearNames(text, catalog))])].slice(0, 3)
  const listed = shown.map((text) => `"${text.slice(0, 60)}"`).join(' and ')
  const said = `I don't know what ${listed} ${shown.length > 1 ? 'mean' : 'means'} here.`
  if (near.length > 0) return `${said} The nearest I have: ${near.join(', ')}.`
  const there = whatIsThere(shown[0] ?? '', draft, tokens, catalog)
  return there === null ? said : `${said} ${there}`
}

/** What could stand where the unknown word stands: a dimension after "by", else a figure if there is none. */
function whatIsThere(text: string, draft: Draft | null, tokens: readonly Token[], catalog: Catalog): string | null {
  const first = draft?.measures[0]
  const view = first?.kind === 'kpi' ? catalog.views.get(catalog.kpis.get(first.kpi)!.view) : undefined
  const at = tokens.findIndex(({ raw }) => raw === text.split(' ')[0])
  if (view && /^(?:by|per|each|every|across)$/.test(tokens[at - 1]?.word ?? ''))
    return `${view.label} can be broken down by ${someDimensions(view).join(', ')}.`
  if (draft && draft.measures.length > 0) return null
  const labels = [...catalog.kpis.values()].slice(0, 6).map(({ label }) => label)
  return `Figures I have: ${labels.join(', ')}${catalog.kpis.size > labels.length ? ' and more' : ''}.`
}
