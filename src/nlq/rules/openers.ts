/** Sentences that make an alert, by how they open or end: "alert me when …", "watch …", "if …, tell #sales". */
import type { Severity } from '../../analytics/live/rule.ts'
import type { Lexicon } from '../lexicon.ts'
import type { Token } from '../text.ts'
import { opening, polite, telling, whom } from '../words/en-rules.ts'
import type { Tell } from './command.ts'
import type { Fault } from './faults.ts'
import { createMatcher, pattern, type Hit, type Piece } from './pieces.ts'

export interface Opened {
  /** The tokens that say what is watched. */
  readonly rest: readonly [number, number]
  readonly tell: Tell
  /** The same, where it was named. */
  readonly named: Tell | null
  readonly fault: Fault | null
  /** "Create a critical alert". */
  readonly severity: Severity | null
  /** It might be a question as well ("tell me if revenue …"): a command only if the rest is a rule. */
  readonly isWeak: boolean
  readonly needsKpi: boolean
  /** "When …" is to be followed by a condition. */
  readonly needsCondition: boolean
}

const lead = `(?:${polite} )*`
const heads =
  '(?:i |we )?(?:want|need|would like|d like|like|wish)(?: to)? (?:know|hear|learn|see|be (?:told|alerted|notified|warned|informed|pinged)|get (?:told|alerted|notified|an? (?:alert|notification|message|warning|ping)))'
const anAlert =
  '(?:an? |another |the |new |one more )*(?<severity>critical |info |warning )?(?:alert|alarm|notification|warning|alert rule|alerting rule|rule|monitor|heads up|headsup|watch|trigger|watchdog)'
const making =
  '(?:set up|setup|create|add|make|start|define|build|give (?:me|us)|configure|put|raise|send|trigger|fire|sound|throw|post|issue|get (?:me|us)|have|i want|i need|i would like|i d like|we want|we need|schedule|register)'
const anomalies =
  '(?:anomal(?:y|ies)|outliers?|alerts?|warnings?|notifications?|unusual (?:changes?|moves?|movements?|things|values?))'

interface Form {
  readonly source: RegExp
  readonly isWeak?: boolean
  readonly needsCondition?: boolean
  /** Where the words of a command are also words for things: the catalog's come first. */
  readonly isWord?: boolean
  /** "Alert the box office when …" */
  readonly isToOthers?: boolean
  /** Nothing is watched but KPIs: "watch out" is no order to. */
  readonly needsKpi?: boolean
}

const forms: readonly Form[] = [
  { source: pattern(`${lead}(?:always )?${telling}(?: (?:to )?${whom})? (?:only )?${opening}`), needsCondition: true },
  {
    source: pattern(
      `${lead}(?:let|make sure|keep) (?:that )?${whom} (?:know|knows|posted|informed|updated|hear|hears)(?: (?:${opening}))`,
    ),
    needsCondition: true,
  },
  { source: pattern(`${lead}(?:${heads})(?: ${opening})`), needsCondition: true },
  {
    source: pattern(
      `${lead}(?:alert|notify|warn|ping|inform)(?: (?:to )?${whom})?(?: (?:about|on|of|for|to|regarding|concerning))`,
    ),
  },
  {
    source: pattern(
      `${lead}${making} (?:(?:me|us|${whom}) )?${anAlert}(?: (?:to|for) ${whom})?(?: (?:for|on|about|that (?:fires|goes off|tells (?:me|us)|triggers))?(?: ?(?<when>${opening}))?)?`,
    ),
  },
  { source: pattern(`${lead}(?:alert|notify|warn|ping|inform) ${whom}`) },
  {
    source: pattern(
      `${lead}(?:alert|notify|warn|ping|tell|inform|page|message) (?<other>\\w+(?: \\w+){0,4}?) ${opening}`,
    ),
    needsCondition: true,
    isToOthers: true,
  },
  { source: pattern(`${lead}${anAlert} (?:(?:for|on|about) )?(?:${opening})`), needsCondition: true },
  {
    source: pattern(
      `${lead}(?:an? |new |another )*(?<severity>critical |info |warning )?alert(?: rule)?(?: (?:for|on|about))?`,
    ),
  },
  {
    source: pattern(
      `${lead}(?:wake (?:me|us) up|shout|yell|scream|speak up|flag it|flag|raise your hand|beep|cry out|give (?:me|us) a shout|drop (?:me|us) a (?:line|note|message)) ${opening}`,
    ),
    needsCondition: true,
  },
  {
    source: pattern(
      `${lead}(?:watch(?: out for| over)?|monitor|follow|observe|surveil|guard|look out for|keep (?:an|your|one) eyes? on|keep (?:a )?(?:close )?(?:watch|look ?out|tabs) (?:on|over|for)|keep watching|start watching|start monitoring|start following|keep monitoring|keep track of|have an eye on)`,
    ),
    isWord: true,
    needsKpi: true,
  },
  {
    source: pattern(
      `${lead}(?:subscribe|sign(?: up)?)(?: ${whom})?(?: up)? (?:to|for)(?: (?:the )?(?:feed|alerts?|anomalies|updates) (?:of|on|for|about))?`,
    ),
    isWord: true,
  },
  {
    source: pattern(
      `${lead}(?:send|post|push|report|deliver|give|show)(?: ${whom})?(?: (?:any|all|the|new|every|only))*(?= ${anomalies} (?:in|on|for|about|of|from|when|if))(?: (?:alerts?|warnings?|notifications?) (?:in|on|for|about|of|from))?(?: ${opening})?`,
    ),
  },
  { source: pattern(`${lead}(?:send|post|push|report|deliver)(?= §?\\w+(?: \\w+)? ${anomalies} (?:here|to|in))`) },
]

