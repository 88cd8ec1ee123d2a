/** What is asked back where words about alerts leave something open, with whole sentences that say it. */
import type { Plan } from '../plan.ts'
import { nearNames } from '../near-names.ts'
import type { Amount, RuleDraft, SaidCondition, Tell } from './command.ts'
import { draftOf } from './draft.ts'
import type { Fault } from './faults.ts'
import type { Sentence } from './pieces.ts'
import type { SaidRule } from './said-rule.ts'
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
  return {
    kind: 'clarify',
    ask: askOf(fault, asked),
    choices: [],
    sentences: (sentences.length > 0 ? sentences : examples(asked)).slice(0, 4),
    reading: whole(asked.sentence),
  }
}

function whole({ tokens, text }: Sentence) {
  return [{ from: tokens[0]!.from, to: tokens.at(-1)!.to, as: 'command' as const, means: text }]
}

function askOf(fault: Fault, { sentence }: Asked): string {
  const { text, lexicon } = sentence
  const { catalog } = lexicon.knowledge
  const labels = (names: readonly string[]) => listed(names.map((name) => catalog.kpis.get(name)?.label ?? name))
  const labelOf = (name: string) => lexicon.viewsOf(name)[0]?.dimensions.get(name)?.label.toLowerCase() ?? name
  switch (fault.kind) {
    case 'unknown': {
      const words = text.slice(fault.from, fault.to)
      const near = nearNames(words, catalog)
      const meant = near.length > 0 ? ` Nearest to it here: ${near.join(', ')}.` : ''
      return `I do not know what "${words}" is to mean in an alert.${meant}`
    }
    case 'no_kpi':
      return 'Which KPI is to be watched?'
    case 'which_kpi':
      return `${labels(fault.kpis)} are called that. Which is to be watched?`
    case 'two_kpis':
      return `An alert watches one KPI, and these are ${labels(fault.kpis)}. Make one for each.`
    case 'no_condition':
      return 'When is it worth telling?'
    case 'against':
      return `Alerts cannot hold a value against ${quoted(fault.said)}: it is what is normal for that time, the same time the day or the week before, or the hour before.`
    case 'how_much':
      return 'By how much?'
    case 'how_long':
      return 'For how long is there to be no data?'
    case 'which_side':
      return `Above or below ${fault.amount.said}?`
    case 'rolling':
      return `Alerts count whole ${fault.grain}s. What is to be held against what?`
    case 'grain':
      return `Alerts look at minutes, hours or days, not at ${quoted(fault.said)}.`
    case 'twice':
      return `You said ${fault.what} twice, and not alike. Which is it?`
    case 'contradiction':
      return `${quoted(fault.said)} contradicts itself. Which is meant?`
    case 'joined':
      return 'Several conditions are joined by "and" or by "or", by one of them throughout, and are no deeper than that.'
    case 'none_of':
      return 'No data at all, or a value of zero?'
    case 'points_or_share':
      return `Is ${fault.amount.said} meant in percentage points, or as a share of the value?`
    case 'needs_percent':
      return `This KPI is a percentage. Do you mean ${fault.amount.said} %?`
    case 'unit':
      return `${fault.amount.said} does not fit the unit of this KPI. What do you mean?`
    case 'members':
      return `An alert watches one ${labelOf(fault.dimension)}, or each by itself, or all together.`
    case 'all_of':
      return `All together, or each ${labelOf(fault.dimension)} by itself?`
    case 'which_dimension':
      return `${fault.value} is a ${listed(fault.dimensions.map(labelOf), 'and a')}. Which do you mean?`
    case 'excluded':
      return 'An alert cannot leave members out: it watches all together, one, or each by itself.'
    case 'times_of_day':
      return `I do not know from when to when ${quoted(fault.said)} is. Name the hours in which nothing is to be told.`
    case 'volume_of':
      return 'The least volume is of what this KPI is counted over. Which number do you mean?'
    case 'whom':
      return `I cannot tell ${fault.said === '§P' ? 'somebody else' : quoted(fault.said)}: an alert is told in this channel, in another one (#name), or to you.`
    case 'period':
      return `An alert watches from now on, so ${quoted(fault.said)} has no place in it.`
  }
}

