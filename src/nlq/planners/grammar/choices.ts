/** Questions that lack one thing: the two to four ways to complete them. */
import type { View } from '../../../analytics/catalog.ts'
import { describe } from '../../../analytics/describe.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Draft, Fault } from './draft.ts'
import { numbersIn } from './bounds.ts'
import { withTargets } from './conditions.ts'
import { finish } from './finish.ts'

interface Choices {
  readonly ask: string
  readonly choices: readonly { readonly label: string; readonly query: KpiQuery }[]
}

const most = 4

/** Complete queries for a draft that lacks its measure or its groups; null when fewer than two make sense. */
export function choicesFor(draft: Draft, fault: Fault, now: Date, lexicon: Lexicon): Choices | null {
  if (draft.unknown.length > 0) return null
  if (fault.kind === 'no_measure')
    return saysEnough(draft) ? complete('Which figure do you mean?', withMeasures(draft, lexicon), now, lexicon) : null
  if (fault.kind === 'which_measure')
    return complete(
      'Which figure do you mean?',
      fault.measures.map((measure) => ({ ...draft, measures: [measure], fault: null })),
      now,
      lexicon,
    )
  if (fault.kind === 'which_draft')
    return complete(
      'This can be read in more than one way. Which do you mean?',
      fault.drafts.map((each) => ({ ...each, fault: null })),
      now,
      lexicon,
    )
  if (fault.kind === 'each_or_all') {
    const each = { ...draft, grain: fault.grain, fault: null }
    return complete('Each by itself, or together?', [each, { ...draft, together: true }], now, lexicon)
  }
  if (fault.kind === 'which_part') return complete('A share of what?', withParts(draft), now, lexicon)
  if (fault.kind === 'no_group')
    return complete('Of what do you mean?', withGroups({ ...draft, fault: null }, lexicon), now, lexicon)
  return null
}

/** A question of nothing but small words is none. */
function saysEnough(draft: Draft): boolean {
  return (
    draft.by.length > 0 ||
    draft.members.length > 0 ||
    draft.whens.length > 0 ||
    draft.grain !== null ||
    draft.ranking !== null ||
    draft.wantsTrend
  )
}

function withMeasures(draft: Draft, lexicon: Lexicon): readonly Draft[] {
  const named = draft.spans.find((span) => span.as === 'view')?.means
  const kpis = [...lexicon.knowledge.catalog.kpis.values()].filter((kpi) => named === undefined || kpi.view === named)
  return kpis.map((kpi) => ({
    ...draft,
    measures: [{ kind: 'kpi', kpi: kpi.name }],
    fault: null,
  }))
}

/** Each filter may be the part, the others then hold for the whole too; or all of them together. */
function withParts(draft: Draft): readonly Draft[] {
  const names = draft.members.map(({ dimension }) => dimension)
  return [
    ...names.map((part) => ({ ...draft, shareWithin: names.filter((name) => name !== part).slice(0, 2) })),
    { ...draft, shareWithin: [] },
  ]
}

function withGroups(draft: Draft, lexicon: Lexicon): readonly Draft[] {
  const { catalog } = lexicon.knowledge
  const first = draft.measures[0]
  const view: View | undefined =
    first?.kind === 'kpi'
      ? catalog.views.get(catalog.kpis.get(first.kpi)!.view)
      : first?.kind === 'records'
        ? catalog.views.get(first.view)
        : undefined
  if (!view) return []
  const dimensions = [...view.dimensions.values()].filter(({ masked, type }) => !masked && type === 'text').slice(0, 3)
  const byDimension = dimensions.map(({ name }): Draft => ({
    ...draft,
    by: [...draft.by, { kind: 'dimension', dimension: name }],
    ranked: draft.ranking ? { kind: 'axis', index: draft.by.length } : null,
  }))
  // "patients over 65": perhaps their age; an amount of a record before other numbers.
  const isCondition = draft.conditions.length > 0 && view.rows !== null
  const amounts = numbersIn('currency', view, catalog).slice(0, 2)
  const numeric = [...view.dimensions.values()]
    .filter(({ masked, type }) => !masked && type === 'number')
    .map(({ name }) => ({ kind: 'dimension', dimension: name }) as const)
  const byNumber = isCondition ? withTargets(draft, 0, [...amounts, ...numeric].slice(0, 3)) : []
  const byDay: Draft = { ...draft, grain: 'day', ranked: draft.ranking ? { kind: 'grain' } : null }
  const byMonth: Draft = { ...draft, grain: 'month', ranked: draft.ranking ? { kind: 'grain' } : null }
  // "patients over 65 by ward": their age, or wards with more than 65.
  if (isCondition && (draft.by.length > 0 || draft.grain !== null))
    return [...byNumber, { ...draft, conditions: draft.conditions.map((one) => ({ ...one, mayBeOfRecords: false })) }]
  return draft.asksWhen
    ? [byDay, { ...byDay, grain: 'week' }, byMonth]
    : view.time
      ? [...byNumber, byDay, ...byDimension]
      : [...byNumber, ...byDimension]
}

function complete(ask: string, drafts: readonly Draft[], now: Date, lexicon: Lexicon): Choices | null {
  const choices: { label: string; query: KpiQuery }[] = []
  for (const draft of drafts) {
    if (choices.length === most) break
    const finished = finish(draft, now, lexicon)
    if (finished.kind !== 'query') continue
    const label = describe(finished.query, lexicon.knowledge.catalog)
    // What reads the same is no choice.
    if (!choices.some((other) => other.label === label)) choices.push({ label, query: finished.query })
  }
  return choices.length >= 2 ? { ask, choices } : null
}
