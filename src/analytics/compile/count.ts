/** How many buckets or members satisfy the conditions, for each group; a group where none does has 0. */
import { sql } from 'kysely'
import { isWithin } from '../bounds.ts'
import { bucketsIn } from '../fill.ts'
import { memberQuery } from '../over.ts'
import { all, as, list } from './dialect.ts'
import { conditionsOf } from './figures.ts'
import { isZeroWhenEmpty, layOut, type Layout } from './layout.ts'
import { MOST_LISTED } from './refusal.ts'
import { axisColumns, denseStep, figuresStep, groupedBy, keyColumns, shownStep, type Step } from './steps.ts'

export function countedStep(layout: Layout, step: Step): string {
  const { shape } = layout.query
  const isOfMembers = shape.kind === 'count_members'
  const counted = isOfMembers
    ? { ...layOut(memberQuery(layout.query, shape.of), layout.catalog, layout.history), stepName: layout.stepName }
    : layout
  const figures = figuresStep(counted, step)
  const buckets = !isOfMembers && holdForNothing(layout) ? bucketsIn(layout, MOST_LISTED) : null
  const from = buckets && buckets.length > 0 ? denseStep(layout, figures, buckets, step) : figures
  const shown = step('shown', shownStep(counted, from))
  const keys = isOfMembers ? keyColumns(layout) : axisColumns(layout)
  const satisfied = [
    // A record without a store is of no store.
    ...(isOfMembers ? [sql`${sql.id(counted.axes.at(-1)!.alias)} is not null`] : []),
    conditionsOf(counted),
  ]
  const count = as(sql`count(*) filter (where ${all(satisfied)})`, layout.columns.at(-1)!.name)
  return step('counted', sql`select ${list([...keys, count])}\nfrom ${sql.id(shown)}${groupedBy(keys)}`)
}

/** Whether buckets without rows may be among those counted. */
function holdForNothing({ query, measures }: Layout): boolean {
  return query.conditions.every(({ measure, figure, bounds }) => {
    if (figure !== 'value') return true
    return isZeroWhenEmpty(measures[measure]!) && isWithin(0, bounds)
  })
}
