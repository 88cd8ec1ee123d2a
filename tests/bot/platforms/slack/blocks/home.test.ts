import { test } from 'vitest'
import { homeView, promptsOf } from '../../../../../src/bot/platforms/slack/blocks/home.ts'
import type { KpiState, Overview } from '../../../../../src/bot/overview.ts'

const kpi = (label: string, now: KpiState['now'] = null): KpiState => ({
  label,
  definition: 'Order value after discounts and before refunds',
  owner: 'finance',
  question: `${label.toLowerCase()} last week`,
  now,
})

const overview: Overview = {
  name: 'Ana',
  questions: ['Revenue last month compared with the month before', 'New customers by week this year'],
  groups: [
    {
      label: 'Sales',
      kpis: [
        kpi('Revenue', {
          value: '€29.9k',
          period: 'last week',
          change: { words: '+4.2% on the week before', direction: 'up', isGood: true },
          spark: [3, 4, 4, 5, 4, 6, 7],
        }),
        kpi('Refunds', {
          value: '€1.2k',
          period: 'last week',
          change: { words: '+12% on the week before', direction: 'up', isGood: false },
          spark: [1, 1, 2, 3],
        }),
      ],
    },
    { label: 'Web', kpis: [{ ...kpi('Sessions'), definition: null, owner: null }] },
  ],
  follows: ['Revenue every Monday at 9:00'],
  help: ['Ask in plain words: “revenue by region last month”.', 'In a channel, mention me first.'],
}

test('App Home of a small catalog shows each KPI in full', async ({ expect }) => {
  await expect(`${JSON.stringify(homeView(overview), null, 2)}\n`).toMatchFileSnapshot('golden/home.json')
})

test('App Home of a large catalog lists its KPIs closely, and says how many are left', ({ expect }) => {
  const groups = Array.from({ length: 5 }, (_, group) => ({
    label: `View ${group}`,
    kpis: Array.from({ length: 60 }, (_, index) => kpi(`KPI ${group}.${index}`)),
  }))
  const { blocks } = homeView({ ...overview, groups })
  const shown = JSON.stringify(blocks)
  expect(blocks.length).toBeLessThan(40)
  expect(shown).toContain('KPI 0.0')
  expect(shown).toContain('KPI 2.29')
  expect(shown).not.toContain('KPI 2.30')
  expect(shown).toContain('… and 150 more KPIs')
})

test('somebody without rights is told so, not shown an empty page', ({ expect }) => {
  const shown = JSON.stringify(homeView({ ...overview, name: null, groups: [], questions: [] }))
  expect(shown).toContain('no KPIs here')
  expect(shown).toContain('"Hello"')
})

test('four questions at most are suggested, none of them empty', ({ expect }) => {
  expect(promptsOf(['', 'a', ' ', 'b', 'c', 'd', 'e']).map(({ message }) => message)).toEqual(['a', 'b', 'c', 'd'])
})
