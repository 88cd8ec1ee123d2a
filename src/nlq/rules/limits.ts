/** What bounds an alert rule, in words: how often, for how long, of how much, when not, how serious, where to. */
import type { Severity, WatchedGrain } from '../../analytics/live/rule.ts'
import type { Amount, Tell } from './command.ts'
import { amountsOf, pattern, type Hit } from './pieces.ts'
import { setOnce, type SaidRule } from './said-rule.ts'

/** Takes what a pattern found into the rule; false where it is something else after all. */
type Take = (said: SaidRule, hit: Hit) => boolean | void

const minute = 60_000
const lengths: Readonly<Record<WatchedGrain, number>> = { minute, hour: 60 * minute, day: 1_440 * minute }

const atLeast =
  '(?:(?:at least|more than|over|a minimum of|no fewer than|no less than|not fewer than|minimum|min|longer than|>|> =|>=) )*'
const one = '(?<one>an? (?:minute|hour|day)|one (?:minute|hour|day)|minute|hour|day)'
const length = `(?:§S|${one})`
const clocks = '§S(?: o clock)? (?:and|to|until|till|through|-) §S(?: o clock)?'
const things = '(?:§K|events?|records?|rows?|data points?|observations?|samples?)'
const grains: Readonly<Record<string, WatchedGrain>> = {
  minute: 'minute',
  minutes: 'minute',
  minutely: 'minute',
  hour: 'hour',
  hours: 'hour',
  hourly: 'hour',
  day: 'day',
  days: 'day',
  daily: 'day',
}

