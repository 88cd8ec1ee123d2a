/** A rule that can be made, from what was said of it, or why it cannot yet. */
import type { Catalog, Kpi, View } from '../../analytics/catalog.ts'
import type { Condition, Size, WatchedGrain, WatchedSlice } from '../../analytics/live/rule.ts'
import { RULE_DEFAULTS } from '../../analytics/live/rules/defaults.ts'
import { countsRows } from '../counters.ts'
import type { RuleDraft, SaidCondition, Tell } from './command.ts'
import type { Fault } from './faults.ts'
import { isSilence, resolveCondition, sizeOf } from './resolve.ts'
import type { SaidRule } from './said-rule.ts'

export type Drafted =
  | { readonly kind: 'draft'; readonly draft: RuleDraft }
  | { readonly kind: 'fault'; readonly fault: Fault }

/** `tell`: whom where the rest of the sentence does not say; `needsCondition`: "alert me when revenue" lacks one. */
export function draftOf(
  said: SaidRule,
  catalog: Catalog,
  { tell, needsCondition }: { readonly tell: Tell; readonly needsCondition: boolean },
): Drafted {
  const [kpis = [], ...others] = said.kpis
  const [name, ...alike] = kpis
  const kpi = name === undefined ? undefined : catalog.kpis.get(name)
  const none = said.faults.find((fault) => fault.kind === 'none_of')
  const conditions = [...said.conditions]
  if (none && kpi && none.forMs !== null && isSilence(kpi)) conditions.push({ kind: 'silent', forMs: none.forMs })
  // "No data from orders for 5 minutes": the length stands apart.
  const silence = said.faults.find(({ kind }) => kind === 'how_long')
  const isApart = silence !== undefined && conditions.length === 0 && said.minimumDurationMs !== null
  if (isApart) conditions.push({ kind: 'silent', forMs: said.minimumDurationMs! })
  const [fault] = said.faults.filter(
    (each) => !(each === none && conditions.length > said.conditions.length) && !(each === silence && isApart),
  )
  const strange = said.faults.find(({ kind }) => kind === 'unknown')
  if (fault) return failed(strange ?? fault)
  if (said.barAt && conditions.length > 0) return failed({ kind: 'unknown', from: said.barAt[0], to: said.barAt[1] })
  if (!kpi) return failed({ kind: 'no_kpi' })
  if (alike.length > 0) return failed({ kind: 'which_kpi', kpis })
  if (others.length > 0) return failed({ kind: 'two_kpis', kpis: said.kpis.flat() })
  if (said.bar && conditions.length === 0) return failed({ kind: 'which_side', amount: said.bar })
  if (conditions.length === 0 && needsCondition) return failed({ kind: 'no_condition' })
  const joined = joinedConditions(conditions, said.joints)
  if (joined === 'faulty') return failed({ kind: 'joined' })
  const when = resolveCondition(joined ?? RULE_DEFAULTS.when, kpi)
  if (!when.ok) return failed(when.fault)
  const view = catalog.views.get(kpi.view)
  if (!view?.time) return failed({ kind: 'timeless', kpi: kpi.name })
  const slice = sliceOf(said, view)
  if ('fault' in slice) return failed(slice.fault)
  const grain = said.grain ?? usualGrain(view)
  const least = minimumChangeOf(said, kpi)
  if (least !== null && 'fault' in least) return failed(least.fault)
  if (said.volume && !isVolumeOf(said.volume.of, kpi, catalog))
    return failed({ kind: 'volume_of', least: said.volume.least })
  return {
    kind: 'draft',
    draft: {
      kpi: kpi.name,
      slice: slice.slice,
      grain,
      when: heldAgainst(when.value, grain),
      buckets: said.buckets ?? RULE_DEFAULTS.buckets,
      minimumChange: least ?? RULE_DEFAULTS.minimumChange,
      minimumVolume: said.volume?.least ?? RULE_DEFAULTS.minimumVolume,
      minimumDurationMs: (isApart ? null : said.minimumDurationMs) ?? RULE_DEFAULTS.minimumDurationMs,
      coolDownMs: said.coolDownMs ?? RULE_DEFAULTS.coolDownMs,
      quiet: said.quiet ?? RULE_DEFAULTS.quiet,
      severity: said.severity ?? RULE_DEFAULTS.severity,
      tell: said.tell ?? tell,
    },
  }
}

