import { expect, test } from 'vitest'
import { alertsOf, figuresOf, tally } from './measure.ts'
import { periodOf, volumeUnderSurface } from './ranking.ts'
import type { LabelledSeries } from './worlds/series.ts'

const series = (rows: number, parts: Partial<LabelledSeries>): LabelledSeries => ({
  id: 'one',
  world: 'none',
  intervalSec: 3600,
  rows: Array.from({ length: rows }, (_, row) => ({ at: row * 3600, value: 0 })),
  split: 0,
  labels: [],
  faint: [],
  ignored: [],
  ...parts,
})
const flagged = (rows: number, ...at: number[]) =>
  Array.from({ length: rows }, (_, row) => ({ score: at.includes(row) ? 1 : 0, anomaly: at.includes(row) }))

test('flagged rows near one another are one alert, and a long one is several', () => {
  expect(alertsOf([1, 2, 5, 9], { gap: 3, longest: 24 })).toEqual([
    { from: 1, to: 5 },
    { from: 9, to: 9 },
  ])
  expect(alertsOf([0, 1, 2, 3, 4], { gap: 1, longest: 2 })).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 3 },
    { from: 4, to: 4 },
  ])
})

test('an alert beside an anomaly is right within the slack and false beyond it', () => {
  const labels = [{ kind: 'drop', from: 50, to: 55 }] as const
  const near = tally(series(168, { labels }), flagged(168, 56))
  expect(near).toMatchObject({ weeks: 1, alerts: 1, falseAlerts: [], found: [{ delay: 6 }] })
  const far = tally(series(168, { labels }), flagged(168, 58))
  expect(far).toMatchObject({ alerts: 1, falseAlerts: [{ from: 58, to: 58 }], found: [{ delay: null }] })
})

test('history and ignored rows count neither way', () => {
  const judged = tally(series(100, { split: 20, ignored: [{ from: 40, to: 50 }] }), flagged(100, 10, 45, 60))
  expect(judged.falseAlerts).toEqual([{ from: 60, to: 60 }])
})

test('figures are of all series together', () => {
  const labels = [{ kind: 'spike', from: 50, to: 50 }] as const
  const figures = figuresOf([
    tally(series(168, { labels }), flagged(168, 50, 100)),
    tally(series(168, { labels }), flagged(168)),
  ])
  expect(figures).toMatchObject({ alerts: 2, falseShare: 0.5, falsePerWeek: 0.5, recall: 0.5, f1: 0.5, medianDelay: 0 })
})

test('a score that ranks the anomaly first fills the volume, one that ranks it last leaves it empty', () => {
  const events = [{ from: 500, to: 520 }]
  const rows = Array.from({ length: 1000 }, (_, row) => row)
  const right = rows.map((row) => Math.max(0, 1 - Math.abs(row - 510) / 100))
  expect(volumeUnderSurface(events, right, 40)).toBeGreaterThan(0.9)
  expect(
    volumeUnderSurface(
      events,
      right.map((score) => -score),
      40,
    ),
  ).toBeLessThan(0.05)
})

test('without a buffer the volume is the area under precision and recall', () => {
  const score = [0.9, 0.8, 0.7, 0.6, 0.5]
  expect(volumeUnderSurface([{ from: 1, to: 1 }], score, 0, 5)).toBeCloseTo(0.5)
})

test('the season of a wave is its length', () => {
  expect(periodOf(Array.from({ length: 2000 }, (_, row) => Math.sin((2 * Math.PI * row) / 48)))).toBe(48)
  expect(periodOf(Array.from({ length: 2000 }, (_, row) => row))).toBe(125)
})