/** In the order to try them. */
export const limits: readonly (readonly [RegExp, Take])[] = [
  // How often at most.
  [
    pattern(
      `(?:and |but |then )?(?:(?:tell (?:me|us) |alert (?:me|us) )?(?:at most|no more than|not more than|not more often than|no more often than|only|max|maximum|up to)(?: once)?(?: an? alert| one alert| one message)? (?:every|each|per|in|within) ${length}|(?:at most|no more than|not more than|not more often than|only|max|maximum|just) (?:once|one alert|one message|one time) (?:an?|per|every|each|in|within) (?:§S|(?<once>minute|hour|day))|once (?:an?|per|every|each|in|within) (?:§S|(?<then>minute|hour|day)) (?:at most|max|maximum|only|at the most))`,
    ),
    (said, hit) => coolDown(said, lengthOf(hit)),
  ],
  [
    pattern(
      `(?:and |with |but )?(?:an? )?(?:cool ?down|cooling off)(?: (?:time|period|of|is|for|to|set))* ${length}|(?:with )?(?:an? )?§S cool ?down`,
    ),
    (said, hit) => coolDown(said, lengthOf(hit)),
  ],
  [
    pattern(
      `(?:and |then |after (?:it|that|this|an alert)(?: (?:ends|is over|ended))? |afterwards |after (?:it|that) )*(?:nothing new|nothing more|nothing|be quiet|stay quiet|keep quiet|no repeats?|do not repeat(?: it)?|no more alerts|not again|no new alerts?) (?:for|within) ${length}`,
    ),
    (said, hit) => coolDown(said, lengthOf(hit)),
  ],
  // When not.
  [
    pattern(
      `(?:and |but )?(?:do not (?:tell|alert|disturb|wake|ping|notify)(?: (?:me|us))?|dont (?:tell|alert|disturb|wake|ping|notify)(?: (?:me|us))?|not|never|except|excluding|nothing|no alerts?|(?:with )?quiet(?: hours| time)?(?: is| are| from| between| of)?|be quiet|stay quiet|keep quiet|quiet|silent|muted?|outside(?: of)?) (?:from |between |during )?${clocks}(?: at night)?`,
    ),
    (said, hit) => quiet(said, hit, false),
  ],
  [
    pattern(`(?:and |but )?only (?:tell (?:me|us) |alert (?:me|us) )?(?:between|from|during) ${clocks}`),
    (said, hit) => quiet(said, hit, true),
  ],
  [
    pattern(
      '(?:with )?(?:no|without) quiet hours|(?:day and night|around the clock|24 7|at any time|at all times|any time of (?:the )?day)',
    ),
    (said) => {
      said.quiet = null
    },
  ],
  [
    pattern(
      '(?:and |but )?(?:not |only |except |never |do not (?:tell|wake|disturb|alert)(?: (?:me|us))? |dont (?:tell|wake|disturb|alert)(?: (?:me|us))? )?(?:during |in |on |at |over |outside(?: of)? )?(?:the )?(?:nights?|overnight|daytime|day time|weekends?|weekdays?|working days?|business days?|work(?:ing)? hours|business hours|office hours|opening hours|holidays|mornings?|evenings?|afternoons?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|my working hours)',
    ),
    (said, hit) => void said.faults.push({ kind: 'times_of_day', said: wordsOf(hit) }),
  ],
  // In so many buckets.
  [
    pattern(
      `(?:and |but )?(?:(?:if |when )?(?:it )?(?:holds|is so|happens|this happens) )?(?:for |in |on |during |at )?${atLeast}§S (?:out )?of (?:the )?(?:last |past |any )?(?:§S|§S (?:buckets|times|ones|consecutive (?<unit>minutes|hours|days)))`,
    ),
    (said, hit) => nOfM(said, hit),
  ],
  [
    pattern(
      `(?:and )?(?:for |in |on )?${atLeast}(?:§S|(?<twice>twice)|§S (?:times|buckets))(?: times)? (?:in a row|running|straight|in succession|consecutively|back to back|one after (?:the other|another))|(?:and )?(?:for |in |on )?${atLeast}§S (?:consecutive|straight|successive) (?<unit>minutes|hours|days|times|buckets)`,
    ),
    (said, hit) => inARow(said, hit),
  ],
  // Of how much at the least.
  [
    pattern(
      `(?:with |and |but |only |if |when |while |provided |given |as long as |there (?:is|are|were) |we (?:have|had|get) |having |on )*(?:a )?(?:minimum )?(?:volume|base|sample)(?: size)?(?: of| is| at| over| above)* ${atLeast}§S(?: ${things})?`,
    ),
    (said, hit) => volume(said, hit),
  ],
  [
    pattern(
      `(?:with |and |but |only |if |when |while |provided |given |as long as |there (?:is|are|were) |we (?:have|had|get|see) |having |on |from |based on )*(?:at least|more than|over|a minimum of|no fewer than|minimum|min) §S ${things}`,
    ),
    (said, hit) => volume(said, hit),
  ],
  [
    pattern(
      `(?:and |but )?(?:ignore|ignoring|skip|skipping|leave out|leaving out|not counting) (?:minutes|hours|days|buckets|anything|everything|times|ones|slices|segments|regions|it)?(?: ?with| under| below| when| if| of)* ?(?:fewer than|less than|under|below) §S ${things}`,
    ),
    (said, hit) => volume(said, hit),
  ],
  // Smaller changes are nothing.
  [
    pattern(
      '(?:and |but )?(?:ignore|ignoring|skip) (?:any |all )?(?:changes?|moves?|differences?|deviations?)(?: of)? (?:less than|below|under|smaller than) §S|(?:and |but )?(?:changes?|moves?|differences?|deviations?)(?: of)? (?:less than|below|under|smaller than) §S(?<relative> of its value| relative)? (?:are nothing|are ignored|do not count|dont count|do not matter|dont matter|are fine|are ok)',
    ),
    (said, hit) => minimumChange(said, hit),
  ],
  [
    pattern(
      '(?:with |and |but )*(?:a )?minimum (?:change|difference|deviation)(?: of| is)? §S|(?:with |and |but )*(?:a )?(?:change|difference|deviation) of at least §S',
    ),
    (said, hit) => minimumChange(said, hit),
  ],
  [
    pattern(
      '(?:and |but )?(?:only )?(?:if |when )?(?:it (?:is|does so) )?(?:by at least|and at least|by more than|by a minimum of) §S|and (?:also )?(?:by )?(?:at least|more than|over) §S(?: (?:less|more|lower|higher|below normal|above normal|off normal|from normal|away from normal))?',
    ),
    (said, hit) => (said.conditions.length === 0 || said.minimumChange !== null ? false : minimumChange(said, hit)),
  ],
  // For how long.
  [
    pattern(
      `(?:and |but )?(?:if |when )?(?:it |this |that )?(?:for|lasting|lasts|stays so for|stays that way for|holds for|keeps up for|persists for|persisting for|goes on for|continues for|longer than|during) ${atLeast}${length}(?: or (?:more|longer)| straight| at least)?`,
    ),
    (said, hit) => {
      const ms = lengthOf(hit)
      // "Waits longer than an hour" says how long the waits are.
      if (ms === null || (hit.pieces[0]!.word === 'longer' && said.conditions.length === 0)) return false
      setOnce(said, 'minimumDurationMs', ms, 'how long it has to last')
    },
  ],
  // How serious.
  [
    pattern(
      '(?:and |but |it is |it s |this is |that is |mark (?:it )?|treat (?:it |this )?|make (?:it |this )?|call (?:it )?|rate it |rated |flag it )*(?:as |a |an |is |with |at )*(?:(?:severity|level|priority)(?: is| of)? (?<named>critical|info|informational|warning)|(?<plain>critical|info|informational|warning)(?: severity| level| priority| alert| rule)?)(?: only)?',
    ),
    (said, hit) => {
      const { groups } = hit
      const word = groups['named'] ?? groups['plain'] ?? ''
      said.isPlainSeverity = groups['plain'] !== undefined && hit.pieces.length === 1
      setOnce(said, 'severity', (word.startsWith('info') ? 'info' : word) as Severity, 'how serious it is')
    },
  ],
  // Counted per minute, hour or day.
  [
    pattern(
      '(?:(?:in|over|during|within) the (?:last|past) (?<last>minute|hour|day)|(?:in|within|over) (?:an?|one|a single) (?<within>minute|hour|day))',
    ),
    (said, { groups }) => {
      const grain = grains[groups['last'] ?? groups['within'] ?? ''] ?? 'hour'
      // More than 50 in an hour are so many per hour; a fall in an hour may be one from the hour before.
      if (groups['last'] || said.conditions.some(({ kind }) => kind === 'change'))
        said.faults.push({ kind: 'rolling', grain })
      else setOnce(said, 'grain', grain, 'per what it is counted')
    },
  ],
  [
    pattern(
      '(?:(?:counted |measured |summed |looked at |checked |on |with )*(?:an? )?(?:per|a|an|each|every|by the|by|any|in any|in every|of each|of any|in each|on any|at any) )?(?<plain>minute|hour|day)|(?:counted |measured |on |with |at )*(?:an? )?(?<adverb>minutely|hourly|daily)(?: basis| level| grain| values?| figures?| numbers?| totals?)?',
    ),
    (said, { pieces, groups }) => {
      if (groups['plain'] && pieces.length === 1) return false
      setOnce(said, 'grain', grains[groups['plain'] ?? groups['adverb'] ?? '']!, 'per what it is counted')
    },
  ],
  [
    pattern(
      '(?:on )?(?:an? )?(?:per|a|an|each|every|by|in a|within a|over a) (?<unit>second|week|month|quarter|year)|(?<adverb>weekly|monthly|quarterly|yearly|annual|annually)(?: basis| level)?',
    ),
    (said, { groups }) => void said.faults.push({ kind: 'grain', said: groups['unit'] ?? groups['adverb'] ?? '' }),
  ],
  // Where to.
  [
    pattern(
      '(?:and )?(?:tell (?:it )?|post (?:it )?|send (?:it )?|say (?:it )?|write (?:it )?)*(?:to |in |into |on )?(?:here|in here|this (?:channel|room|chat|conversation|group|place|space))(?: instead| too)?',
    ),
    (said, hit) => told(said, hit, { to: 'here' }),
  ],
  [
    pattern(
      '(?:and )?(?:tell (?:it )?|post (?:it )?|send (?:it )?|say (?:it )?|write (?:it )?)*(?:to |in |into |on )?(?:the )?(?:channel )?§R(?: channel)?(?: instead)?',
    ),
    (said, hit) => {
      const found = hit.pieces.find((piece) => piece.found?.kind === 'channel')?.found
      if (found?.kind === 'channel') told(said, hit, { to: 'channel', said: found.said })
    },
  ],
  [
    pattern('(?:and )?(?:tell|to|send (?:it )?to) (?:me|myself)(?: instead)?'),
    (said, hit) => told(said, hit, { to: 'asker' }),
  ],
  [
    pattern('(?:and )?(?:tell |to |for )*§P'),
    (said, hit) => void said.faults.push({ kind: 'whom', said: wordsOf(hit) }),
  ],
]

