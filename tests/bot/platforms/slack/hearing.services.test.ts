import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Hear } from '../../../../src/bot/platform.ts'
import { openSlack, replyTo, type OpenSlack } from '../../../support/slack-platform.ts'
import { startSlackWorld, type SlackWorld, type WorldOptions } from '../../../support/slack-world/world.ts'

let world: SlackWorld
let open: OpenSlack
afterEach(async () => {
  await open[Symbol.asyncDispose]()
  await world.close()
})

async function begin(
  mode: 'socket' | 'http',
  given: Partial<WorldOptions> = {},
  changes: Parameters<typeof openSlack>[2] = {},
) {
  world = await startSlackWorld({ mode, ...given })
  open = await openSlack(world, mode, changes)
  return { world, open, ana: world.user('ana'), ben: world.user('ben') }
}

const taken = { isNew: true, answered: Promise.resolve(true) }

describe.for(['socket', 'http'] as const)('over %s', (mode) => {
  test('a direct message is heard, acknowledged and answered in its thread', async () => {
    const { ana } = await begin(mode)
    const asked = await ana.dms('revenue last week')
    const message = await open.hears()
    expect(message).toMatchObject({
      id: `slack:${world.team.id}/${asked.channel}/${asked.ts}`,
      author: { platform: 'slack', workspace: world.team.id, user: ana.id },
      said: { kind: 'words', text: 'revenue last week' },
      audience: 'asker',
    })
    expect(await open.slack.send(replyTo(message, 'Revenue was $12,000.'))).toMatchObject({ kind: 'sent' })
    expect(await world.replyTo(asked)).toMatchObject({ text: expect.stringContaining('$12,000'), thread: asked.ts })
    await world.settled()
    expect(world.deliveries.every(({ attempts }) => attempts.length === 1)).toBe(true)
  })

  test('both events of a mention are the same message', async () => {
    const { ana } = await begin(mode)
    await ana.says('@tidings revenue last week', { in: '#sales' })
    await open.hears(2)
    const [first, second] = open.heard
    expect(first).toEqual(second)
    expect(first).toMatchObject({ said: { text: 'revenue last week' }, audience: 'everyone' })
  })

  test('nothing is acknowledged that was not written, and Slack sends it again', async () => {
    let failures = 2
    const hear: Hear = async () => {
      if (failures-- > 0) throw new Error('the database is away')
      return taken
    }
    const { ana } = await begin(mode, { times: { ackWithinMs: 2_000, retryAfterMs: [0, 50, 50] } }, { hear })
    await ana.dms('revenue last week')
    await open.hears(3)
    await world.settled()
    expect(new Set(open.heard.map(({ id }) => id)).size).toBe(1)
    expect(world.deliveries.flatMap(({ attempts }) => attempts).length).toBe(3)
  })

  test('an event whose writing takes too long is not acknowledged, and the writing goes on', async () => {
    let written = 0
    const hear: Hear = async () => {
      await sleep(written === 0 ? 2_300 : 0)
      written++
      return taken
    }
    const { ana } = await begin(mode, { times: { retryAfterMs: [0, 50] } }, { hear })
    await ana.dms('revenue last week')
    await world.settled()
    expect(written).toBe(2)
  })

  test('what was asked before a stop is in the inbox, and nothing is heard after it', async () => {
    let isWritten = false
    const hear: Hear = async () => {
      await sleep(200)
      isWritten = true
      return taken
    }
    const { ana } = await begin(mode, { times: { ackWithinMs: 300, retryAfterMs: [] } }, { hear })
    await ana.dms('revenue last week')
    await open.hears()
    await open.slack.stop()
    expect(isWritten).toBe(true)
    await ana.dms('orders last week')
    // Over a socket the event now waits for somebody who listens.
    if (mode === 'http') await world.settled()
    else await sleep(100)
    expect(open.heard.length).toBe(1)
  })

  test('a reply in a thread is heard where Tidings takes part, and nowhere else', async () => {
    const asked: string[] = []
    const isOurThread = async ({ thread }: { thread: string | null }) => {
      asked.push(thread ?? '')
      return false
    }
    const { ana, ben } = await begin(mode, {}, { parts: { isOurThread } })
    const ours = await ana.says('@tidings revenue last week', { in: '#sales' })
    const theirs = await ana.says('lunch?', { in: '#sales' })
    await ben.says('sure', { in: '#sales', thread: theirs })
    await world.settled()
    await ben.says('and by region?', { in: '#sales', thread: ours })
    await world.settled()
    await ben.says('and by channel?', { in: '#sales', thread: ours })
    await ben.says('@ana look', { in: '#sales', thread: ours })
    await world.settled()
    const words = open.heard.map(({ said }) => (said.kind === 'words' ? said.text : ''))
    expect(new Set(words)).toEqual(new Set(['revenue last week', 'and by region?', 'and by channel?']))
    expect(open.heard.at(-1)).toMatchObject({ isOverheard: true, author: { user: ben.id }, place: { thread: ours.ts } })
    // Whoever named Tidings in a thread made it ours.
    expect(asked).toEqual([theirs.ts])
  })

  test('/kpi is whispered, with the address to answer to', async () => {
    const { ana } = await begin(mode)
    const { responseUrl, acknowledged } = await ana.slash('/kpi', 'revenue today', { in: '#sales' })
    expect(acknowledged).toBe(true)
    expect(open.heard[0]).toMatchObject({
      said: { kind: 'words', text: 'revenue today' },
      audience: 'asker',
      isWhispered: true,
      handle: responseUrl,
      place: { conversation: world.channelId('#sales'), thread: null },
    })
    await open.slack.send(replyTo(open.heard[0]!, 'Revenue is $900.', { onlyFor: open.heard[0]!.author }))
    expect(await world.whisperTo(ana)).toMatchObject({ text: expect.stringContaining('$900') })
  })

  test('a command that cannot be taken says so to whoever typed it', async () => {
    const hear: Hear = () => Promise.reject(new Error('the database is away'))
    const { ana } = await begin(mode, {}, { hear })
    await ana.slash('/kpi', 'revenue today', { in: '#sales' })
    expect(await world.whisperTo(ana)).toMatchObject({ text: expect.stringContaining('try again') })
  })

  test('somebody who edits within a minute asks anew in the place of the old question', async () => {
    const { ana } = await begin(mode)
    const asked = await ana.says('@tidings revenu lst week', { in: '#sales' })
    await ana.edits(asked, '@tidings revenue last week')
    const edit = await world.until('the edit', () => open.heard.find(({ replaces }) => replaces !== undefined))
    expect(edit).toMatchObject({ replaces: open.heard[0]!.id, said: { text: 'revenue last week' } })
  })
})
