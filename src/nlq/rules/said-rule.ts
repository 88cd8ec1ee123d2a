/** A rule as far as it was said: what reading a sentence gathers, before names and amounts are given their meaning. */
import type { Severity, WatchedGrain } from '../../analytics/live/rule.ts'
import type { ReadingPart, Span } from '../plan.ts'
import type { ValueMatch } from '../value-index.ts'
import type { Amount, Change, SaidCondition, Tell } from './command.ts'
import type { Fault } from './faults.ts'
import type { Piece } from './pieces.ts'

export interface SaidRule {
  /** Each named KPI once; an inner list names several alike. */
  readonly kpis: (readonly string[])[]
  /** How many different KPIs the words name, those that only count a volume too. */
  mentioned: number
  readonly conditions: SaidCondition[]
  /** For each condition the number of KPIs that were named before it. */
  readonly conditionOf: number[]
  /** What stands between each condition and the next. */
  readonly joints: ('and' | 'or' | null)[]
  readonly members: (readonly ValueMatch[])[]
  each: readonly string[] | null
  whole: boolean
  grain: WatchedGrain | null
  buckets: { readonly n: number; readonly of: number } | null
  minimumDurationMs: number | null
  /** `of`: KPIs that the things counted are called by; null: events. */
  volume: { readonly least: number; readonly of: readonly string[] | null } | null
  minimumChange: Change | null
  coolDownMs: number | null
  /** `null`: none, which was said. */
  quiet: { readonly from: string; readonly to: string } | null | undefined
  severity: Severity | null
  /** A severity that was said in one word, which may be a member's name as well. */
  isPlainSeverity: boolean
  tell: Tell | null
  /** Whom the words that open the sentence name. */
  openedFor: Tell | null
  /** A number by itself: "to 30 %". */
  bar: Amount | null
  /** Where that stands: [from, to) in the text. */
  barAt: readonly [number, number] | null
  readonly faults: Fault[]
  readonly spans: Span[]
}

export function nothingSaid(): SaidRule {
  return {
    kpis: [],
    mentioned: 0,
    conditions: [],
    conditionOf: [],
    joints: [],
    members: [],
    each: null,
    whole: false,
    grain: null,
    buckets: null,
    minimumDurationMs: null,
    volume: null,
    minimumChange: null,
    coolDownMs: null,
    quiet: undefined,
    severity: null,
    isPlainSeverity: false,
    tell: null,
    openedFor: null,
    bar: null,
    barAt: null,
    faults: [],
    spans: [],
  }
}

/** Notes that these pieces stand for a part of the rule. */
export function account(
  said: SaidRule,
  pieces: readonly Piece[],
  tokens: readonly { readonly from: number; readonly to: number }[],
  as: ReadingPart,
  means: string,
): void {
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (!first || !last || last.to <= first.from) return
  said.spans.push({ from: tokens[first.from]!.from, to: tokens[last.to - 1]!.to, as, means })
}

/** Notes what was said of one thing only once; twice alike is no fault. */
export function setOnce<Key extends 'grain' | 'severity' | 'coolDownMs' | 'minimumDurationMs'>(
  said: SaidRule,
  key: Key,
  value: NonNullable<SaidRule[Key]>,
  what: string,
): void {
  const before = said[key]
  if (before !== null && before !== value) said.faults.push({ kind: 'twice', what })
  else (said as { [K in Key]: SaidRule[K] })[key] = value
}