function wordsOf({ pieces }: Hit): string {
  return pieces.map(({ word }) => word).join(' ')
}

/** One place is told. "Alert me in #sales" names one, "alert me and #sales" two. */
function told(said: SaidRule, { pieces }: Hit, tell: Tell): void {
  const before = said.tell ?? said.openedFor
  const isOther = before !== null && JSON.stringify(before) !== JSON.stringify(tell)
  const isBeside = said.tell !== null || before?.to === 'channel' || pieces[0]!.word === 'and'
  if (isOther && isBeside) said.faults.push({ kind: 'twice', what: 'where it is to be told' })
  said.tell = tell
}

/** A duration in milliseconds: 30 minutes, an hour. */
function lengthOf(hit: Hit): number | null {
  const [amount] = amountsOf(hit)
  if (amount) return amount.ms
  const word = hit.groups['one'] ?? hit.groups['once'] ?? hit.groups['then']
  const grain = word === undefined ? undefined : grains[word.split(' ').at(-1)!]
  return grain ? lengths[grain] : null
}

function coolDown(said: SaidRule, ms: number | null): boolean {
  if (ms === null) return false
  setOnce(said, 'coolDownMs', ms, 'how often it may come')
  return true
}

function quiet(said: SaidRule, hit: Hit, isOnly: boolean): boolean {
  const [first, second] = amountsOf(hit)
  if (!first || !second || first.clock === null || second.clock === null) return false
  // "Orders not between 5 and 20" has no times of day, where nothing else says when to tell.
  const isPlain = [first, second].every(({ said: written }) => /^\d+$/.test(written))
  if (isPlain && said.conditions.length === 0 && /^(?:not|outside|except|never)/.test(hit.pieces[0]!.word)) return false
  const [from, to] = isOnly ? [second, first] : [first, second]
  if (from.clock === to.clock) return false
  said.quiet = { from: clockOf(from), to: clockOf(to) }
  return true
}

