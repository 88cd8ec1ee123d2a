import { describe, expect, test } from 'vitest'
import { inShort, mindOf, planAfter, planOf } from './ask-in-tests.ts'
import { shop } from './catalogs.ts'

const mind = mindOf(shop)
const all = 'region,country,category,product,channel,status,is_gift'
const fridays = '2026-11-13,2026-11-06,2026-10-30,2026-10-23'
const weeks = '2026-11-02,2026-10-26,2026-10-19,2026-10-12'

test.for([
  ['why did revenue drop yesterday?', `revenue drivers in ${all} against ${fridays} from 2026-11-20 to 2026-11-21`],
  [
    'what drove the change in orders last week',
    `orders drivers in ${all} against ${weeks} from 2026-11-09 to 2026-11-16`,
  ],
  [
    'explain the fall in revenue on Friday',
    `revenue drivers in ${all} against ${fridays} from 2026-11-20 to 2026-11-21`,
  ],
  ['why did revenue drop last month', `revenue drivers in ${all} against 2026-09-01 from 2026-10-01 to 2026-11-01`],
  [
    'why was revenue down yesterday compared with the day before',
    `revenue drivers in ${all} against 2026-11-19 from 2026-11-20 to 2026-11-21`,
  ],
  [
    'why did orders fall in Germany last week',
    `orders drivers in ${all.replace('country,', '')} where country=Germany against ${weeks} from 2026-11-09 to 2026-11-16`,
  ],
  [
    'why did revenue decline yesterday by region',
    `revenue drivers in region against ${fridays} from 2026-11-20 to 2026-11-21`,
  ],
  ['why are refunds up', `refunds drivers in ${all} against ${fridays} from 2026-11-20 to 2026-11-21`],
] as const)('"%s" looks for the segments that moved it', async ([text, wanted]) => {
  const short = inShort(await planOf(mind, text))
  expect(short.split(' ').toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    wanted.split(' ').toSorted((a, b) => (a < b ? -1 : 1)),
  )
})

describe('what was understood', () => {
  test('names the period and what it is compared with', async () => {
    const plan = await planOf(mind, 'why did revenue drop?')
    expect(plan.kind === 'query' && plan.understood).toBe(
      'What moved revenue, Fri 20 Nov 2026 (Europe/Berlin), compared with the average of the same time in the 4 weeks before',
    )
  })

  test('a question of its own is one in a thread too', async () => {
    const plan = await planAfter(mind, ['orders by region last month', 'why did revenue drop yesterday?'])
    expect(inShort(plan)).toContain(`revenue drivers in ${all}`)
  })
})

test.for(['why is revenue so low', 'why do people buy so much', 'why is Germany so low', 'why did it drop'])(
  '"%s" asks for a cause, which is not in the data',
  async (text) => {
    expect((await planOf(mind, text)).kind).toBe('decline')
  },
)

test.for([
  ['why did revenue drop yesterday?', 'down'],
  ['why is revenue down last month', 'down'],
  ['why are refunds up', 'up'],
  ['what drove the change in orders last week', undefined],
] as const)('"%s" takes it to have moved that way', async ([text, moved]) => {
  const plan = await planOf(mind, text)
  const shape = plan.kind === 'query' ? plan.query.shape : null
  expect(shape?.kind === 'drivers' && { moved: shape.moved }).toEqual({ moved })
})
