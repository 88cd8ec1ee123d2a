/** A rule said back in one plain sentence, with every default that was taken; said again, it makes the same rule. */
import type { Dimension, Kpi as WholeKpi } from '../../analytics/catalog.ts'
import type { Condition, Rule, Size, WatchedGrain, WatchedSlice } from '../../analytics/live/rule.ts'
import { RULE_DEFAULTS } from '../../analytics/live/rules/defaults.ts'
import { lowerFirst } from '../../analytics/words/letters.ts'
import { isPluralWord } from '../inflection.ts'
import type { RuleDraft, Tell } from './command.ts'
import { badOf } from './resolve.ts'

type Kpi = Pick<WholeKpi, 'view' | 'label' | 'unit' | 'goodWhen'>

/** What of a catalog the words of a rule are made from. */
export interface Named {
  readonly kpis: ReadonlyMap<string, Kpi>
  readonly views: ReadonlyMap<string, { readonly dimensions: ReadonlyMap<string, Pick<Dimension, 'label'>> }>
}

/** What is watched, when, and how often; without whom it is told. */
type Watched = Omit<Rule, 'id' | 'tell' | 'owner'>

/** "Tell this channel when revenue per hour is 20 % or more below normal in any region; after it ends, nothing new for an hour." */
export function draftInWords(draft: RuleDraft, catalog: Named): string {
  return `Tell ${whomInWords(draft.tell)} when ${ruleInWords(draft, catalog)}.`
}

/** "revenue per hour is 20 % or more below normal in any region; after it ends, nothing new for an hour" */
export function ruleInWords(rule: Watched, catalog: Named): string {
  const kpi = catalog.kpis.get(rule.kpi)
  const label = lowerFirst(kpi?.label ?? rule.kpi)
  const parts = [
    `${label} per ${rule.grain} ${conditionInWords(rule.when, rule, kpi)}${sliceInWords(rule.slice, kpi, catalog)}`,
  ]
  const { buckets, minimumDurationMs, minimumVolume, minimumChange, quiet } = rule
  if (buckets.n !== RULE_DEFAULTS.buckets.n || buckets.of !== RULE_DEFAULTS.buckets.of)
    parts[0] += ` in ${buckets.n} of ${buckets.of} ${rule.grain}s`
  if (minimumDurationMs > 0) parts[0] += ` for at least ${durationInWords(minimumDurationMs)}`
  if (minimumVolume !== null) parts.push(`with a volume of at least ${numberInWords(minimumVolume)}`)
  if (minimumChange !== null) parts.push(`changes below ${sizeInWords(minimumChange, kpi)} are nothing`)
  if (rule.severity !== RULE_DEFAULTS.severity) parts.push(`rated ${rule.severity}`)
  if (quiet !== null) parts.push(`quiet from ${quiet.from} to ${quiet.to}`)
  parts.push(`after it ends, nothing new for ${durationInWords(rule.coolDownMs)}`)
  return parts.join('; ')
}

function whomInWords(tell: Tell): string {
  switch (tell.to) {
    case 'here':
      return 'this channel'
    case 'asker':
      return 'me'
    case 'channel':
      return tell.said
  }
}

function conditionInWords(condition: Condition, rule: Watched, kpi: Kpi | undefined): string {
  const is = areMany(kpi?.label ?? rule.kpi) ? 'are' : 'is'
  switch (condition.kind) {
    case 'anomaly':
      return `${is} ${abnormally(condition.direction, kpi)}`
    case 'above':
    case 'below':
      return `${is} ${condition.kind} ${valueInWords(condition.value, kpi)}`
    case 'outside':
      return `${is} outside ${valueInWords(condition.low, kpi)} to ${valueInWords(condition.high, kpi)}`
    case 'change': {
      const side = { down: 'below', up: 'above', either: 'off' }[condition.direction]
      return `${is} ${sizeInWords(condition.by, kpi, ' or more')} ${side} ${againstInWords(condition.against, rule.grain)}`
    }
    case 'silent':
      return `${is === 'are' ? 'have' : 'has'} no data for ${durationInWords(condition.forMs)}`
    case 'all':
    case 'any':
      return condition.of
        .map((part) => conditionInWords(part, rule, kpi))
        .join(condition.kind === 'all' ? ' and ' : ' or ')
  }
}