/** All or any of these conditions; null: there is none. */
export function joinedConditions(
  conditions: readonly SaidCondition[],
  joints: SaidRule['joints'],
): SaidCondition | 'faulty' | null {
  const [first] = conditions
  if (!first) return null
  const [joint] = joints
  if (conditions.length === 1) return first
  if (joint === null || joint === undefined || joints.some((other) => other !== joint)) return 'faulty'
  return { kind: joint === 'and' ? 'all' : 'any', of: conditions }
}

/** The slice of a view that members and dimensions name. */
export function sliceOf(
  said: Pick<SaidRule, 'each' | 'members'>,
  view: View,
): { readonly slice: WatchedSlice } | { readonly fault: Fault } {
  const each = said.each?.filter((name) => view.dimensions.has(name)) ?? []
  const [dimension] = each
  if (said.each && (dimension === undefined || each.length > 1 || said.members.length > 0))
    return { fault: { kind: 'members', dimension: dimension ?? said.each[0] ?? '' } }
  if (dimension !== undefined) return { slice: { kind: 'each', dimension } }
  const members = new Map<string, string>()
  for (const matches of said.members) {
    const here = matches.filter((match) => view.dimensions.has(match.dimension))
    const best = Math.max(...here.map(({ fit }) => fit))
    const found = [...new Map(here.filter(({ fit }) => fit === best).map((match) => [match.dimension, match])).values()]
    const [match, second] = found
    if (!match) return { fault: { kind: 'members', dimension: matches[0]?.dimension ?? '' } }
    const value = String(match.value)
    if (second) return { fault: { kind: 'which_dimension', value, dimensions: found.map((each) => each.dimension) } }
    const before = members.get(match.dimension)
    if (before !== undefined && before !== value) return { fault: { kind: 'members', dimension: match.dimension } }
    members.set(match.dimension, value)
  }
  if (members.size === 0) return { slice: RULE_DEFAULTS.slice }
  return { slice: { kind: 'members', members: Object.fromEntries(members) } }
}

/** The bucket before is the hour before of hours. */
function heldAgainst(condition: Condition, grain: WatchedGrain): Condition {
  if (condition.kind === 'all' || condition.kind === 'any')
    return { ...condition, of: condition.of.map((part) => heldAgainst(part, grain)) }
  // Of whole days the day before is the bucket before; one name for one thing.
  return condition.kind === 'change' && condition.against === 'previous' && grain === 'day'
    ? { ...condition, against: 'day' }
    : condition
}

/** What is kept by the day is watched by the day, unless it is said otherwise. */
function usualGrain(view: View): WatchedGrain {
  return view.live === null && view.time?.grain === 'day' ? 'day' : RULE_DEFAULTS.grain
}

function minimumChangeOf({ minimumChange }: SaidRule, kpi: Kpi): Size | { readonly fault: Fault } | null {
  if (minimumChange === null) return null
  const size = sizeOf(minimumChange.by, kpi, minimumChange.isRelative)
  return size.ok ? size.value : { fault: size.fault }
}

/** Whether the volume of a KPI is the number of what these KPIs count: of a ratio its denominator, else the rows. */
function isVolumeOf(names: readonly string[] | null, kpi: Kpi, catalog: Catalog): boolean {
  if (names === null) return true
  return names.some((name) => {
    const other = catalog.kpis.get(name)
    if (!other || other.view !== kpi.view) return false
    if (kpi.measure.kind === 'simple') return countsRows(other)
    const { over } = kpi.measure
    const { measure } = other
    return (
      measure.kind === 'simple' &&
      measure.aggregation === over.aggregation &&
      measure.column === over.column &&
      JSON.stringify([...measure.where]) === JSON.stringify([...over.where])
    )
  })
}

function failed(fault: Fault): Drafted {
  return { kind: 'fault', fault }
}
