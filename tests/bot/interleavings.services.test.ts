import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Receipt } from '../../src/bot/platform.ts'
import {
  createChat,
  perConversation,
  says,
  startInstance,
  until,
  type Fate,
  type Instance,
} from '../support/instances.ts'
import { useStore } from '../support/store.ts'

const own = useStore()

const fates = {
  'asks to wait': () => ({ kind: 'later', because: 'busy', afterMs: 60 }),
  'fails and did not do it': () => ({ kind: 'later', because: 'bad gateway', afterMs: null }),
  'fails and did it': (_outgoing, post) => {
    post()
    return { kind: 'later', because: 'bad gateway', afterMs: null }
  },
  'breaks down': () => {
    throw new Error('broken')
  },
  'never answers': () => new Promise<Receipt>(() => {}),
  'does it and never answers': (_outgoing, post) => {
    post()
    return new Promise<Receipt>(() => {})
  },
} satisfies Record<string, Fate>

const instance = fc.constantFrom(0, 1)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hear' as const), by: instance, message: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sweep' as const), by: instance }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), by: instance }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      how: fc.constantFrom(...(Object.keys(fates) as (keyof typeof fates)[])),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(300) }) },
)

test(
  'whatever fails, crashes and comes twice, each message is answered and its answer is there once',
  { timeout: 600_000 },
  async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const chat = createChat()
      chat.lane = perConversation(5, 2)
      // Short, and still longer than a busy machine keeps a process from going on with what it holds.
      const times = { sendMs: 480, findMs: 400, turnMs: 800, firstPauseMs: 10, longestPauseMs: 100 }
      const all: Instance[] = []
      const start = () => {
        const started = startInstance(own.database.keeperUrl, chat, { heldForMs: 600, longestTurnMs: 1_200, times })
        all.push(started)
        return started
      }
      const alive = [start(), start()]
      const messages = Array.from({ length: 10 }, (_, n) => says(`${n}`, { in: `C${n % 3}` }))
      const heard = new Set<number>()
      try {
        for (const each of steps)
          switch (each.do) {
            case 'hear':
              heard.add(each.message)
              await alive[each.by]!.hear(messages[each.message]!)
              break
            case 'sweep':
              await alive[each.by]!.sweep()
              break
            case 'crash':
              alive[each.by]!.die()
              alive[each.by] = start()
              break
            case 'fail':
              chat.fates.push(fates[each.how])
              break
            case 'wait':
              await sleep(each.ms)
          }
        chat.fates.length = 0
        await until(isAllEnded, async () => {
          await Promise.all(alive.map((each) => each.sweep()))
        })
        const expected = [...heard].map((n) => `re: ${n}`).toSorted()
        expect(chat.texts().toSorted()).toEqual(expected)
      } finally {
        await Promise.all(all.map((each) => each.close()))
        await sql`TRUNCATE tidings.inbox, tidings.outbox, tidings.lanes`.execute(own.store)
      }
    })
    await fc.assert(property, { numRuns: 25, endOnFailure: true })
  },
)

async function isAllEnded(): Promise<boolean> {
  const { rows } = await sql<{ open: number }>`SELECT
    (SELECT count(*)::int FROM tidings.inbox WHERE state <> 'answered') +
    (SELECT count(*)::int FROM tidings.outbox WHERE state <> 'sent') AS open`.execute(own.store)
  return rows[0]!.open === 0
}
