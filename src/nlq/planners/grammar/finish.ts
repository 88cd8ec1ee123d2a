/** A draft → a KpiQuery: view, period and defaults settled, admitted by the one parser. */
import type { Catalog, Grain } from '../../../analytics/catalog.ts'
import { parseKpiQuery, type Filter, type KpiQuery, type KpiQueryInput } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import { finest } from '../../view-grain.ts'
import { maskedIn } from '../../masks.ts'
import { unitAt, type Clock } from '../../calendar.ts'
import { withTargets } from './conditions.ts'
import type { Draft, Fault } from './draft.ts'
import { boundsOf } from './bounds.ts'
import { contradictionOf } from '../../contradiction.ts'
import { withoutEmpties } from '../../empties.ts'
import { rankingOf } from './ranking.ts'
import { settleMeasure, shareOf } from './settle-measures.ts'
import { grainOfForm, viewOfMembers } from './shapes.ts'
import { timingOf, type Timing } from './timing.ts'
import { whatMoved } from './what-moved.ts'
import { histogramOf, missingDimension, viewsOf } from './views.ts'
import { nobodyNamed } from './whose.ts'

export type Finished =
  | { readonly kind: 'query'; readonly query: KpiQuery }
  | { readonly kind: 'fault'; readonly fault: Fault }

const noTiming: Timing = { filters: [] }

const no = (because: string): Finished => ({ kind: 'fault', fault: { kind: 'unsupported', because } })

const noReading = (because: string): Finished => ({
  kind: 'fault',
  fault: { kind: 'unsupported', because, isNoReading: true },
})

