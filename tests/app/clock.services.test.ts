import { pino } from 'pino'
import { expect, test } from 'vitest'
import { startClock } from '../../src/app/clock.ts'

test('a job that fails is logged under its name, and runs again when its time comes', async () => {
  const lines: { readonly job: string; readonly msg: string }[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) })
  let runs = 0
  async function run(): Promise<never> {
    runs++
    throw new Error('not today')
  }
  const clock = startClock([{ name: 'look', at: '* * * * * *', run }], log)
  await expect.poll(() => runs).toBeGreaterThan(1)
  clock.stop()
  expect(lines.slice(0, 2)).toMatchObject([
    { job: 'look', msg: 'scheduled job failed' },
    { job: 'look', msg: 'scheduled job failed' },
  ])
})