/** "If revenue drops below 10k, tell #sales". */
const closing = pattern(
  `(?:then )?(?:please )?(?:${telling} ${whom}|(?:let|give) ${whom} (?:know|a shout|a heads up)|(?:alert|notify|warn|shout|yell|raise an alert|send an alert|send (?:me|us) an alert|i want to know(?: it)?|i want to be told))(?: please| pls| about it| of it| at once| immediately| right away| here| in this channel)*$`,
)
const openings = pattern(`${lead}${opening}`)

/** `places`: the text in pieces with nothing found but channels and people. Null: it opens no alert. */
export function openedBy(places: readonly Piece[], tokens: readonly Token[], lexicon: Lexicon): Opened | null {
  const matcher = createMatcher(places)
  for (const form of forms) {
    const hit = matcher.at(form.source, 0)
    if (!hit) continue
    if (form.isWord && isNameOfCatalog(hit, tokens, lexicon)) continue
    if (form.isToOthers && namesKpi(hit, tokens, lexicon)) continue
    return {
      rest: [hit.pieces.at(-1)!.to, tokens.length],
      ...toldTo(hit),
      severity: (hit.groups['severity']?.trim() as Severity | undefined) ?? null,
      isWeak: isWeakly(hit),
      needsKpi: form.needsKpi === true,
      needsCondition: form.needsCondition === true || hit.groups['when'] !== undefined,
    }
  }
  const start = matcher.at(openings, 0)
  if (!start) return null
  for (let at = start.to + 1; at < places.length; at++) {
    const end = matcher.at(closing, at)
    if (!end || end.to !== places.length) continue
    return {
      rest: [start.pieces.at(-1)!.to, places[at]!.from],
      ...toldTo(end),
      severity: null,
      isWeak: false,
      needsKpi: false,
      needsCondition: true,
    }
  }
  return null
}

/** "Watch revenue" is of watches where the catalog sells them. */
function isNameOfCatalog({ pieces }: Hit, tokens: readonly Token[], lexicon: Lexicon): boolean {
  return pieces.some(({ from, to }) => {
    const run = tokens.slice(from, to)
    // The longest name that begins here: "watch time" is no order to watch.
    for (let end = Math.min(tokens.length, from + lexicon.longest); end > from; end--) {
      const name = tokens.slice(from, end)
      if (lexicon.names(name).some(({ fit }) => fit >= 0.85) && isOpener(run)) return true
      if (end === to && lexicon.values(name).some(({ fit }) => fit >= 0.9) && isOpener(run)) return true
    }
    return false
  })
}

/** Whether a figure is named in what was found. */
function namesKpi({ pieces }: Hit, tokens: readonly Token[], lexicon: Lexicon): boolean {
  const [from, to] = [pieces[0]!.from, pieces.at(-1)!.to]
  for (let at = from + 1; at < to; at++)
    for (let end = to; end > at; end--)
      if (lexicon.names(tokens.slice(at, end)).some(({ named }) => named.kind === 'kpi' || named.kind === 'records'))
        return true
  return false
}

function isOpener(run: readonly Token[]): boolean {
  return /^(?:watch|watching|monitor|monitoring|follow|following|observe|guard|subscribe|sign)$/.test(
    run[0]?.word ?? '',
  )
}

function isWeakly({ pieces }: Hit): boolean {
  const text = pieces.map(({ word }) => word).join(' ')
  return /(?:^| )(?:tell (?:me|us)|know|hear|learn|see)(?: |$)/.test(text) || /(?:^| )(?:show|give) /.test(text)
}

function toldTo({ pieces, groups }: Hit): Pick<Opened, 'tell' | 'named' | 'fault'> {
  const text = pieces.map(({ word }) => word).join(' ')
  const channel = pieces.find(({ found }) => found?.kind === 'channel')?.found
  if (channel?.kind === 'channel') {
    const tell = { to: 'channel', said: channel.said } as const
    return { tell, named: tell, fault: null }
  }
  const here = { to: 'here' } as const
  const other = groups['other'] ?? / ((?:the |our |my )?(?:\w+ )?team|§P|whom)(?: |$)/.exec(` ${text} `)?.[1]
  if (other !== undefined) return { tell: here, named: null, fault: { kind: 'whom', said: other } }
  if (/(?:^| )(?:us|here|channel|room|everyone|everybody)(?: |$)/.test(text))
    return { tell: here, named: here, fault: null }
  // "Alert me", "I want to be told" are for who says so; "I want you to warn when" is not yet.
  const isMine = /(?:^| )me(?: |$)/.test(text) || /(?:^| )i (?:.* )?(?:be|get|know|hear|learn|see)(?: |$)/.test(text)
  return isMine
    ? { tell: { to: 'asker' }, named: { to: 'asker' }, fault: null }
    : { tell: here, named: null, fault: null }
}

/** What happened is asked about; what is to happen is watched for. */
export function isOfThePast(tokens: readonly Token[], [from, to]: readonly [number, number]): boolean {
  return tokens.slice(from, to).some(({ word }) => past.has(word))
}

const past = new Set(
  'was were did had fell dropped rose jumped increased decreased declined grew climbed exceeded changed sank dipped surged spiked peaked went became got reached happened crashed plunged soared slumped shrank doubled halved plummeted tumbled slid slipped collapsed leapt gained lost moved shifted stopped'.split(
    ' ',
  ),
)
