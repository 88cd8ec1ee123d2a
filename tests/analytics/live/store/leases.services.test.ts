import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import {
  holdersOf,
  LeaseLost,
  releaseLeases,
  renewLeases,
  takeLeases,
  underLease,
} from '../../../../src/analytics/live/store/leases.ts'
import { useStore } from '../../../support/store.ts'

const own = useStore()
beforeEach(() => own.store.deleteFrom('tidings.leases').execute())

const names = ['part/1', 'part/2', 'part/3']
const take = (holder: string, limit = 3, forMs = 60_000) => takeLeases(own.store, holder, { names, limit, forMs })

test('what somebody holds is nobody else’s', async () => {
  expect(await take('one', 2)).toHaveLength(2)
  expect(await take('other')).toMatchObject([{ name: 'part/3', holder: 'other', term: 1n }])
  expect(await holdersOf(own.store, 'part/')).toBe(2)
})

test('what ends is the next one’s, of a higher term', async () => {
  const first = await take('one', 3, 50)
  await sleep(80)
  expect(await take('other')).toMatchObject([{ term: 2n }, { term: 2n }, { term: 2n }])
  expect(await renewLeases(own.store, first, 60_000)).toEqual([])
})

test('what is renewed stays, also when it had ended and nobody took it', async () => {
  const held = await take('one', 3, 50)
  await sleep(80)
  expect(await renewLeases(own.store, held, 60_000)).toHaveLength(3)
  expect(await take('other')).toEqual([])
})

test('what is given back is free at once', async () => {
  await releaseLeases(own.store, await take('one'))
  expect(await take('other')).toHaveLength(3)
})

test('nothing is written under a lease that was lost', async () => {
  const [lease] = await take('one', 1, 50)
  await sleep(80)
  await take('other')
  const writing = underLease(own.store, lease!, (transaction) =>
    transaction.insertInto('tidings.tracks').values({ rule: 'lost', slice: '{}', track: '{}' }).execute(),
  )
  await expect(writing).rejects.toThrow(LeaseLost)
  expect(await own.store.selectFrom('tidings.tracks').select('rule').where('rule', '=', 'lost').execute()).toEqual([])
})

test('who writes cannot lose the lease meanwhile; who stands still there is cut off', async () => {
  const [lease] = await take('one', 1, 50)
  await sleep(80)
  const writing = underLease(own.store, lease!, async () => {
    expect(await take('other')).not.toContainEqual(expect.objectContaining({ name: 'part/1' }))
  })
  await writing
  const stopped = underLease(own.store, lease!, async (transaction) => {
    await sleep(4_500)
    await sql`SELECT 1`.execute(transaction)
  })
  await expect(stopped).rejects.toThrow()
  expect(await take('third')).toContainEqual(expect.objectContaining({ name: 'part/1', term: 2n }))
})
