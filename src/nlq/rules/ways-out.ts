/** Readings of words about alerts that leave nothing open, where what was said leaves something open. */
import type { Catalog, Kpi } from '../../analytics/catalog.ts'
import type { Asking } from './asked.ts'
import type { Amount, SaidCondition } from './command.ts'
import type { Fault } from './faults.ts'
import type { SaidRule } from './said-rule.ts'
import { durationInWords } from './understood.ts'

export interface Way {
  readonly label: string
  readonly said: SaidRule
}

/** Each a variant of what was said; none where any would be a guess. */
export function waysOut(fault: Fault, said: SaidRule, { catalog, text }: Asking): readonly Way[] {
  const without = { ...said, faults: said.faults.filter((other) => other !== fault) }
  switch (fault.kind) {
    case 'two_kpis':
      return fault.kpis.map((kpi, index) => ({
        label: catalog.kpis.get(kpi)?.label ?? kpi,
        said: { ...without, kpis: [[kpi]], ...conditionsAfter(index + 1, said) },
      }))
    case 'which_kpi':
      return fault.kpis.map((kpi) => ({
        label: catalog.kpis.get(kpi)?.label ?? kpi,
        said: { ...without, kpis: [[kpi]] },
      }))
    case 'how_much':
      return [10, 20, 50].map((percent) => ({
        label: `${percent} %`,
        said: withCondition(without, {
          ...change('down', `${percent} %`),
          direction: fault.direction,
          against: fault.against,
        }),
      }))
    case 'severity_or_member':
      return [
        { label: 'How serious', said: without },
        { label: 'What it is on', said: { ...without, severity: null, members: [...said.members, fault.values] } },
      ]
    case 'no_condition':
      return [
        { label: 'Unusual', said: withCondition(without, { kind: 'anomaly', direction: 'either' }) },
        { label: 'Falls 20 %', said: withCondition(without, change('down', '20 %')) },
        { label: 'Rises 20 %', said: withCondition(without, change('up', '20 %')) },
      ]
    case 'against':
      return (['normal', 'day', 'week'] as const).map((against) => ({
        label: { normal: 'Normal', day: 'The day before', week: 'The week before' }[against],
        said: withCondition(without, { ...(fault.change ?? change('down', '20 %')), against }),
      }))
    case 'how_long':
      return [10, 30, 60].map((minutes) => ({
        label: durationInWords(minutes * 60_000),
        said: withCondition(without, { kind: 'silent', forMs: minutes * 60_000 }),
      }))
    case 'which_side':
      return (['above', 'below'] as const).map((side) => ({
        label: side === 'above' ? 'Above' : 'Below',
        said: withCondition({ ...without, bar: null }, { kind: 'bound', side, orEqual: false, than: fault.amount }),
      }))
    case 'zero': {
      const than = { ...plain(1), unit: fault.amount.unit }
      return [
        { label: 'Below 1', said: withCondition(without, { kind: 'bound', side: 'below', orEqual: false, than }) },
      ]
    }
    case 'rolling': {
      const { grain } = fault
      const isChange = said.conditions.some(({ kind }) => kind === 'change')
      if (!isChange) return [{ label: `Per ${grain}`, said: { ...without, grain } }]
      const conditions = said.conditions.map((each) =>
        each.kind === 'change' ? { ...each, against: 'previous' as const } : each,
      )
      return [
        { label: 'Against what is normal', said: { ...without, grain } },
        { label: `Against the ${grain} before`, said: { ...without, grain, conditions } },
      ]
    }
    case 'grain':
      return (['day', 'hour'] as const).map((grain) => ({ label: `Per ${grain}`, said: { ...without, grain } }))
    case 'joined':
      return (['and', 'or'] as const).map((joint) => ({
        label: joint === 'and' ? 'All of it' : 'Any of it',
        said: { ...without, joints: said.joints.map(() => joint) },
      }))
    case 'none_of':
      return [
        {
          label: 'No data',
          said: withCondition(without, { kind: 'silent', forMs: fault.forMs ?? 1_800_000 }),
        },
        {
          label: 'Zero',
          said: withCondition(without, { kind: 'bound', side: 'below', orEqual: true, than: plain(0) }),
        },
      ]
    case 'points_or_share': {
      const { amount } = fault
      const points: Amount = { ...amount, unit: 'points' }
      const share: Amount = { ...amount, unit: '%' }
      return [
        { label: 'Percentage points', said: resized(without, amount, points, false) },
        { label: 'Share of the value', said: resized(without, amount, share, true) },
      ]
    }
    case 'needs_percent':
      return [
        { label: `${fault.amount.value} %`, said: rebound(without, fault.amount, { ...fault.amount, unit: '%' }) },
      ]
    case 'unit':
      return fault.amount.unit === '%'
        ? (['down', 'up'] as const).map((direction) => ({
            label: direction === 'down' ? 'Below normal' : 'Above normal',
            said: {
              ...without,
              conditions: [{ ...change(direction, fault.amount.said), by: fault.amount }],
              joints: [],
            },
          }))
        : [
            {
              label: fault.amount.value.toLocaleString('en'),
              said: rebound(resized(without, fault.amount, { ...fault.amount, unit: null }, false), fault.amount, {
                ...fault.amount,
                unit: null,
              }),
            },
          ]
    case 'members':
    case 'all_of':
    case 'excluded':
      return [
        ...(fault.kind === 'excluded' || fault.dimension === ''
          ? []
          : [
              {
                label: `Each ${fault.dimension.replaceAll('_', ' ')}`,
                said: { ...without, members: [], each: [fault.dimension] },
              },
            ]),
        ...(fault.kind === 'members'
          ? said.members.map((matches) => ({
              label: String(matches[0]?.value ?? ''),
              said: { ...without, each: null, members: [matches] },
            }))
          : []),
        { label: 'All together', said: { ...without, members: [], each: null } },
      ]
    case 'which_dimension':
      return fault.dimensions.map((dimension) => ({
        label: dimension.replaceAll('_', ' '),
        said: {
          ...without,
          members: said.members.map((matches) =>
            matches.some(({ value }) => String(value) === fault.value)
              ? matches.filter((match) => match.dimension === dimension)
              : matches,
          ),
        },
      }))
    case 'times_of_day':
      if (!/night|evening|morning/.test(fault.said)) return [{ label: 'At all times', said: without }]
      return [{ label: 'Quiet from 22:00 to 07:00', said: { ...without, quiet: { from: '22:00', to: '07:00' } } }]
    case 'volume_of':
      return [{ label: 'Events', said: { ...without, volume: { least: fault.least, of: null } } }]
    case 'whom':
      return (['here', 'asker'] as const).map((to) => ({
        label: to === 'here' ? 'This channel' : 'Me',
        said: { ...without, tell: { to } },
      }))
    case 'unknown':
      // Without a number or a "not" it would say something else.
      return /\d|^(?:not|no|never|unless|only|\w+nt|\w+n't)\b/i.test(text.slice(fault.from, fault.to))
        ? []
        : [{ label: 'Without it', said: without }]
    case 'period':
      return [{ label: 'Without it', said: without }]
    case 'no_kpi':
      return timedKpis(catalog, 3).map((kpi) => ({ label: kpi.label, said: { ...without, kpis: [[kpi.name]] } }))
    case 'twice':
    case 'contradiction':
    case 'no_change':
    case 'other_kpi':
    case 'timeless':
      return []
  }
}

/** The conditions that were said of one of several KPIs; all of them where none was. */
function conditionsAfter(
  count: number,
  { conditions, conditionOf, joints }: SaidRule,
): Pick<SaidRule, 'conditions' | 'joints'> {
  const own = conditions.filter((_, index) => conditionOf[index] === count)
  return own.length === 0
    ? { conditions, joints }
    : { conditions: own, joints: own.slice(1).map(() => joints[0] ?? null) }
}

function withCondition(said: SaidRule, condition: SaidCondition): SaidRule {
  return { ...said, conditions: [condition], joints: [] }
}

function change(direction: 'up' | 'down', size: string) {
  const by: Amount = { value: Number.parseFloat(size), unit: '%', ms: null, clock: null, said: size }
  return { kind: 'change', against: 'normal', direction, by, isRelative: true } as const
}

function plain(value: number): Amount {
  return { value, unit: null, ms: null, clock: null, said: String(value) }
}

/** With another size where this one was said. */
function resized(said: SaidRule, was: Amount, by: Amount, isRelative: boolean): SaidRule {
  return {
    ...said,
    minimumChange: said.minimumChange?.by === was ? { by, isRelative } : said.minimumChange,
    conditions: said.conditions.map((each) =>
      each.kind === 'change' && each.by === was ? { ...each, by, isRelative } : each,
    ),
  }
}

/** With another bound where this one was said. */
function rebound(said: SaidRule, was: Amount, than: Amount): SaidRule {
  return {
    ...said,
    conditions: said.conditions.map((each): SaidCondition => {
      if (each.kind === 'bound') return each.than === was ? { ...each, than } : each
      if (each.kind !== 'outside' && each.kind !== 'between') return each
      const unit = than.unit
      return { ...each, low: { ...each.low, unit }, high: { ...each.high, unit } }
    }),
  }
}

/** The first KPIs that have a time. */
export function timedKpis({ kpis, views }: Catalog, most: number): readonly Kpi[] {
  return [...kpis.values()].filter(({ view }) => views.get(view)?.time).slice(0, most)
}
