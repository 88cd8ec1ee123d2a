/** What Tidings says when it is not asked for a number: help, the KPIs, a definition, how current the data is. */
import type { AsOf } from '../analytics/as-of.ts'
import { relationName, type Kpi, type Measure, type SimpleMeasure } from '../analytics/catalog.ts'
import type { Policy } from '../analytics/policy.ts'
import type { CommandName, Plan } from '../nlq/plan.ts'
import { printMoment } from './replies/cells.ts'
import { words } from './replies/en.ts'

interface Parts {
  /** Questions that work under this policy. */
  readonly suggestions: (policy: Policy) => Promise<readonly string[]>
  readonly asOf: AsOf
}

export type Command = (plan: Plan & { kind: 'command' }, policy: Policy, locale: string) => Promise<string>

export function createCommand({ suggestions, asOf }: Parts): Command {
  return async function command(plan, policy, locale) {
    const kpis = [...policy.catalog.kpis.values()]
    const name: CommandName = plan.name
    switch (name) {
      case 'help':
      case 'questions':
        return words.help(
          kpis.slice(0, 4).map((kpi) => kpi.label.toLowerCase()),
          await suggestions(policy),
        )
      case 'kpis':
        return words.kpis(kpis.map((kpi) => (kpi.description ? `${kpi.label}: ${kpi.description}` : kpi.label)))
      case 'define': {
        const kpi = policy.catalog.kpis.get(plan.arguments['kpi'] ?? '')
        return kpi ? definition(kpi, policy) : words.unknownKpi(plan.arguments['kpi'] ?? '')
      }
      case 'freshness': {
        const lines = [...policy.catalog.views.values()].map(async (view) => {
          const moment = await asOf(policy, [view.name])
          return moment === null
            ? words.noMoment(view.label)
            : words.freshnessOf(view.label, printMoment(moment, locale))
        })
        return words.freshness(await Promise.all(lines))
      }
      case 'reset':
        return words.forgotten
      case 'subscribe':
      case 'mute':
      case 'digest':
        return words.notYet(name)
    }
  }
}

/** Label, description, formula as the catalog has it, source, owner. */
function definition(kpi: Kpi, policy: Policy): string {
  const view = policy.catalog.views.get(kpi.view)
  const lines = [
    kpi.description ? `${kpi.label}: ${kpi.description}.`.replace('..', '.') : `${kpi.label}.`,
    `Measured as ${formula(kpi.measure)}${view ? ` from ${relationName(view.relation)}` : ''}.`,
  ]
  if (kpi.synonyms.length > 0) lines.push(`Also called ${kpi.synonyms.join(', ')}.`)
  if (kpi.target) lines.push(`Target: ${kpi.target.value.toLocaleString('en')} a ${kpi.target.per}.`)
  if (kpi.owner) lines.push(`Owner: ${kpi.owner}.`)
  return lines.join('\n')
}

function formula(measure: Measure): string {
  return measure.kind === 'ratio' ? `${part(measure.of)} divided by ${part(measure.over)}` : part(measure)
}

function part({ aggregation, column, where }: SimpleMeasure): string {
  const of = aggregation === 'count' && column === null ? 'the number of rows' : `${inWords[aggregation]} ${column}`
  const conditions = [...where].map(([name, values]) => `${name} is ${values.join(' or ')}`)
  return conditions.length > 0 ? `${of} where ${conditions.join(' and ')}` : of
}

const inWords = {
  sum: 'the sum of',
  count: 'the number of non-empty',
  count_distinct: 'the number of different',
  average: 'the average',
  min: 'the smallest',
  max: 'the largest',
  median: 'the median',
  last: 'the last value of',
} as const
