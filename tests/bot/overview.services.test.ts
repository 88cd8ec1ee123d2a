import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChat, type Chat } from '../support/chat-on-demo.ts'
import { DEMO_NOW } from '../support/server.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

const overviewOf = (user: string) =>
  chat.app.overview({ platform: 'chat', workspace: 'shop', user }, new Date(DEMO_NOW))

test('it greets by name, offers questions that work, and groups the KPIs by what they are about', async () => {
  const overview = await overviewOf('fred')
  expect(overview.name).toBe('Fred')
  for (const text of overview.questions.slice(0, 3))
    expect((await chat.say('fred', 'dm', text))?.reply.result.kind, text).toBe('answer')
  expect(overview.groups.map(({ label }) => label)).toEqual(['Sales', 'Customers', 'Support', 'Web', 'Subscriptions'])
})

test('a figure is that of the last whole week beside the one before, as the question it stands for answers', async () => {
  const { groups } = await overviewOf('fred')
  const revenue = groups[0]!.kpis[0]!
  expect(revenue).toMatchObject({ label: 'Revenue', owner: 'finance', now: { period: 'last week' } })
  expect(revenue.question).toBe('Revenue last week compared with the week before')
  const answer = await chat.say('fred', 'dm', revenue.question)
  const [value, before] = answer!.reply.result.rows[0] as [number, number]
  expect(revenue.now!.spark.slice(-2)).toEqual([before, value])
  expect(revenue.now!.spark).toHaveLength(14)
  expect(revenue.now!.change!.direction).toBe(value > before ? 'up' : 'down')
  expect(revenue.now!.change!.isGood).toBe(value > before)
  expect(revenue.now!.change!.words).toMatch(/^[+−][\d.]+% on the week before$/)
  expect(revenue.now!.value).toMatch(/^€[\d.]+k$/)
})

test('every question that stands beside a figure works', async () => {
  const { groups } = await overviewOf('fred')
  const questions = groups.flatMap(({ kpis }) => kpis.map(({ question }) => question))
  expect(questions.length).toBeGreaterThan(30)
  for (const [at, question] of questions.entries()) {
    const answer = await chat.say('fred', `board/${at}`, question)
    expect(answer?.reply.result.kind, question).toBe('answer')
  }
})

test('some of every group have a figure, a dozen in all; the others are listed', async () => {
  const { groups } = await overviewOf('fred')
  expect(groups.every(({ kpis }) => kpis.some(({ now }) => now !== null))).toBe(true)
  expect(groups.flatMap(({ kpis }) => kpis.filter(({ now }) => now !== null))).toHaveLength(12)
})

test('whether a change is good depends on the KPI', async () => {
  const { groups } = await overviewOf('fred')
  const changes = groups.flatMap(({ kpis }) =>
    kpis.flatMap(({ label, now }) => (now?.change ? [{ label, ...now.change }] : [])),
  )
  const kpis = [...chat.app.ground.catalog.kpis.values()]
  const good = changes.map(({ label, direction }) => {
    const goodWhen = kpis.find((kpi) => kpi.label === label)!.goodWhen
    return direction === 'flat' || goodWhen === 'steady' ? null : goodWhen === direction
  })
  expect(changes.map(({ isGood }) => isGood)).toEqual(good)
  expect(new Set(good).size).toBeGreaterThan(1)
})

test('it is under the rights of whose it is', async () => {
  const [fred, bob, ana, sue] = await Promise.all(['fred', 'bob', 'ana', 'sue'].map(overviewOf))
  const labels = (of: typeof fred) => of!.groups.flatMap(({ kpis }) => kpis.map(({ label }) => label))
  expect(labels(fred)).toContain('Gross margin')
  expect(labels(bob)).not.toContain('Gross margin')
  expect(sue!.groups.map(({ label }) => label)).toEqual(['Support'])
  const revenueOf = (of: typeof fred) => of!.groups[0]!.kpis[0]!.now!.spark.at(-1)!
  expect(revenueOf(ana)).toBeLessThan(revenueOf(fred))
})

test('where the data ends earlier, the period is named and the question asks for the course', async () => {
  const late = new Date('2027-03-01T12:00:00+01:00')
  const { groups } = await chat.app.overview({ platform: 'chat', workspace: 'shop', user: 'late' }, late)
  const revenue = groups[0]!.kpis[0]!
  expect(revenue.question).toBe('Revenue by week')
  expect(revenue.now?.period).toBe('9 Nov 2026 (week)')
})
