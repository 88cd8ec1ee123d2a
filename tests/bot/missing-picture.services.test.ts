import { afterEach, expect, test } from 'vitest'
import type { Content, Receipt } from '../../src/bot/platform.ts'
import { picture } from '../contracts/replies.ts'
import { createChat, entryOf, startInstance, until, type Fate, type Instance } from '../support/instances.ts'
import { useStore } from '../support/store.ts'

const own = useStore()
let instance: Instance | null = null

afterEach(async () => {
  await instance?.close()
  instance = null
})

const busy: Receipt = { kind: 'later', because: 'the files are busy', afterMs: null }

/** A chat that shows words, and whose files never work; it keeps what pictures were asked of it. */
function startWith(fate: Fate, pictureGivenUpAfterMs = 150) {
  const chat = createChat()
  const asked: Content[] = []
  const times = { givenUpAfterMs: 2_000, pictureGivenUpAfterMs, firstPauseMs: 10, longestPauseMs: 20 }
  instance = startInstance(own.database.keeperUrl, chat, { times })
  for (let n = 0; n < 500; n++)
    chat.fates.push((outgoing, post) => {
      if (outgoing.content.kind !== 'picture') return post()
      asked.push(outgoing.content)
      return fate(outgoing, post)
    })
  return { chat, asked, running: instance }
}

async function sendWithPicture({ deliver }: Instance): Promise<string> {
  const words = entryOf('Revenue was 5')
  await (
    await deliver.write(words)
  ).out
  const parcel = { kind: 'picture', of: words.key, reply: { ...replyOf(words), picture }, picture } as const
  const key = `${words.key} picture`
  await (
    await deliver.write({ ...words, key, parcel, owner: null })
  ).out
  return key
}

function replyOf({ parcel }: ReturnType<typeof entryOf>) {
  return parcel.reply
}

test('an answer whose chart never comes says so, instead of leaving its readers to wait', async () => {
  const { asked, running, chat } = startWith(({ content }, post) =>
    content.kind === 'picture' && content.picture ? busy : post(),
  )
  const key = await sendWithPicture(running)
  await until(
    async () => (await running.outbox.find(key))?.state === 'sent',
    () => running.sweep(),
  )
  expect(asked.length).toBeGreaterThan(1)
  expect(asked.at(-1)).toMatchObject({ picture: null, reply: { picture: null } })
  expect(asked.at(-1)?.reply.pictureMissing).toMatch(/chart could not be/)
  expect(chat.posted.map(({ kind }) => kind)).toEqual(['reply', 'picture'])
})

test('where not even that can be said, the words stay and nobody is told of a failure', async () => {
  const { running, chat } = startWith(() => busy)
  const key = await sendWithPicture(running)
  await until(
    async () => (await running.outbox.find(key))?.state === 'refused',
    () => running.sweep(),
  )
  expect(chat.texts()).toEqual(['Revenue was 5'])
})

test('a chart that comes a little later is shown', async () => {
  let tries = 0
  const { running, asked } = startWith((_outgoing, post) => ((tries += 1) < 3 ? busy : post()), 120_000)
  const key = await sendWithPicture(running)
  await until(
    async () => (await running.outbox.find(key))?.state === 'sent',
    () => running.sweep(),
  )
  expect(asked.at(-1)).toMatchObject({ picture })
})
