import { expect, test } from 'vitest'
import { forecastsFrom, learntToday, readRecorded } from './recorded.ts'

const remedy =
  'states that are kept in databases would be misread: raise VERSION in src/analytics/live/detect/detector.ts, then ' +
  'record again with: npx tsx tests/detect/recorded.ts'

test('a state holds what states of this version held', () => {
  const { state } = readRecorded()
  expect(learntToday().version, remedy).toBe(state.version)
  expect(shapeOf(learntToday().memory), remedy).toEqual(shapeOf(state.memory))
})

test('a state of this version forecasts what it forecast', () => {
  const { state, forecasts } = readRecorded()
  const today = forecastsFrom(state)
  expect(today).toHaveLength(forecasts.length)
  for (const [index, was] of forecasts.entries())
    for (const name of ['expected', 'low', 'high'] as const)
      expect(today[index]?.[name], `${name} of hour ${index}: ${remedy}`).toBeCloseTo(was![name], 6)
})

/** Names, kinds and lengths, without the numbers. */
function shapeOf(memory: unknown): unknown {
  if (Array.isArray(memory)) return ['list of', shapeOf(memory[0])]
  if (memory === null || typeof memory !== 'object') return memory === null ? 'null' : typeof memory
  if ('f32' in memory) return `${Buffer.from(String(memory.f32), 'base64').length / 4} numbers`
  return Object.fromEntries(Object.entries(memory).map(([name, each]) => [name, shapeOf(each)]))
}
