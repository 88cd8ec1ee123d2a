import type { Label, LabelledSeries, RowRange } from './worlds/series.ts'

/** What the detector said of one row. */
export interface Verdict {
  readonly score: number
  readonly anomaly: boolean
}

/** How rows become alerts and when an alert counts as right. All in rows. */
export interface Joining {
  /** Flagged rows at most this far apart are one alert. */
  readonly gap: number
  /** An alert this far from an anomaly still belongs to it. */
  readonly slack: number
  /** A longer alert counts as several: it would be posted again. */
  readonly longest: number
}

function joiningFor(intervalSec: number): Joining {
  if (intervalSec >= 86_400) return { gap: 1, slack: 0, longest: 7 }
  if (intervalSec >= 3600) return { gap: 3, slack: 1, longest: 24 }
  return { gap: 10, slack: 5, longest: 60 }
}

/** What came of one anomaly. `delay`: rows from its start to the first flagged row, null when it was missed. */
export interface Found {
  readonly label: Label
  readonly delay: number | null
}

/** Plain counts, so that series can be added up. */
export interface Tally {
  readonly weeks: number
  readonly alerts: number
  readonly falseAlerts: readonly RowRange[]
  readonly found: readonly Found[]
}

/** Counts of a series from its split on. Rows that are ignored count neither way. */
export function tally(
  series: LabelledSeries,
  verdicts: readonly Verdict[],
  joining = joiningFor(series.intervalSec),
): Tally {
  const { split, labels, ignored } = series
  const out = verdicts.map(() => false)
  for (const { from, to } of ignored) out.fill(true, from, to + 1)
  const flagged = verdicts.flatMap(({ anomaly }, row) => (anomaly && row >= split && !out[row] ? [row] : []))
  const events = labels.filter(({ to }) => to >= split)
  const alerts = alertsOf(flagged, joining)
  const belongs = ({ from, to }: RowRange, event: RowRange) =>
    to >= event.from - joining.slack && from <= event.to + joining.slack
  return {
    weeks: ((verdicts.length - split) * series.intervalSec) / 604_800,
    alerts: alerts.length,
    falseAlerts: alerts.filter((alert) => !events.some((event) => belongs(alert, event))),
    found: events.map((event) => {
      const first = flagged.find((row) => belongs({ from: row, to: row }, event))
      // An alert that spans the anomaly without a flagged row in it still met it.
      const met = first ?? (alerts.some((alert) => belongs(alert, event)) ? event.from : undefined)
      return { label: event, delay: met === undefined ? null : Math.max(0, met - event.from) }
    }),
  }
}

/** Flagged rows joined into alerts, overlong ones cut. */
export function alertsOf(flagged: readonly number[], { gap, longest }: Pick<Joining, 'gap' | 'longest'>): RowRange[] {
  const runs: { from: number; to: number }[] = []
  for (const row of flagged) {
    const open = runs.at(-1)
    if (open && row - open.to <= gap) open.to = row
    else runs.push({ from: row, to: row })
  }
  return runs.flatMap(({ from, to }) =>
    Array.from({ length: Math.ceil((to - from + 1) / longest) }, (_, part) => ({
      from: from + part * longest,
      to: Math.min(to, from + (part + 1) * longest - 1),
    })),
  )
}

export interface Figures {
  readonly series: number
  readonly alerts: number
  readonly falseAlerts: number
  /** Of the alerts posted. */
  readonly falseShare: number
  readonly falsePerWeek: number
  readonly events: number
  readonly recall: number
  /** Rows from start to first flag, of the anomalies found. */
  readonly medianDelay: number
  readonly f1: number
}

/** The figures of several series together. */
export function figuresOf(tallies: readonly Tally[]): Figures {
  const found = tallies.flatMap((each) => each.found)
  const alerts = sum(tallies.map((each) => each.alerts))
  const falseAlerts = sum(tallies.map((each) => each.falseAlerts.length))
  const met = found.flatMap(({ delay }) => (delay === null ? [] : [delay])).toSorted((a, b) => a - b)
  const recall = found.length === 0 ? Number.NaN : met.length / found.length
  const precision = alerts === 0 ? 1 : 1 - falseAlerts / alerts
  return {
    series: tallies.length,
    alerts,
    falseAlerts,
    falseShare: 1 - precision,
    falsePerWeek: falseAlerts / sum(tallies.map((each) => each.weeks)),
    events: found.length,
    recall,
    medianDelay: met[Math.floor(met.length / 2)] ?? Number.NaN,
    f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
