/** The questions back about alerts, in words. */
import type { Catalog } from '../../analytics/catalog.ts'
import { nearNames } from '../near-names.ts'
import type { Fault } from './faults.ts'

export interface Asking {
  readonly catalog: Catalog
  /** What was said. */
  readonly text: string
}

/** What is asked of the person. */
export function askOf(fault: Fault, { catalog, text }: Asking): string {
  const labels = (names: readonly string[]) => listed(names.map((name) => catalog.kpis.get(name)?.label ?? name))
  const labelOf = (name: string) =>
    [...catalog.views.values()].flatMap((view) => view.dimensions.get(name) ?? [])[0]?.label.toLowerCase() ?? name
  switch (fault.kind) {
    case 'unknown': {
      const words = text.slice(fault.from, fault.to)
      const near = nearNames(words, catalog)
      const meant = near.length > 0 ? ` Nearest to it here: ${near.join(', ')}.` : ''
      return `I do not know what "${words}" is to mean in an alert.${meant}`
    }
    case 'no_kpi':
      return 'Which KPI is to be watched?'
    case 'timeless':
      return `${labels([fault.kpi])} has no time, so that nothing of it can be watched.`
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
    case 'zero':
      return `A value of exactly ${fault.amount.said} cannot be told of here. Below which is it too low?`
    case 'rolling':
      return `Alerts count whole ${fault.grain}s, from one full ${fault.grain} to the next. What is meant?`
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
      return `${fault.value} can be ${listed(fault.dimensions.map(labelOf), 'or')}. Which do you mean?`
    case 'excluded':
      return 'An alert cannot leave members out: it watches all together, one, or each by itself.'
    case 'times_of_day':
      return `I do not know from when to when ${quoted(fault.said)} is. Name the hours in which nothing is to be told.`
    case 'severity_or_member':
      return `Is ${quoted(fault.said)} how serious the alert is, or what it is on?`
    case 'volume_of':
      return 'The least volume is of what this KPI is counted over. Which number do you mean?'
    case 'whom':
      return `I cannot tell ${fault.said === '§P' ? 'somebody else' : quoted(fault.said)}: an alert is told in this channel, in another one (#name), or to you.`
    case 'no_change':
      return 'What is to become different about that alert?'
    case 'other_kpi':
      return 'An alert keeps its KPI. Make a new one for another.'
    case 'period':
      return `An alert watches from now on, so ${quoted(fault.said)} has no place in it.`
  }
}

function quoted(words: string): string {
  return `"${words}"`
}

function listed(words: readonly string[], joint = 'and'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)!}`
}
