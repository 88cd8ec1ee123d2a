/**
 * The fields of a form for an alert, and the sentence that says the same. Said by its asker, the sentence makes the rule: the form
 * has no way of its own past rights, questions back or the play over history. Runs in a browser too.
 */
import type { Kpi } from '../../analytics/catalog.ts'
import type { Condition, Severity, Size, WatchedGrain } from '../../analytics/live/rule.ts'
import { RULE_DEFAULTS } from '../../analytics/live/rules/defaults.ts'
import type { Against, RuleDraft } from './command.ts'
import { draftInWords } from './understood.ts'

export const FORM_CONDITIONS = ['above', 'below', 'rises', 'falls', 'unusual', 'silent'] as const
export type FormCondition = (typeof FORM_CONDITIONS)[number]

/** A KPI that the form offers, and what it can be watched for, each part in the order to offer it. */
export interface FormKpi extends Pick<Kpi, 'name' | 'label' | 'unit' | 'goodWhen'> {
  readonly grains: readonly WatchedGrain[]
  /** Those that it can be watched by, member by member. */
  readonly dimensions: readonly { readonly name: string; readonly label: string }[]
  readonly conditions: readonly FormCondition[]
}

export interface AlertFields {
  /** A dimension each member of which is watched by itself; null: the whole. */
  readonly each: string | null
  readonly grain: WatchedGrain
  readonly condition: FormCondition
  /** A bound in the KPI's unit (of `percent` as 4.2 for 4.2 %), a change in per cent, silence in `silenceUnit`; nothing to `unusual`. */
  readonly amount: number
  /** Of a change. */
  readonly against: Against
  /** So many buckets in a row. */
  readonly buckets: number
  /** Times of day as `22:00`. */
  readonly quiet: RuleDraft['quiet']
  readonly severity: Severity
}

/** The sentence that makes the rule of these fields. */
export function sentenceOf(kpi: FormKpi, fields: AlertFields): string {
  const dimensions = new Map(kpi.dimensions.map((dimension) => [dimension.name, dimension]))
  const named = { kpis: new Map([[kpi.name, { ...kpi, view: '' }]]), views: new Map([['', { dimensions }]]) }
  return draftInWords(draftOfFields(kpi, fields), named)
}

/** The rule of these fields. */
export function draftOfFields(kpi: Pick<Kpi, 'name' | 'unit'>, fields: AlertFields): RuleDraft {
  const { each, grain, buckets, quiet, severity } = fields
  return {
    ...RULE_DEFAULTS,
    kpi: kpi.name,
    slice: each === null ? RULE_DEFAULTS.slice : { kind: 'each', dimension: each },
    grain,
    when: conditionOf(kpi, fields),
    buckets: { n: buckets, of: buckets },
    quiet,
    severity,
    tell: { to: 'asker' },
  }
}

/** What the amount of a silence counts: what is counted by the day is not missed within minutes. */
export function silenceUnit(grain: WatchedGrain): 'minutes' | 'hours' {
  return grain === 'day' ? 'hours' : 'minutes'
}

/** What a change of buckets of a grain can be held against. */
export function referencesOf(grain: WatchedGrain): readonly Against[] {
  // The bucket before a day is the day before.
  return grain === 'day' ? ['normal', 'day', 'week'] : ['normal', 'previous', 'day', 'week']
}

/** Why these fields make no rule, in words for who fills them; null: they do. */
export function whyNoRule({ condition, amount, buckets, quiet }: AlertFields): string | null {
  if (!Number.isFinite(amount)) return 'Say how much.'
  if ((condition === 'above' || condition === 'below') && !(amount >= 0 && amount < 1e12))
    return 'A bound is 0 or more.'
  if ((condition === 'rises' || condition === 'falls') && !(amount >= 0.01 && amount <= 10_000))
    return 'A change is between 0.01 and 10,000 %.'
  if (condition === 'silent' && !(Number.isInteger(amount) && amount >= 1 && amount <= 10_000))
    return 'Silence is a whole number, from 1 up.'
  if (!Number.isInteger(buckets) || buckets < 1 || buckets > 24) return 'In a row: a whole number from 1 to 24.'
  if (quiet && (quiet.from === '' || quiet.to === '' || quiet.from === quiet.to))
    return 'Quiet hours begin and end at two times.'
  return null
}

function conditionOf({ unit }: Pick<Kpi, 'unit'>, { condition, amount, against, grain }: AlertFields): Condition {
  switch (condition) {
    case 'above':
    case 'below':
      return { kind: condition, value: unit === 'percent' ? hundredth(amount) : amount }
    case 'rises':
    case 'falls': {
      const by: Size = { fraction: hundredth(amount) }
      return { kind: 'change', against, direction: condition === 'rises' ? 'up' : 'down', by }
    }
    case 'unusual':
      return { kind: 'anomaly', direction: 'either' }
    case 'silent':
      return { kind: 'silent', forMs: amount * (silenceUnit(grain) === 'hours' ? 3_600_000 : 60_000) }
  }
}

/** 4.2 → 0.042 without the noise of the division. */
function hundredth(value: number): number {
  return Number((value / 100).toPrecision(12))
}
