/** What is said of a rule before it is saved: how often it would have fired, and how often it would at another size. */
import type { Catalog } from '../../analytics/catalog.ts'
import type { Rule } from '../../analytics/live/rule.ts'
import type { BackTest, BackTested } from '../../analytics/live/rules/back-test.ts'
import type { Fired } from '../../analytics/live/rules/play.ts'
import { lowered, raised, sizeOf } from '../../analytics/live/rules/sizes.ts'
import { formatOf } from '../../charts/format.ts'
import { durationInWords } from '../../nlq/rules/understood.ts'
import { zoneOf } from '../replies/alert-words.ts'
import { sentences } from '../replies/en-rules.ts'
import { membersWords, momentWords } from './moments.ts'
import type { Variant } from './spoken.ts'

export interface Tried {
  /** In one or a few sentences. */
  readonly told: string
  readonly variants: readonly (Variant & { readonly times: number })[]
}

interface Parts {
  readonly catalog: Catalog
  readonly backTest: BackTest
  readonly onError: (error: unknown) => void
}

/** More than this in a month is a lot for one rule. */
const most = 4
/** So many are named. */
const mostNamed = 3
const DAY = 86_400_000

export type Try = (rule: Rule, now: Date, locale: string) => Promise<Tried>

/** Never rejects: without its history a rule can still be saved. */
export function createTry({ catalog, backTest, onError }: Parts): Try {
  return async function tried(rule, now, locale) {
    const [harder, easier] = [raised(rule), lowered(rule)]
    let tested: BackTested | null
    try {
      tested = await backTest([rule, ...harder, ...easier], now)
    } catch (error) {
      onError(error)
      tested = null
    }
    if (!tested) return { told: sentences.notKnown, variants: [] }
    const times = tested.fired.map((one) => one.length)
    const own = times[0] ?? 0
    const offers = [
      ...(own > 1 ? [chosen(harder, times.slice(1), own, (count) => count <= most)] : []),
      ...(own === 0 ? [chosen(easier, times.slice(1 + harder.length), own, (count) => count > 0)] : []),
    ]
    const variants = offers.flatMap((offer) => (offer ? [{ ...offer, label: sizeWords(offer.rule, locale) }] : []))
    return { told: toldOf(rule, tested, locale), variants }
  }

  function toldOf(rule: Rule, { from, to, fired, normalFrom, series, leftOut }: BackTested, locale: string): string {
    const zone = zoneOf(rule.kpi, catalog)
    const days = sentences.days(Math.max(1, Math.round((to - from) / DAY)))
    const all = (fired[0] ?? []).toReversed()
    const named = all.slice(0, mostNamed).map((one) => firedWords(one, rule, zone, locale))
    const lines =
      normalFrom === Infinity
        ? [sentences.noNormal]
        : all.length === 0
          ? [sentences.never(days)]
          : [sentences.fired(days, all.length, named.join(', '), all.length - named.length)]
    if (leftOut > 0) lines.push(sentences.leftOut(series, leftOut))
    if (rule.grain !== 'minute') lines.push(sentences.wholeBuckets(rule.grain))
    return lines.join(' ')
  }

  function sizeWords(rule: Rule, locale: string): string {
    const size = sizeOf(rule)
    const { unit = null } = catalog.kpis.get(rule.kpi) ?? {}
    const percent = (fraction: number) => `${Number((fraction * 100).toPrecision(3))} %`
    if (size?.kind === 'fraction') return percent(size.value)
    if (size?.kind === 'duration') return durationInWords(size.value)
    if (rule.when.kind === 'all') return sentences.onlyUnusual
    if (size) return formatOf(unit, locale).words(size.value)
    return sentences.atLeast(
      percent(rule.minimumChange && 'fraction' in rule.minimumChange ? rule.minimumChange.fraction : 0),
    )
  }
}

/** The first that does it; else the one that is furthest, where it makes a difference. */
function chosen(rules: readonly Rule[], times: readonly number[], own: number, isGood: (count: number) => boolean) {
  const counted = rules.map((rule, index) => ({ rule, times: times[index] ?? 0 }))
  const better = counted.filter((one) => one.times !== own && isGood(one.times))
  const good = better.find((one) => one.times > 0) ?? better[0]
  return good ?? counted.findLast((one) => one.times < own) ?? null
}

function firedWords({ members, from, joined }: Fired, { grain }: Rule, zone: string, locale: string): string {
  const others = joined.length > 0 ? ` +${joined.length}` : ''
  const where = membersWords(members)
  return `${momentWords(from, grain, zone, locale)}${where === '' ? '' : where.replace(/\)$/, `${others})`)}`
}
