/** Which alert is meant: "alert 3", "it", "the revenue alert in EMEA". */
import { readRule } from './read.ts'
import { sliceOf } from './draft.ts'
import type { Which } from './command.ts'
import { isGrammar } from './grammar.ts'
import { amountsOf, pattern, piecesOf, type Matcher, type Piece, type Sentence } from './pieces.ts'

const noun = '(?:alert rules?|alerting rules?|alerts?|rules?|subscriptions?|alarms?|notifications?|monitors?|watch)'
const the = '(?:(?:the|that|this|my|our|these|those|all|of|whole) )*'
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

const numbered = pattern(`${the}(?:${noun} )?(?:number |no |nr |# )?(?<sign># )?§S|${the}(?:${noun} )?# ?§S`)
const ordinal = pattern(`the (?<ordinal>${ordinals.join('|')}) (?:one|${noun})`)
const it = pattern(
  `(?:(?:this|that|the|the last|the latest|the new) (?:one|alert rule|alert|rule|alarm|subscription|watch)|it|this|that)(?! (?:on|for|about|of|called|named|§K))`,
)
const named = pattern(
  `${the}${noun} (?:called |named )?(?<id>[a-z][a-z0-9]*(?:_[a-z0-9]+)+)|(?<bare>[a-z][a-z0-9]*(?:_[a-z0-9]+)+)`,
)
const ofKpi = pattern(
  `${the}(?:${noun} )?(?:on |for |about |of |to |with |watching |that watch(?:es)? |called |in )*(?:the |our |all )*§K(?: ${noun})?`,
)

/** What of a text names an alert. */
export interface WhichHit {
  readonly which: Which
  /** Index of the piece after it. */
  readonly to: number
}

/** The alert that is named at a piece; null when none is. */
export function whichAt(matcher: Matcher, at: number, pieces: readonly Piece[], sentence: Sentence): WhichHit | null {
  const number = matcher.at(numbered, at)
  if (number) {
    const [amount] = amountsOf(number)
    const isPlain =
      amount && amount.unit === null && Number.isInteger(amount.value) && amount.value > 0 && /^\d+$/.test(amount.said)
    if (isPlain) return { which: { by: 'number', number: amount.value }, to: number.to }
  }
  const place = matcher.at(ordinal, at)
  if (place) return { which: { by: 'number', number: ordinals.indexOf(place.groups['ordinal']!) + 1 }, to: place.to }
  const name = matcher.at(named, at)
  if (name) return { which: { by: 'name', id: (name.groups['id'] ?? name.groups['bare'])! }, to: name.to }
  const kpi = matcher.at(ofKpi, at)
  const found = kpi?.pieces.find((piece) => piece.found?.kind === 'kpi')?.found
  if (kpi && found?.kind === 'kpi' && found.kpis.length === 1) return ofSlice(kpi.to, found.kpis[0]!, pieces, sentence)
  const last = matcher.at(it, at)
  return last && { which: { by: 'it' }, to: last.to }
}

/** Whether alerts are spoken of by that name. */
export function speaksOfAlerts(matcher: Matcher): boolean {
  return /(?:^| )(?:alerts?|alert rules?|rules?|alarms?|subscriptions?)(?: |$)/.test(matcher.text)
}

/** "Revenue in EMEA": the pieces after the KPI, as far as they name a slice. */
function ofSlice(from: number, kpi: string, pieces: readonly Piece[], sentence: Sentence): WhichHit {
  const { catalog } = sentence.lexicon.knowledge
  const view = catalog.views.get(catalog.kpis.get(kpi)?.view ?? '')
  for (let to = pieces.length; to > from; to--) {
    const [first, last] = [pieces[from]!, pieces[to - 1]!]
    const run = piecesOf(sentence, [first.from, last.to], isGrammar, kpi)
    if (!run.some(({ found }) => found?.kind === 'value' || found?.kind === 'dimension')) continue
    const said = readRule(sentence, run)
    const isSlice =
      said.faults.length === 0 &&
      said.conditions.length === 0 &&
      said.grain === null &&
      said.bar === null &&
      said.minimumDurationMs === null &&
      (said.each !== null || said.members.length > 0)
    const slice = isSlice && view ? sliceOf(said, view) : null
    if (slice && 'slice' in slice) return { which: { by: 'kpi', kpi, slice: slice.slice }, to }
  }
  return { which: { by: 'kpi', kpi, slice: null }, to: from }
}