/** Sentences that would do, each a variant of what was said. */
function waysOut(fault: Fault, said: SaidRule, { sentence }: Asked): readonly Way[] {
  const without = { ...said, faults: said.faults.filter((other) => other !== fault) }
  const { catalog } = sentence.lexicon.knowledge
  switch (fault.kind) {
    case 'which_kpi':
    case 'two_kpis':
      return fault.kpis.map((kpi) => ({
        label: catalog.kpis.get(kpi)?.label ?? kpi,
        said: { ...without, kpis: [[kpi]] },
      }))
    case 'no_condition':
    case 'how_much':
      return [
        { label: 'Unusual', said: withCondition(without, { kind: 'anomaly', direction: 'either' }) },
        { label: 'Falls 20 %', said: withCondition(without, change('down', '20 %')) },
        { label: 'Rises 20 %', said: withCondition(without, change('up', '20 %')) },
      ]
    case 'against':
      return (['normal', 'day', 'week'] as const).map((against) => ({
        label: { normal: 'Normal', day: 'The day before', week: 'The week before' }[against],
        said: withCondition(without, { ...change('down', '20 %'), against }),
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
    case 'rolling':
      return [
        { label: 'Against what is normal', said: { ...without, grain: fault.grain } },
        {
          label: `Against the ${fault.grain} before`,
          said: {
            ...without,
            grain: fault.grain,
            conditions: said.conditions.map((each) =>
              each.kind === 'change' ? { ...each, against: 'previous' as const } : each,
            ),
          },
        },
      ]
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
              label: `${fault.amount.value}`,
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
          : [{ label: `Each ${fault.dimension}`, said: { ...without, members: [], each: [fault.dimension] } }]),
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
        label: dimension,
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
      return [{ label: 'Quiet from 22:00 to 07:00', said: { ...without, quiet: { from: '22:00', to: '07:00' } } }]
    case 'volume_of':
      return [{ label: 'Events', said: { ...without, volume: { least: fault.least, of: null } } }]
    case 'whom':
      return (['here', 'asker'] as const).map((to) => ({
        label: to === 'here' ? 'This channel' : 'Me',
        said: { ...without, tell: { to } },
      }))
    case 'unknown':
    case 'period':
      return [{ label: 'Without it', said: without }]
    case 'no_kpi':
      return [...catalog.kpis.values()]
        .slice(0, 3)
        .map((kpi) => ({ label: kpi.label, said: { ...without, kpis: [[kpi.name]] } }))
    case 'twice':
    case 'contradiction':
      return []
  }
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

/** Rules that the catalog allows. */
function examples({ sentence, tell }: Asked): readonly { readonly label: string; readonly text: string }[] {
  const { catalog } = sentence.lexicon.knowledge
  return [...catalog.kpis.values()].slice(0, 2).map((kpi) => {
    const draft: RuleDraft = exampleOf(kpi.name, tell)
    return { label: kpi.label, text: draftInWords(draft, catalog) }
  })
}

function exampleOf(kpi: string, tell: Tell): RuleDraft {
  return {
    kpi,
    slice: { kind: 'whole' },
    grain: 'hour',
    when: { kind: 'anomaly', direction: 'bad' },
    buckets: { n: 1, of: 1 },
    minimumChange: null,
    minimumVolume: null,
    minimumDurationMs: 0,
    coolDownMs: 3_600_000,
    quiet: null,
    severity: 'warning',
    tell,
  }
}

function quoted(words: string): string {
  return `"${words}"`
}

function listed(words: readonly string[], joint = 'and'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)!}`
}