function clockOf({ clock }: Amount): string {
  const minutes = (clock ?? 0) % 1_440
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** The grain of which an amount counts buckets: "5 hours" → 5 of them. */
function bucketsIn(amount: Amount): { readonly count: number; readonly grain: WatchedGrain | null } | null {
  if (amount.ms === null) return Number.isInteger(amount.value) ? { count: amount.value, grain: null } : null
  const unit = /([a-z]+)$/i.exec(amount.said)?.[1]?.toLowerCase() ?? ''
  const grain: WatchedGrain = unit.startsWith('m') ? 'minute' : unit.startsWith('d') ? 'day' : 'hour'
  const count = amount.ms / lengths[grain]
  return Number.isInteger(count) && !unit.startsWith('s') && !unit.startsWith('w') ? { count, grain } : null
}

function nOfM(said: SaidRule, hit: Hit): boolean {
  const [n, of] = amountsOf(hit).map(bucketsIn)
  if (!n || !of || n.count < 1 || n.count > of.count) return false
  const grain = of.grain ?? n.grain ?? grains[hit.groups['unit'] ?? ''] ?? null
  if (grain) setOnce(said, 'grain', grain, 'per what it is counted')
  said.buckets = { n: n.count, of: of.count }
  return true
}

function inARow(said: SaidRule, hit: Hit): boolean {
  const [amount] = amountsOf(hit)
  const found = hit.groups['twice'] ? { count: 2, grain: null } : amount ? bucketsIn(amount) : null
  if (!found || found.count < 1 || found.count > 100) return false
  const grain = found.grain ?? grains[hit.groups['unit'] ?? ''] ?? null
  if (grain) setOnce(said, 'grain', grain, 'per what it is counted')
  said.buckets = { n: found.count, of: found.count }
  return true
}

function volume(said: SaidRule, hit: Hit): boolean {
  const [amount] = amountsOf(hit)
  if (!amount || amount.unit !== null) return false
  const named = hit.pieces.flatMap(({ found }) => (found?.kind === 'kpi' ? [found.kpis] : []))
  const kpis = named.flat()
  // "More than 50 refunds" of a rule on refunds is its condition.
  if (kpis.length > 0 && said.mentioned < 2 && said.conditions.length === 0) return false
  if (said.volume) said.faults.push({ kind: 'twice', what: 'the least volume' })
  said.volume = { least: amount.value, of: kpis.length > 0 ? kpis : null }
  return true
}

function minimumChange(said: SaidRule, hit: Hit): boolean {
  const [amount] = amountsOf(hit)
  if (!amount) return false
  said.minimumChange = { by: amount, isRelative: hit.groups['relative'] !== undefined }
  return true
}
