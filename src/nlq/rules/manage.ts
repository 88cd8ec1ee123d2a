/** What is done with alerts that are there: listed, changed, muted, ended, asked about. */
import type { Token } from '../text.ts'
import { polite } from '../words/en-rules.ts'
import type { AlertCommand, Which } from './command.ts'
import type { Fault } from './faults.ts'
import { isGrammar } from './grammar.ts'
import { muteEndAt, type Wall } from './mute-end.ts'
import { createMatcher, pattern, piecesOf, type Hit, type Matcher, type Piece, type Sentence } from './pieces.ts'
import { changedBy } from './change-said.ts'
import { speaksOfAlerts, whichAt } from './which.ts'

/** The alert spoken of last; its KPI where that is known. */
export interface Open {
  readonly kpi: string | null
  /** The alerts were listed since: "change it to 30 %" still means this one, "30 %" alone means nothing. */
  readonly isListed: boolean
}

export type Managed =
  | { readonly kind: 'command'; readonly command: AlertCommand }
  /** It is about alerts, but for these words. */
  | { readonly kind: 'fault'; readonly fault: Fault }

const lead = `(?:${polite} )*`
const nouns =
  '(?:alert rules?|alerting rules?|alert settings|alerts?|alarms?|rules|monitors|watches|subscriptions?|notifications?)'
const here =
  '(?: (?:here|in here|in this (?:channel|room|chat|conversation)|for (?:us|me|this channel)|now|right now|at the moment|currently|still|all|already|set up|set|there|active|running|configured|defined|in place|made|exist|please|pls|today|have|got|we|i|you|us|on$))*'
const about = '(?: (?:on|for|about|of|watching|that watch(?:es)?|with|regarding) (?:the |our |my )*§K)?'

const list = pattern(
  `${lead}how many ${nouns} (?:do (?:we|i|you) have|are there|are set up|exist)${here}${about}${here}|${lead}(?:is|what is|what s|whats|show(?: me)?|describe|explain|how is) (?:the )?(?:alert|rule) (?:number |# )*§S(?: (?:muted|active|on|off|paused|about|for|doing|watching|still))*|${lead}(?:(?:show|list|give|display|see|get|print|view|tell|name)(?: me| us)* )?(?:(?:a list|an overview|the list) of )?(?:all |the |our |my |any |your |current |active |of |existing |every |these |those |set up |list )*(?<noun>${nouns})(?: (?:list|overview))?${here}${about}${here}|${lead}(?:what|which) (?:kinds? of |sorts? of |other |all )?(?<noun2>${nouns})(?: (?:do (?:we|you|i)|are|is|have (?:we|you|i)|exist|did (?:we|i) (?:set up|make)))?${here}${about}${here}|${lead}(?:are there|is there|do (?:we|you|i) have|have (?:we|you) got)(?: (?:any|an?|some|already))* (?<noun3>${nouns})${here}${about}${here}|${lead}(?:what|whats) (?:are you|do you|are we|is|is being|s being|am i|s) (?:being )?(?:watching|watch|monitoring|monitor|watched|monitored|subscribed to|following|alerting on)${here}|${lead}(?:is|are) (?:anything|anybody|anyone|you|we|there anything) (?:watching|monitoring|alerting on|following) (?:the |our )*§K${here}|${lead}(?:show |list )?(?:(?:my|our|the|all) )*§K (?<noun4>alerts|alert rules|rules)${here}`,
)
const fatigue = pattern(
  `${lead}(?:how (?:are|is|were|do|does) (?:the |our |my |these |your )*(?:alerts?|alerting|alert rules|alert)(?: (?:doing|going|working|performing|do|perform|look|feel|faring|working out|so far|these days|here|in this channel|lately|recently|for us))*|how (?:noisy|useful|good|helpful|annoying|bad|loud|relevant) (?:are|is) (?:the |our |my )*(?:alerts?|alerting)(?: here| in this channel)?|(?:are|is) (?:the |our |my )*(?:alerts?|alerting) (?:too |any |very |still )*(?:useful|noisy|good|helpful|annoying|worth it|relevant|many|much)(?: here| in this channel)?|(?:show |give )?(?:me |us )?(?:the )?alert(?:s|ing)? (?:fatigue|statistics|stats|health|noise|quality|usefulness|performance|report)(?: here| in this channel)?|(?:are there|do we get|do we have|is it) too many alerts(?: here| in this channel)?|how many alerts (?:do we get|are posted|come|are sent|fire)(?: a day| per day| each day| daily)?(?: here| in this channel)?|alert fatigue)`,
)

