import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { backlogHealth, readBacklog } from '../../src/analytics/store/backlog.ts'
import { createMetrics } from '../../src/bot/metrics.ts'
import { createChat, entryOf, saying, says, startInstance } from '../support/instances.ts'
import { useStore } from '../support/store.ts'

const own = useStore()

test('what waits is counted with its age, and is no fault until nobody takes it', async () => {
  expect(await readBacklog(own.store, ['chat'])).toMatchObject({ unanswered: 0, oldestUnansweredSec: 0, unsent: 0 })
  const instance = startInstance(own.database.keeperUrl, createChat())
  const [first, second] = [entryOf('1', { in: 'C1' }), entryOf('2', { in: 'C1' })]
  await instance.inbox.take(says('revenue'))
  for (const entry of [first, second]) await instance.outbox.write({ entry, lane: 'chat C1' }, null)
  await sql`UPDATE tidings.inbox SET taken_at = now() - interval '30 seconds'`.execute(own.store)
  const waiting = await readBacklog(own.store, ['chat'])
  expect(waiting).toMatchObject({ unanswered: 1, unsent: 2, abandoned: 0 })
  expect(waiting.oldestUnansweredSec).toBeGreaterThanOrEqual(30)
  expect(await backlogHealth(own.store, ['chat'])).toBeNull()

  await sql`UPDATE tidings.outbox SET written_at = now() - interval '1 hour', due_at = now() - interval '1 hour'`.execute(
    own.store,
  )
  expect(await backlogHealth(own.store, ['chat'])).toBeNull()
  await sql`UPDATE tidings.outbox SET held_until = now() - interval '3 minutes'`.execute(own.store)
  expect(await backlogHealth(own.store, ['chat'])).toBe('1 messages wait and nobody takes them')
  expect(await backlogHealth(own.store, ['fax'])).toBeNull()
  await instance.outbox.closeLane({ name: 'chat C1', gapMs: 1, burst: 0 }, 60_000)
  expect(await backlogHealth(own.store, ['chat'])).toBeNull()
  await sql`UPDATE tidings.inbox SET held_until = now() - interval '3 minutes'`.execute(own.store)
  expect(await backlogHealth(own.store, ['chat'])).toBe('1 messages wait and nobody takes them')
  await instance.close()
})

test('the metrics name what was delivered, put off and waits', async () => {
  const metrics = createMetrics(() => readBacklog(own.store, ['chat']))
  metrics.answered('chat', saying('hello'))
  metrics.replied('chat', 120)
  metrics.tried('chat', { kind: 'sent', messageId: 'm1' })
  metrics.tried('chat', { kind: 'later', because: 'busy', afterMs: 10 })
  metrics.tried('chat', { kind: 'refused', because: 'archived' })
  const lines = (await metrics.print()).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'tidings_questions_total{platform="chat",kind="command"} 1',
      'tidings_reply_seconds_bucket{le="0.15",platform="chat"} 1',
      'tidings_deliveries_total{platform="chat",end="sent"} 1',
      'tidings_deliveries_total{platform="chat",end="refused"} 1',
      'tidings_delivery_retries_total{platform="chat"} 1',
      'tidings_waiting{what="message"} 1',
      'tidings_waiting{what="delivery"} 2',
    ]),
  )
})

test('metrics are printed without what waits while the store is away', async () => {
  const metrics = createMetrics(async () => {
    throw new Error('away')
  })
  expect(await metrics.print()).toContain('tidings_deliveries_total')
})
