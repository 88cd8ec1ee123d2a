/** The form for alerts: whatever is filled in, its sentence is read as exactly that rule. A sample; the rest is thorough. */
import { describe, expect, test } from 'vitest'
import { whyNoRule, type AlertFields } from '../../../src/nlq/rules/form.ts'
import { formKpis } from '../../../src/nlq/rules/formable.ts'
import { misread } from './form-filled.ts'
import { lexicons, type Trade } from './minds.ts'

describe.each(Object.keys(lexicons) as readonly Trade[])('the form of a %s', async (trade) => {
  const offered = await formKpis(lexicons[trade], () => true)

  test('offers most of what the catalog has', () => {
    const { kpis, views } = lexicons[trade].knowledge.catalog
    const timed = [...kpis.values()].filter(({ view }) => views.get(view)?.time)
    expect(offered.length).toBeGreaterThan(timed.length * 0.8)
  })

  test('makes sentences that are read as exactly its fields', () => {
    const { wrong, tried } = misread(trade, offered, 47)
    expect(wrong).toEqual([])
    expect(tried).toBeGreaterThan(5)
  })
})

test('offers only what somebody may have', async () => {
  const offered = await formKpis(lexicons.shop, ({ kpi, slice }) => kpi === 'revenue' && slice.kind === 'whole')
  expect(offered).toMatchObject([{ name: 'revenue', dimensions: [] }])
})

const filled: AlertFields = {
  each: null,
  grain: 'hour',
  condition: 'falls',
  amount: 20,
  against: 'normal',
  buckets: 1,
  quiet: null,
  severity: 'warning',
}

test.for([
  [{}, null],
  [{ amount: NaN }, 'Say how much.'],
  [{ amount: 0 }, 'A change is between 0.01 and 10,000 %.'],
  [{ condition: 'below', amount: -1 }, 'A bound is 0 or more.'],
  [{ condition: 'silent', amount: 1.5 }, 'Silence is a whole number, from 1 up.'],
  [{ buckets: 0 }, 'In a row: a whole number from 1 to 24.'],
  [{ quiet: { from: '22:00', to: '22:00' } }, 'Quiet hours begin and end at two times.'],
] as const)('%o is refused: %s', ([fields, because]) => {
  expect(whyNoRule({ ...filled, ...fields })).toBe(because)
})
