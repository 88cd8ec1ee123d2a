/** What is asked back where words about alerts leave something open, with whole sentences that say it. */
import type { Catalog, Kpi } from '../../analytics/catalog.ts'
import type { Plan, Saying } from '../plan.ts'
import type { Amount, SaidCondition, Tell } from './command.ts'
import { draftOf } from './draft.ts'
import { askOf } from './asked.ts'
import type { Fault } from './faults.ts'
import type { Sentence } from './pieces.ts'
import { nothingSaid, type SaidRule } from './said-rule.ts'
import { draftInWords, durationInWords } from './understood.ts'

interface Asked {
  readonly sentence: Sentence
  readonly tell: Tell
  readonly needsCondition: boolean
}

/** A reading of the sentence that leaves nothing open. */
interface Way {
  readonly label: string
  readonly said: SaidRule
}

/** A question back about this fault. */
export function askBack(fault: Fault, said: SaidRule, asked: Asked): Plan {
  const { catalog } = asked.sentence.lexicon.knowledge
  const ways = waysOut(fault, said, asked)
  const sentences = ways.flatMap(({ label, said: other }) => {
    const made = draftOf(other, catalog, { tell: asked.tell, needsCondition: asked.needsCondition })
    return made.kind === 'draft' ? [{ label, text: draftInWords(made.draft, catalog) }] : []
  })
  const telling = sentences.filter(({ text }, at) => sentences.findIndex((other) => other.text === text) === at)
  return {
    kind: 'clarify',
    ask: askOf(fault, { catalog, text: asked.sentence.text }),
    choices: [],
    sentences: (telling.length > 0 ? telling : examples(said, asked)).slice(0, 4),
    reading: whole(asked.sentence),
  }
}

function whole({ tokens, text }: Sentence) {
  return [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'command' as const, means: text }]
}

/** A question back about alerts that are there. */
export function askWhich(fault: Fault, sentence: Sentence): Plan {
  return {
    kind: 'clarify',
    ask: askOf(fault, { catalog: sentence.lexicon.knowledge.catalog, text: sentence.text }),
    choices: [],
    sentences: [{ label: 'List the alerts', text: 'List the alerts' }],
    reading: whole(sentence),
  }
}

/** Sentences that would do, each a variant of what was said. */
function waysOut(fault: Fault, said: SaidRule, { sentence }: Asked): readonly Way[] {
  const without = { ...said, faults: said.faults.filter((other) => other !== fault) }
  const { catalog } = sentence.lexicon.knowledge
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
      return /\d|^(?:not|no|never|unless|only|\w+nt|\w+n't)\b/i.test(sentence.text.slice(fault.from, fault.to))
        ? []
        : [{ label: 'Without it', said: without }]
    case 'period':
      return [{ label: 'Without it', said: without }]
    case 'no_kpi':
      return watchable(catalog, 3).map((kpi) => ({ label: kpi.label, said: { ...without, kpis: [[kpi.name]] } }))
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

/** Rules that the catalog allows, on what was named where something was. */
function examples({ kpis }: SaidRule, { sentence, tell }: Asked): readonly Saying[] {
  const { catalog } = sentence.lexicon.knowledge
  const [named] = kpis.flat().flatMap((kpi) => catalog.kpis.get(kpi) ?? [])
  return (named ? [named] : watchable(catalog, 2)).flatMap((kpi) => {
    const made = draftOf({ ...nothingSaid(), kpis: [[kpi.name]] }, catalog, { tell, needsCondition: false })
    return made.kind === 'draft' ? [{ label: kpi.label, text: draftInWords(made.draft, catalog) }] : []
  })
}

/** The first KPIs that have a time. */
function watchable({ kpis, views }: Catalog, most: number): readonly Kpi[] {
  return [...kpis.values()].filter(({ view }) => views.get(view)?.time).slice(0, most)
}
