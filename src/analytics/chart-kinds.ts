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

/** The picture that was asked for in words; each part is honoured when it suits the data. */
export interface ChartWish {
  readonly kind?: ChartKind
  /** The dimension whose members get a colour each. */
  readonly colour?: string
  /** The dimension whose members get a panel each: small multiples. */
  readonly panels?: string
}