/** Everything the draft says, as one query; or the reason why that cannot be. */
export function finish(draft: Draft, now: Date, lexicon: Lexicon): Finished {
  const masked = maskedIn(draft.spans, lexicon)
  if (masked !== null) return { kind: 'fault', fault: { kind: 'masked', label: masked } }
  if (draft.fault) return { kind: 'fault', fault: draft.fault }
  const { catalog } = lexicon.knowledge
  const histogram = draft.distribution ? histogramOf(draft, lexicon) : null
  if (histogram && 'because' in histogram) return no(histogram.because)
  const lists = draft.form?.kind === 'members' ? catalog.views.get(viewOfMembers(draft, lexicon) ?? '') : undefined
  if (draft.measures.length === 0 && !histogram && !lists) return { kind: 'fault', fault: { kind: 'no_measure' } }
  const measures: KpiQuery['measures'][number][] = []
  for (const measure of draft.measures) {
    const settled = settleMeasure(measure, draft, lexicon)
    if ('because' in settled) return no(settled.because)
    measures.push(settled)
  }
  const views = viewsOf(measures, catalog)
  const view = histogram?.view ?? lists ?? views[0]
  if (!view) return { kind: 'fault', fault: { kind: 'no_measure' } }
  const other = draft.spans.find(
    (span) => span.as === 'view' && catalog.views.has(span.means) && span.means !== view.name,
  )
  if (other && !draft.kept)
    return no(
      `${view.label} and ${catalog.views.get(other.means)!.label} are kept apart in this catalog; ask for one at a time.`,
    )
  if (draft.by.length > 3) return no('I can break down by three things at most.')
  const missing = missingDimension(draft, histogram || lists ? [view] : views)
  if (missing) return no(missing)
  const whose = nobodyNamed(draft)
  if (whose) return { kind: 'fault', fault: whose }

  const time = view.times.get(draft.time ?? 'time')
  const wantsTime =
    draft.whens.length > 0 ||
    draft.without.length > 0 ||
    draft.asksWhen ||
    draft.grain ||
    draft.wantsTrend ||
    draft.compare ||
    draft.wantsChange ||
    draft.window ||
    draft.countBuckets ||
    grainOfForm(draft.form) ||
    draft.parts.length > 0
  if (draft.time && !time) return no(`${view.label} has no time called that.`)
  if ((wantsTime || draft.kept?.period) && !time)
    return no(
      `${view.label} ${view.label.endsWith('s') ? 'have' : 'has'} no dates in this catalog, so there are no periods or trends of it.`,
    )
  // "Month over month" is a row for each month, unless it is one month's growth that is asked for.
  const isOneStep = draft.wantsChange !== null && (draft.whens.length === 0 || draft.whens[0]!.unit === draft.step)
  if (time && draft.step && !draft.grain && !isOneStep && !draft.kept)
    return finish({ ...draft, grain: draft.step }, now, lexicon)
  if (time && draft.step && draft.wantsChange && !draft.grain) {
    const { step, whens } = draft
    const last = { period: (clock: Clock) => unitAt(step, -1, clock), unit: step, relative: true }
    return finish({ ...draft, step: null, whens: whens.length > 0 ? whens : [last] }, now, lexicon)
  }
  if (time && draft.asksWhen && !draft.grain && draft.by.length === 0)
    return finish(
      { ...draft, grain: finest('day', time), ranked: draft.ranking ? { kind: 'grain' } : null },
      now,
      lexicon,
    )
  if (time && draft.form?.kind === 'drivers' && draft.whens.length === 0) {
    const unit = finest('day', time)
    const last = { period: (clock: Clock) => unitAt(unit, -1, clock), unit, relative: true }
    return finish({ ...draft, whens: [last] }, now, lexicon)
  }
  const timing = time ? timingOf(draft, view, time, now, lexicon) : noTiming
  if ('because' in timing) return no(timing.because)
  if ('each' in timing) return { kind: 'fault', fault: { kind: 'each_or_all', grain: timing.each } }

  const ranking = rankingOf(draft, measures, catalog)
  const bounds = boundsOf(draft, measures, view, catalog)
  for (const part of [ranking, bounds]) {
    if ('because' in part) return no(part.because)
    if ('which' in part)
      return {
        kind: 'fault',
        fault: { kind: 'which_draft', drafts: withTargets(draft, part.condition, part.which) },
      }
    if ('missing' in part)
      return {
        kind: 'fault',
        fault: {
          kind: 'no_group',
          because: `${view.rows ? 'I cannot tell which number of a record that would be. For groups, add' : `${view.label} holds no single records to tell apart by that; it needs groups, such as`} "by ${[...view.dimensions.values()].find(({ masked }) => !masked)?.label.toLowerCase() ?? 'month'}".`,
        },
      }
  }
  if (!('order' in ranking) || !('filters' in bounds)) return { kind: 'fault', fault: { kind: 'no_measure' } }
  const filters: Filter[] = [
    ...draft.members.map(({ dimension, include, values }): Filter => ({
      kind: 'members',
      dimension,
      include,
      values: [...values],
    })),
    ...draft.filters,
    ...draft.parts.map(({ part, values, include }): Filter => ({ kind: 'part', part, include, values: [...values] })),
    ...timing.filters,
    ...bounds.filters,
  ]
  const contradiction = contradictionOf(measures, filters, catalog)
  if (contradiction) return noReading(contradiction)
  if (draft.form?.kind === 'drivers') {
    const moved = whatMoved(draft, timing, view, filters, lexicon)
    if ('because' in moved) return no(moved.because)
    return admitted(
      { measures, filters, ...(draft.time && draft.time !== 'time' ? { time: draft.time } : {}), ...moved },
      catalog,
    )
  }
  const picked = {
    by: draft.by,
    ...(ranking.limit ? { limit: ranking.limit } : {}),
    conditions: draft.countBuckets ? [] : bounds.conditions,
    ...(draft.share ? { share: { within: [] } } : {}),
  }
  filters.push(...withoutEmpties(picked, view, filters, lexicon))
  if (draft.share && draft.by.length === 0 && filters.length === 0 && measures.length < 2)
    return no('A share needs something to be a share of: a breakdown ("by …") or a part ("from …").')
  const grain = draft.countBuckets ?? draft.grain ?? timing.grain
  if (
    draft.share &&
    draft.by.length === 0 &&
    draft.members.length > 1 &&
    draft.shareWithin === null &&
    measures.length === 1
  )
    return { kind: 'fault', fault: { kind: 'which_part' } }
  const isOneOfOther = draft.share && measures.length === 2 && !draft.listsMeasures
  const asRatio = isOneOfOther ? shareOf(measures, draft.isShareOfNext, catalog) : null
  if (draft.share && measures.length > 1 && !asRatio && (isOneOfOther || draft.by.length === 0))
    return no('It is not clear what is a share of what.')
  const common = {
    measures: [],
    filters,
    ...(draft.time && draft.time !== 'time' ? { time: draft.time } : {}),
    ...(timing.period ? { period: timing.period } : {}),
  }
  if (draft.form?.kind === 'points') {
    const { view: of, kpis } = draft.form
    const fields = kpis.map((kpi) => ({ kind: 'kpi' as const, kpi }))
    return admitted({ ...common, shape: { kind: 'records', view: of, fields, whole: true } }, catalog)
  }
  const input: KpiQueryInput = histogram
    ? {
        ...common,
        shape: { kind: 'histogram', field: histogram.field, ...binsOf(draft) },
      }
    : {
        measures: asRatio ? [asRatio] : measures,
        by: timing.by ? [...draft.by, timing.by] : draft.by,
        ...(grain ? { grain } : {}),
        ...(draft.time && draft.time !== 'time' ? { time: draft.time } : {}),
        ...(timing.period ? { period: timing.period } : {}),
        filters,
        conditions: bounds.conditions,
        ...(timing.compare ? { compare: timing.compare } : {}),
        ...(draft.share && !asRatio
          ? { share: { within: [...(draft.shareWithin ?? [])], ...(draft.shareOf ? { of: draft.shareOf } : {}) } }
          : {}),
        ...(draft.window
          ? {
              window:
                draft.window.kind === 'running_total'
                  ? { kind: 'running_total' }
                  : { kind: 'moving_average', buckets: draft.window.buckets ?? defaultBuckets(grain) },
            }
          : {}),
        order: ranking.order,
        ...(ranking.limit ? { limit: ranking.limit } : {}),
        shape: lists
          ? { kind: 'members', view: lists.name }
          : (draft.form ?? (draft.countBuckets ? { kind: 'count_buckets' } : { kind: 'groups' })),
      }
  return admitted(input, catalog)
}

function admitted(input: KpiQueryInput, catalog: Catalog): Finished {
  const parsed = parseKpiQuery(input, catalog)
  return parsed.ok ? { kind: 'query', query: parsed.query } : no(parsed.because)
}

function defaultBuckets(grain: Grain | undefined): number {
  return grain === 'month'
    ? 3
    : grain === 'week'
      ? 4
      : grain === 'hour'
        ? 24
        : grain === 'quarter' || grain === 'year'
          ? 2
          : 7
}

/** About twenty ranges, unless their number or width was said. */
function binsOf({ bins }: Draft): { bins: number; width?: number } {
  if (bins === null) return { bins: 20 }
  return 'count' in bins ? { bins: Math.min(100, Math.max(2, bins.count)) } : { bins: 20, width: bins.width }
}
