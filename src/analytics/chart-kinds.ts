/** The names of charts: a question may ask for one, and a picture is one. */
export const CHART_KINDS = [
  'line',
  'multi_line',
  'area',
  'bar',
  'grouped_bar',
  'stacked_bar',
  'pie',
  'histogram',
  'heatmap',
  'scatter',
  'number',
  'table',
] as const
export type ChartKind = (typeof CHART_KINDS)[number]
