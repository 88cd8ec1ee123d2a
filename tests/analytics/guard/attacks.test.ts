import { expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { shopPolicies } from '../../support/guarded-shop.ts'
import { attacks } from './attacks.ts'

const guard = createGuard()
const emea = shopPolicies().get('emea')!

test.for(attacks.flatMap(([rule, ...statements]) => statements.map((sql) => [rule, sql] as const)))(
  '%s: %s',
  async ([rule, sql]) => {
    const verdict = await guard.text(sql, emea)
    expect(verdict.verdict === 'safe' ? `safe: ${verdict.query.text}` : verdict.rule).toBe(rule)
  },
)