function abnormally(direction: 'up' | 'down' | 'either' | 'bad', kpi: Kpi | undefined): string {
  switch (direction) {
    case 'up':
      return 'unusually high'
    case 'down':
      return 'unusually low'
    case 'either':
      return 'unusual'
    case 'bad':
      return abnormally(kpi ? badOf(kpi) : 'either', kpi)
  }
}

function againstInWords(against: 'previous' | 'day' | 'week' | 'normal', grain: WatchedGrain): string {
  switch (against) {
    case 'normal':
      return 'normal'
    case 'previous':
      return grain === 'day' ? 'the day before' : `the ${grain} before`
    case 'day':
      return grain === 'day' ? 'the day before' : 'the same time the day before'
    case 'week':
      return grain === 'day' ? 'the same day last week' : 'the same time last week'
  }
}

function sliceInWords(slice: WatchedSlice, kpi: Kpi | undefined, catalog: Named): string {
  const labelOf = (name: string) => lowerFirst(catalog.views.get(kpi?.view ?? '')?.dimensions.get(name)?.label ?? name)
  switch (slice.kind) {
    case 'whole':
      return ''
    case 'each':
      return ` in any ${labelOf(slice.dimension)}`
    case 'members':
      return Object.entries(slice.members)
        .map(([dimension, member], index) => `${index === 0 ? ' in' : ' and'} ${labelOf(dimension)} ${member}`)
        .join('')
  }
}

/** A value of the KPI in its unit, as it can be said. */
function valueInWords(value: number, kpi: Kpi | undefined): string {
  const unit = kpi?.unit ?? 'count'
  const number = numberInWords(value)
  if (unit === 'percent') return `${numberInWords(value * 100)} %`
  if (unit === 'percentage_points') return `${number} %`
  if (unit === 'USD') return value < 0 ? number : `$${number}`
  if (/^(?:EUR|GBP|CHF|JPY)$/.test(unit) || /^(?:second|minute|hour|day|week)s$/.test(unit)) return `${number} ${unit}`
  const size =
    unit === 'bytes'
      ? byteUnits.find(([, bytes]) => Math.abs(value) >= bytes && Number.isInteger((value / bytes) * 1_000))
      : null
  return size ? `${numberInWords(value / size[1])} ${size[0]}` : number
}

const byteUnits = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['KB', 1e3],
] as const

/** `more`: stands after the number. */
function sizeInWords(size: Size, kpi: Kpi | undefined, more = ''): string {
  const isShare = kpi?.unit === 'percent' || kpi?.unit === 'percentage_points'
  if ('fraction' in size) return `${numberInWords(size.fraction * 100)} %${more}${isShare ? ' of its value' : ''}`
  if (isShare) {
    const points = numberInWords(kpi.unit === 'percent' ? size.amount * 100 : size.amount)
    return `${points} percentage ${points === '1' ? 'point' : 'points'}${more}`
  }
  return `${valueInWords(size.amount, kpi)}${more}`
}

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 10 })

function numberInWords(value: number): string {
  return numbers.format(Number(value.toPrecision(12)))
}

const lengths = [
  ['day', 86_400_000, 'a'],
  ['hour', 3_600_000, 'an'],
  ['minute', 60_000, 'a'],
  ['second', 1_000, 'a'],
] as const

/** "an hour", "90 minutes". */
export function durationInWords(ms: number): string {
  for (const [unit, length, article] of lengths) {
    if (ms === length && unit !== 'second') return `${article} ${unit}`
    if (ms >= length && ms % length === 0) return `${numberInWords(ms / length)} ${unit}s`
  }
  return `${numberInWords(ms / 1_000)} seconds`
}

/** "Units sold are", "revenue is". */
function areMany(label: string): boolean {
  const words = label.toLowerCase().split(/\s+/)
  return isPluralWord(words.at(-1)!) || (words.length > 1 && isPluralWord(words[0]!))
}
