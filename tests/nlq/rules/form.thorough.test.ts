/** Every third combination of fields of the form for alerts, on every catalog. */
import { expect, test } from 'vitest'
import { formKpis } from '../../../src/nlq/rules/formable.ts'
import { misread } from './form-filled.ts'
import { lexicons, type Trade } from './minds.ts'

test.for(Object.keys(lexicons) as Trade[])('a %s reads each sentence of the form as its fields', async (trade) => {
  const { wrong, tried } = misread(trade, await formKpis(lexicons[trade], () => true), 3)
  expect(wrong).toEqual([])
  expect(tried).toBeGreaterThan(100)
})
