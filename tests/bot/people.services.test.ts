import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createPeople } from '../../src/bot/people.ts'
import type { Platform, Profile } from '../../src/bot/platform.ts'
import { says } from '../support/instances.ts'
import { useStore } from '../support/store.ts'

const own = useStore()

/** A process of its own: it remembers nobody yet. */
function start(profile: Profile = { locale: 'de', email: 'ana@example.com', name: 'Ana' }) {
  const platform: Platform = {
    name: 'chat',
    pictures: 'none',
    start: async () => {},
    send: async () => ({ kind: 'sent', messageId: '1' }),
    profile: async () => profile,
    health: async () => null,
    stop: async () => {},
  }
  return createPeople(
    () => platform,
    own.store,
    (error) => {
      throw error
    },
  )
}

async function rowOf(user: string) {
  const { rows } = await sql<{ locale: string | null; transaction: string }>`SELECT locale, xmin::text AS transaction
    FROM tidings.people WHERE person = ${`chat:T1/${user}`}`.execute(own.store)
  return rows[0]
}

const by = (user: string) => ({ author: { platform: 'chat', workspace: 'T1', user } })

test('who was seen today is looked up and not written again', async () => {
  expect(await start().known(says('x', by('ana')))).toMatchObject({ locale: 'de', email: 'ana@example.com' })
  const first = await rowOf('ana')
  expect(await start().known(says('x', by('ana')))).toMatchObject({ locale: 'de', name: 'Ana' })
  expect(await rowOf('ana')).toEqual(first)
})

test('a locale that the message itself names is kept', async () => {
  await start().known(says('x', by('bob')))
  expect(await start().known(says('x', { ...by('bob'), locale: 'fr' }))).toMatchObject({ locale: 'fr' })
  expect(await rowOf('bob')).toMatchObject({ locale: 'fr' })
})

test('whoever was not asked about since yesterday is asked about again', async () => {
  await start().known(says('x', by('cem')))
  await sql`UPDATE tidings.people SET profile_at = now() - interval '25 hours'`.execute(own.store)
  const moved = start({ locale: 'tr', email: null, name: 'Cem' })
  expect(await moved.known(says('x', by('cem')))).toMatchObject({ locale: 'tr' })
  expect(await rowOf('cem')).toMatchObject({ locale: 'tr' })
})
