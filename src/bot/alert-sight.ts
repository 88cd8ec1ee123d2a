/** What may be known of an incident under a policy. */
import type { IncidentContent } from '../analytics/live/incident.ts'
import type { Policy } from '../analytics/policy.ts'
import { hidesRows } from './rights.ts'

/** Null: nothing, as its KPI or what it is sliced by is beyond these rights, or its figures are of rows that are. */
export function visible(content: IncidentContent, policy: Policy): IncidentContent | null {
  const { catalog } = policy
  const kpi = catalog.kpis.get(content.kpi)
  const view = kpi && catalog.views.get(kpi.view)
  // Its figures are of all rows.
  if (!kpi || !view || hidesRows(policy, [view.name])) return null
  const maySee = (members: object) => Object.keys(members).every((name) => view.dimensions.has(name))
  if (!maySee(content.members)) return null
  const { explanation } = content
  const isWhole = explanation === null || explanation.drivers.every((driver) => maySee(driver.members))
  return {
    ...content,
    joined: content.joined.filter((each) => catalog.kpis.has(each.kpi) && maySee(each.members)),
    explanation:
      explanation && isWhole
        ? {
            ...explanation,
            circumstances: explanation.circumstances.filter(
              (each) =>
                (each.kind !== 'kpi' || catalog.kpis.has(each.kpi)) && (each.kind !== 'event' || maySee(each.members)),
            ),
          }
        : null,
  }
}