const muting = pattern(
  `${lead}(?<verb>mute|snooze|pause|silence|hush|shut up about|be quiet about|suspend|quiet|disable|deactivate|turn off|switch off|turn(?= .* off$)|switch(?= .* off$))`,
)
const unmuting = pattern(
  `${lead}(?<verb>unmute|unsnooze|unpause|resume|un mute|un pause|reactivate|re activate|turn on|switch on|turn back on|re enable|reenable|enable|turn(?= .* on$)|switch(?= .* on$))`,
)
const ending = pattern(
  `${lead}(?<verb>delete|remove|drop|cancel|end|stop|kill|unsubscribe|unfollow|unwatch|get rid of|scrap|discard|quit)`,
)
const ended = pattern(
  `${lead}(?:(?:stop|quit|no longer|do not|dont|no more|end|cease) (?:(?:watching|monitoring|following|watch|monitor|follow|keeping an eye on|tracking)|(?:telling|alerting|notifying|warning|pinging|bothering|informing|tell|alert|notify|bother|sending)(?: (?:me|us|this channel|§R))?(?: (?:alerts?|anomalies|notifications|warnings))?(?: (?:about|on|of|for|when|if|with))?|alerts? (?:on|for|about)|(?:want|need) (?:any |more |the |these )*alerts? (?:on|for|about|of))|(?:i )(?:do not|dont|no longer) (?:want|need) (?:any |more |the |these )*alerts? (?:on|for|about|of)|(?:unsubscribe|unfollow|unwatch)(?: (?:me|us|this channel|the channel|§R))?(?: from)?(?: (?:the )?(?:feed|alerts?) (?:of|on|for))?)`,
)
/** What is said of alerts has one of these words, so that other questions cost nothing here. */
const telltale =
  /^(?:alert|alarm|rules?$|subscri|unsubscri|notification|monitor|watch|unwatch|unfollow|follow|mute|unmute|snooze|unsnooze|pause|unpause|silence|hush|quiet|suspend|resume|critical$|stop$|telling|warning)/

/** The command that a whole text is, without the words that make new alerts; null: it is none. `isOpen`: alerts were spoken of last. */
export function managed(sentence: Sentence, places: readonly Piece[], wall: Wall, isOpen: Open | null): Managed | null {
  const { tokens } = sentence
  if (isOpen === null && !tokens.some(({ word }) => telltale.test(word))) return null
  const pieces = piecesOf(sentence, [0, tokens.length], isGrammar, isOpen?.kpi ?? null).map((piece, at, all) => {
    // "Mute alert 2" is no figure, whatever the catalog has.
    const word = tokens[piece.from]?.word ?? ''
    const isNoun = piece.to === piece.from + 1 && /^(?:alert|rule)$/.test(word)
    const isNumbered = (index: number) => all[index]?.found?.kind === 'amount' || all[index]?.word === '#'
    const isVerb = at === 0 && piece.to === 1 && /^(?:change|set|mute|pause)$/.test(word) && isNumbered(at + 2)
    return (isNoun && isNumbered(at + 1)) || isVerb ? { ...piece, word, found: null } : piece
  })
  const matcher = createMatcher(pieces)
  const words = createMatcher(places)
  return (
    asked(words, places, pieces, matcher, sentence) ??
    muted(matcher, pieces, sentence, wall) ??
    unmuted(matcher, pieces, sentence) ??
    endedBy(matcher, pieces, sentence, isOpen !== null) ??
    changedBy(matcher, pieces, sentence, isOpen)
  )
}

/** Where the catalog has alerts of its own, the word is its. */
function isOwned(word: string | undefined, { tokens, lexicon }: Sentence): boolean {
  if (word === undefined) return false
  return word.split(' ').some((each) => {
    const token = tokens.find((other: Token) => other.word === each)
    return token !== undefined && (lexicon.names([token]).length > 0 || lexicon.values([token]).length > 0)
  })
}

