/** A catalog with more KPIs than any prompt can hold. */
import type { ColumnType } from '../../../../src/analytics/catalog.ts'
import type { Knowledge } from '../../../../src/nlq/plan.ts'
import { boundCatalog, columnsOf } from '../../../support/bound-catalog.ts'

const viewsOf = 10
const dimensionsOf = 24

/** So many KPIs over ten views of 24 dimensions each, with synonyms, definitions and values. */
export function wideCatalog(kpis: number): Knowledge {
  const range = (count: number) => Array.from({ length: count }, (_, at) => at)
  const views = range(viewsOf).map((view) =>
    [
      `  view_${view}:`,
      `    relation: kpi.view_${view}`,
      '    time: { column: at, grain: hour }',
      '    dimensions:',
      ...range(dimensionsOf).map(
        (at) => `      side_${view}_${at}: { column: side_${at}, synonyms: [aspect ${view} ${at}, facet ${at}] }`,
      ),
      '      branch: { column: branch, synonyms: [site, outlet] }',
    ].join('\n'),
  )
  const measures = range(kpis).map(
    (at) =>
      `  metric_${at}: { view: view_${at % viewsOf}, measure: { sum: m${at} }, unit: EUR, synonyms: [turnover ${at}, takings ${at}], description: "Pallets of kind ${at}, as they leave the warehouse and before anything is sent back, by the hour of the booking" }`,
  )
  const columns: Record<string, ColumnType> = { at: 'timestamptz', branch: 'text' }
  for (const at of range(dimensionsOf)) columns[`side_${at}`] = 'text'
  for (const at of range(kpis)) columns[`m${at}`] = 'number'
  const catalog = boundCatalog(
    ['timezone: Europe/Berlin', 'views:', ...views, 'kpis:', ...measures, ''].join('\n'),
    new Map(range(viewsOf).map((view) => [`kpi.view_${view}`, columnsOf(columns)])),
  )
  const branches = range(200).map((at) => `Branch ${at} of the northern and eastern districts`)
  return {
    catalog,
    values: new Map(range(viewsOf).map((view) => [`view_${view}`, new Map([['branch', branches]])])),
    history: new Map(range(viewsOf).map((view) => [`view_${view}`, { from: '2024-01-01', to: '2026-11-21' }])),
    empties: new Map(),
  }
}
