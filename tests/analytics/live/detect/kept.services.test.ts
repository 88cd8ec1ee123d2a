/** A detector's state is kept as jsonb, which orders keys and writes numbers in its own way: nothing may be lost by that. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDetector } from '../../../../src/analytics/live/detect/detector.ts'
import type { DetectorState, Point } from '../../../../src/analytics/live/detect/reading.ts'
import { keepStates, readStates } from '../../../../src/analytics/live/store/detectors.ts'
import { makeSeries } from '../../../detect/worlds/make-series.ts'
import { worlds } from '../../../detect/worlds/worlds.ts'
import { useStore } from '../../../support/store.ts'

const own = useStore()
const DAY = 86_400_000

async function keptAndRead(state: DetectorState, kpi: string): Promise<DetectorState> {
  await keepStates(own.store, 'hour', [{ kpi, slice: '{}', upto: new Date(0), state }])
  const [read] = await readStates(own.store, 'hour', [{ kpi, slice: '{}' }])
  return read!.state as DetectorState
}

async function expectToGoOn(points: readonly Point[], stops: readonly number[], name: string): Promise<void> {
  const whole = createDetector({ goodWhen: 'steady' })
  let resumed = createDetector({ goodWhen: 'steady' })
  for (const [index, point] of points.entries()) {
    if (stops.includes(index))
      resumed = createDetector({ goodWhen: 'steady' }, await keptAndRead(resumed.state(), name))
    expect(resumed.observe(point), `${name}, row ${index}`).toEqual(whole.observe(point))
  }
  const at = points.at(-1)!.at
  expect(resumed.forecast(at + DAY), name).toEqual(whole.forecast(at + DAY))
  expect(resumed.silenceAfter()).toEqual(whole.silenceAfter())
  expect(resumed.state()).toEqual(whole.state())
}

test.for(worlds)('$name: a detector that was kept and read goes on as one that never stopped', async (world) => {
  for (const number of [0, 2]) {
    const points = makeSeries(world, number)
      .rows.slice(0, 2500)
      .map(({ at, value, volume }) => ({ at: at * 1000, value, ...(volume !== undefined && { volume }) }))
    const stops = [1, 13, 33, 61, 200, 450, 700, 1300, 2000]
    await expectToGoOn(points, stops, `${world.name} ${number}`)
  }
})

test('whatever values came, what was kept is what is read', async () => {
  const value = fc.oneof(
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, Infinity, Number.NaN, null),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 60, maxLength: 120 }), fc.nat(119), async (values, stop) => {
      const points = values.map((each, index) => ({ at: index * 3_600_000, value: each }))
      await expectToGoOn(points, [stop, stop + 1, stop + 40], 'anything')
    }),
    { numRuns: 40 },
  )
})