function asked(
  words: Matcher,
  places: readonly Piece[],
  pieces: readonly Piece[],
  matcher: Matcher,
  sentence: Sentence,
): Managed | null {
  const how = words.at(fatigue, 0)
  if (how && how.to === places.length && !isOwned('alert', sentence) && !isOwned('alerts', sentence))
    return command({ kind: 'fatigue' })
  const hit = matcher.at(list, 0)
  if (!hit) return null
  const noun = hit.groups['noun'] ?? hit.groups['noun2'] ?? hit.groups['noun3'] ?? hit.groups['noun4']
  const isOne = noun !== undefined && !noun.endsWith('s') && hit.groups['noun3'] === undefined
  if (isOne || isOwned(noun, sentence)) return null
  const found = hit.pieces.find((piece) => piece.found?.kind === 'kpi')?.found
  if (hit.to === pieces.length) return command({ kind: 'list', kpi: found?.kind === 'kpi' ? found.kpis[0]! : null })
  // "Show alerts last week": rules are listed, and nothing is said of what they did when.
  const isClear = /^(?:alert|alarm)/.test(noun ?? '') && hit.groups['noun4'] === undefined
  return isClear ? left(pieces, hit.to, sentence) : null
}

function muted(matcher: Matcher, pieces: readonly Piece[], sentence: Sentence, wall: Wall): Managed | null {
  const hit = matcher.at(muting, 0)
  if (!hit || isOwned(hit.groups['verb'], sentence)) return null
  const isSure = /^(?:mute|snooze|hush)$/.test(hit.groups['verb'] ?? '')
  const found = whichAt(matcher, hit.to, pieces, sentence)
  const isNamed =
    found !== null &&
    (isSure || found.which.by !== 'kpi' || /quiet about|shut up|silence|pause|suspend/.test(hit.groups['verb'] ?? ''))
  if (found && !isNamed) return null
  if (!found && !isSure) return null
  const at = found?.to ?? hit.to
  const which: Which = found?.which ?? { by: 'it' }
  const last = pieces.length - courtesies(matcher, pieces)
  if (at >= last) return command({ kind: 'mute', which, until: { kind: 'unmuted' } })
  const until = muteEndAt(matcher, at, last, wall)
  if (until) return command({ kind: 'mute', which, until })
  return left(pieces, at, sentence)
}

function unmuted(matcher: Matcher, pieces: readonly Piece[], sentence: Sentence): Managed | null {
  const hit = matcher.at(unmuting, 0)
  if (!hit || isOwned(hit.groups['verb'], sentence)) return null
  const isSure = hit.groups['verb']?.startsWith('un') === true
  const found = whichAt(matcher, hit.to, pieces, sentence)
  if (!found) return isSure && hit.to >= pieces.length ? command({ kind: 'unmute', which: { by: 'it' } }) : null
  if (!isSure && !speaksOfAlerts(matcher) && found.which.by !== 'it') return null
  return ends(found.to, pieces, matcher)
    ? command({ kind: 'unmute', which: found.which })
    : left(pieces, found.to, sentence)
}

function endedBy(matcher: Matcher, pieces: readonly Piece[], sentence: Sentence, isOpen: boolean): Managed | null {
  const sure = matcher.at(ended, 0)
  const start = sure ?? matcher.at(ending, 0)
  if (!start || isOwned(start.groups['verb'], sentence)) return null
  if (start.to >= pieces.length && sure)
    return isOpen || /subscribe/.test(matcher.text) ? command({ kind: 'end', which: { by: 'it' } }) : null
  const found = whichAt(matcher, start.to, pieces, sentence)
  if (!found) return null
  if (!sure && !speaksOfAlerts(matcher) && !(isOpen && found.which.by === 'it')) return null
  return ends(found.to, pieces, matcher)
    ? command({ kind: 'end', which: found.which })
    : left(pieces, found.to, sentence)
}

const thanks = pattern(
  '(?:back on|back off|on|off|please|pls|thanks|thank you|now|again|here|for me|for us|at once|any more|anymore|altogether)',
)

function courtesies(matcher: Matcher, pieces: readonly Piece[]): number {
  for (let at = Math.max(0, pieces.length - 3); at < pieces.length; at++) {
    let to = at
    for (let hit: Hit | null = matcher.at(thanks, to); hit; hit = matcher.at(thanks, to)) to = hit.to
    if (to === pieces.length) return pieces.length - at
  }
  return 0
}

function ends(at: number, pieces: readonly Piece[], matcher: Matcher): boolean {
  return at >= pieces.length - courtesies(matcher, pieces)
}

function left(pieces: readonly Piece[], at: number, { tokens }: Sentence): Managed {
  const [first, last] = [pieces[at]!, pieces.at(-1)!]
  return {
    kind: 'fault',
    fault: { kind: 'unknown', from: tokens[first.from]!.from, to: tokens[last.to - 1]!.to },
  }
}

function command(of: AlertCommand): Managed {
  return { kind: 'command', command: of }
}
