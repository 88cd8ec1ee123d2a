import { expect, test } from 'vitest'
import { createDetector } from '../../../../src/analytics/live/detect/detector.ts'
import type { DetectorOptions, Point, Reading } from '../../../../src/analytics/live/detect/reading.ts'
import { hours } from './series.ts'

const steady: DetectorOptions = { goodWhen: 'steady' }

function play(points: readonly Point[], options = steady): Reading[] {
  const detector = createDetector(options)
  return points.map((point) => detector.observe(point))
}

test('nothing in a reading comes from a later point', () => {
  const points = hours(1200)
  const altered = points.map((point, index) => (index < 900 ? point : { ...point, value: point.value * 50 }))
  expect(play(points.slice(0, 900))).toEqual(play(points).slice(0, 900))
  expect(play(altered).slice(0, 900)).toEqual(play(points).slice(0, 900))
})

test('a detector that goes on from its state reads as one that never stopped', () => {
  const points = hours(1200, { change: (index, value) => (index === 1000 ? value * 3 : value) })
  const whole = play(points)
  for (const stop of [1, 20, 40, 300, 1000]) {
    const first = createDetector(steady)
    for (const point of points.slice(0, stop)) first.observe(point)
    const state = JSON.parse(JSON.stringify(first.state()))
    const second = createDetector(steady, state)
    expect(points.slice(stop).map((point) => second.observe(point))).toEqual(whole.slice(stop))
  }
})

test('a state is some tens of kilobytes', () => {
  const detector = createDetector(steady)
  for (const point of hours(1200)) detector.observe(point)
  expect(JSON.stringify(detector.state()).length).toBeLessThan(50_000)
})

test('a state of another version, or one that would forecast nothing, is refused', () => {
  const detector = createDetector(steady)
  for (const point of hours(300)) detector.observe(point)
  const { version, memory } = detector.state()
  expect(() => createDetector(steady, { version: version - 1, memory })).toThrow(/version/)
  // As states of a build read that knew fewer levels, and for which the version had not been raised.
  const { experts, ...rest } = memory as { experts: { levels: object } }
  const poorer = { ...rest, experts: { ...experts, levels: { slow: 1, fast: 1 }, day: null, week: null } }
  expect(() => createDetector(steady, { version, memory: poorer })).toThrow(/no normal range/)
})
