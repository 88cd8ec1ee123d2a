/** What Tidings says when it is not asked for a number: help, the KPIs, a definition, how current the data is. */
import type { AsOf } from '../analytics/as-of.ts'
import type { Catalog, View } from '../analytics/catalog.ts'
import type { Policy } from '../analytics/policy.ts'
import type { CommandName, Plan } from '../nlq/plan.ts'
import { definition } from './definition.ts'
import { printMoment } from './replies/cells.ts'
import { words } from './replies/en.ts'

interface Parts {
  /** Questions that work under this policy, at a moment. */
  readonly suggestions: (policy: Policy, now: Date) => Promise<readonly string[]>
  /** Whether replies come with buttons there. */
  readonly hasButtons: (platform: string) => boolean
  readonly asOf: AsOf
  /** First and last moment of each view's data, as wall-clock times. */
  readonly history: (policy: Policy) => Promise<ReadonlyMap<string, { readonly from: string; readonly to: string }>>
}

/** Any command but what is said of alerts. */
type Asked = Plan & { readonly kind: 'command'; readonly name: CommandName }

/** For whom, where and when. */
interface Said {
  readonly locale: string
  readonly platform: string
  readonly now: Date
}

export type Command = (plan: Asked, policy: Policy, said: Said) => Promise<string>

export function createCommand({ suggestions, hasButtons, asOf, history }: Parts): Command {
  return async function command(plan, policy, { locale, platform, now }) {
    const { catalog } = policy
    const kpis = [...catalog.kpis.values()]
    switch (plan.name) {
      case 'help':
      case 'questions':
        return words.help(
          kpis.slice(0, 4).map((kpi) => kpi.label.toLowerCase()),
          await suggestions(policy, now),
          [...howToGoOn(catalog), ...(hasButtons(platform) ? [words.buttons] : [])],
        )
      case 'kpis':
        return words.kpis(kpis.map((kpi) => (kpi.description ? `${kpi.label}: ${kpi.description}` : kpi.label)))
      case 'dimensions':
        return words.dimensions(
          viewsAbout(plan, catalog).map((view) =>
            words.dimensionsOf(view.label, dimensionsOf(view), view.time !== null),
          ),
        )
      case 'define': {
        const { kpi: kpiName = '', dimension, value } = plan.arguments
        if (dimension !== undefined) return meaningOf(dimension, value ?? null, catalog)
        const kpi = catalog.kpis.get(kpiName)
        return kpi ? definition(kpi, policy).join('\n') : words.unknownKpi(kpiName)
      }
      case 'freshness': {
        const spans = await history(policy)
        const lines = viewsAbout(plan, catalog).map(async (view) => {
          const moment = await asOf(policy, [view.name])
          const from = spans.get(view.name)?.from
          return moment === null
            ? words.noMoment(view.label)
            : words.freshnessOf(view.label, printMoment(moment, locale), from?.slice(0, 10) ?? null)
        })
        return words.freshness(await Promise.all(lines))
      }
      case 'reset':
        return words.forgotten
      case 'digest':
        return words.notYet[plan.name]
    }
  }
}

/** What can be said after a first answer, with names of this catalog. */
export function howToGoOn({ kpis, views }: Catalog): readonly string[] {
  const [kpi] = kpis.values()
  if (!kpi) return []
  const [dimension = null] = views.get(kpi.view) ? dimensionsOf(views.get(kpi.view)!) : []
  return [words.goOn(dimension), words.lookUp(kpi.label.toLowerCase())]
}

/** The views that a command is about: the one that was named, or all. */
function viewsAbout(plan: Asked, catalog: Catalog): readonly View[] {
  const named = plan.arguments['view'] ?? catalog.kpis.get(plan.arguments['kpi'] ?? '')?.view
  const view = catalog.views.get(named ?? '')
  return view ? [view] : [...catalog.views.values()]
}

function dimensionsOf(view: View): readonly string[] {
  return [...view.dimensions.values()].filter(({ masked }) => !masked).map(({ label }) => label.toLowerCase())
}

/** What a dimension, or one of its members, is. */
function meaningOf(name: string, value: string | null, catalog: Catalog): string {
  const views = [...catalog.views.values()].filter((view) => view.dimensions.has(name))
  const dimension = views[0]?.dimensions.get(name)
  if (!dimension) return words.unknownKpi(name)
  if (value !== null) return words.isMember(value, dimension.label.toLowerCase())
  const said = dimension.description ? `${dimension.label}: ${dimension.description}.`.replace('..', '.') : null
  const of = words.isDimension(
    dimension.label,
    views.map(({ label }) => label),
  )
  const also = dimension.synonyms.length > 0 ? `Also called ${dimension.synonyms.join(', ')}.` : null
  return [said, of, also].filter((line) => line !== null).join('\n')
}
