import { expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { shopPolicies } from '../../support/guarded-shop.ts'
import { queries } from './queries.ts'

const policies = shopPolicies()

test.for(queries)('admitted: %s', async (sql) => {
  for (const mode of ['schemas', 'temporary'] as const) {
    const verdict = await createGuard({ mode }).text(sql, policies.get('emea')!)
    expect(verdict.verdict === 'safe' ? 'safe' : `${verdict.rule}: ${verdict.because}`).toBe('safe')
  }
})
