import { expect, test } from 'vitest'
import { sql } from 'kysely'
import { figuresOfPlaces, figuresOfRules } from '../../../src/analytics/live/store/alert-figures.ts'
import { keepRule } from '../../../src/analytics/live/store/rules.ts'
import { createWeekly } from '../../../src/bot/rules/fatigue.ts'
import type { Entry } from '../../../src/bot/outbox.ts'
import { ruleOf } from '../../support/rule.ts'
import { useStore } from '../../support/store.ts'
import { watchedShop } from '../../support/watched-shop.ts'

const own = useStore()
/** A Monday, 10:05 in Berlin. */
const monday = new Date('2026-11-23T09:05:00Z')
const place = 'slack:T01/C03'

async function incident(id: string, rule: string, daysAgo: number, votes: readonly ('useful' | 'not_useful')[] = []) {
  const at = new Date(monday.getTime() - daysAgo * 86_400_000)
  await sql`INSERT INTO tidings.incidents (id, rule, kpi, slice, state, opened_at, changed_at, resolved_at, revision, content)
    VALUES (${id}, ${rule}, 'orders', '{}', 'resolved', ${at}, ${at}, ${at}, 1, ${JSON.stringify({ tell: [place] })}::jsonb)`.execute(
    own.store,
  )
  for (const [index, verdict] of votes.entries())
    await sql`INSERT INTO tidings.incident_votes (incident, person, verdict) VALUES (${id}, ${`p${index}`}, ${verdict})`.execute(
      own.store,
    )
}

test('who owns alerts that few find useful, or that tell too often, hears of them once a week, alone', async () => {
  const catalog = watchedShop()
  const rule = (id: string, owner: string | null) =>
    keepRule(own.store, ruleOf({ id, kpi: 'orders', tell: [place], owner }), {
      source: 'chat',
      madeBy: 'slack:T01/U09',
    })
  await rule('disliked', 'slack:T01/U02')
  await rule('liked', 'slack:T01/U02')
  await rule('noisy', null)
  await incident('a', 'disliked', 2, ['not_useful', 'not_useful', 'useful'])
  await incident('b', 'liked', 2, ['useful', 'useful', 'not_useful'])
  await incident('old', 'liked', 9, ['not_useful', 'not_useful', 'not_useful'])
  for (let index = 0; index < 15; index++) await incident(`n${index}`, 'noisy', 3)

  const written = new Map<string, Entry>()
  const weekly = createWeekly({
    store: own.store,
    catalog,
    deliver: {
      async write(entry) {
        written.set(entry.key, entry)
        return { out: Promise.resolve({ kind: 'already_sent' }) }
      },
    },
    privately: ({ workspace, user }) => ({ platform: 'slack', workspace, conversation: user, thread: null }),
  })
  await weekly(new Date('2026-11-22T09:05:00Z'))
  await weekly(new Date('2026-11-23T07:59:00Z'))
  expect(written.size).toBe(0)
  await weekly(monday)
  await weekly(new Date('2026-11-23T14:05:00Z'))
  const told = [...written.values()].map(({ to, parcel }) => [
    to.place.conversation,
    'reply' in parcel ? parcel.reply.result.text : '',
  ])
  expect(told).toHaveLength(2)
  const [disliked, noisy] = told.toSorted(([a], [b]) => (a! < b! ? -1 : 1))
  expect(disliked![0]).toBe('U02')
  expect(disliked![1]).toMatch(/orders per hour are unusually low.*\(slack:T01\/C03\): fired once, 1 of 3 found useful/)
  expect(disliked![1]!.match(/^• /gm)).toHaveLength(1)
  expect(noisy).toEqual(['U09', expect.stringContaining('fired 15 times')])
  expect(written.has('fatigue:2026-11-23:slack:T01/U02')).toBe(true)
})

test('alerts and verdicts are counted by rule, and by place and day', async () => {
  const since = new Date(monday.getTime() - 7 * 86_400_000)
  expect((await figuresOfRules(own.store, since)).get('liked')).toMatchObject({
    fired: 1,
    open: 0,
    votes: 3,
    useful: 2,
  })
  expect(await figuresOfPlaces(own.store, since, 'Europe/Berlin')).toEqual([
    { place, day: '2026-11-21', alerts: 2, votes: 6, useful: 3 },
    { place, day: '2026-11-20', alerts: 15, votes: 0, useful: 0 },
  ])
})
