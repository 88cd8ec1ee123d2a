import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../../src/analytics/place.ts'
import type { Overview } from '../../../../src/bot/overview.ts'
import type { SlackParts } from '../../../../src/bot/platforms/slack/slack.ts'
import { openSlack, replyTo, type OpenSlack } from '../../../support/slack-platform.ts'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'
import { breakdownReply } from '../../../support/web-replies.ts'

type Verdict = Parameters<SlackParts['feedback']>[0]

const overview: Overview = {
  name: 'Ana',
  questions: ['revenue last week'],
  groups: [
    {
      label: 'Sales',
      kpis: [{ label: 'Revenue', definition: null, owner: 'finance', question: 'revenue', now: null }],
    },
  ],
  follows: [],
  help: [],
}

describe.for(['socket', 'http'] as const)('over %s', (mode) => {
  let world: SlackWorld
  let open: OpenSlack
  const verdicts: Verdict[] = []
  const seen: Person[] = []
  let isKept = true

  beforeEach(async () => {
    verdicts.length = 0
    isKept = true
    world = await startSlackWorld({ mode })
    open = await openSlack(world, mode, {
      parts: {
        suggestions: async (person) => {
          seen.push(person)
          return ['revenue last week', 'orders by region', 'margin', 'churn', 'a fifth']
        },
        overview: async () => overview,
        feedback: async (verdict) => {
          if (!isKept) throw new Error('the database is away')
          verdicts.push(verdict)
        },
      },
    })
  })
  afterEach(async () => {
    await open[Symbol.asyncDispose]()
    await world.close()
  })

  async function answered() {
    const post = await world.user('ana').says('@tidings revenue by region last week', { in: '#sales' })
    const message = await open.hears(2)
    const reply = await breakdownReply(
      'Revenue was highest in North',
      [
        ['North', 9],
        ['South', 7],
        ['East', 5],
        ['West', 3],
      ],
      'p2',
    )
    await open.slack.send(replyTo(message, { ...reply, chartKinds: ['bar', 'pie'] }))
    return { post, message, reply: await world.replyTo(post) }
  }

  test('a button is a press by whoever pressed it, in the thread of the reply', async () => {
    const { post, message, reply } = await answered()
    const ben = world.user('ben')
    await ben.clicks(reply, 'By category')
    const press = await open.hears(3)
    expect(press).toMatchObject({
      author: { workspace: world.team.id, user: ben.id },
      place: { conversation: post.channel, thread: post.ts },
      said: { kind: 'press', reply: message.id, press: { kind: 'way', index: 0 } },
      audience: 'everyone',
      handle: expect.stringContaining('http'),
    })
    expect(press.isWhispered).toBeUndefined()
    expect(press.id).toMatch(new RegExp(`^slack:${world.team.id}/action/`))
  })

  test('two presses of one button are two messages', async () => {
    const { reply } = await answered()
    const ben = world.user('ben')
    await ben.clicks(reply, 'By category')
    await ben.clicks(reply, 'By category')
    expect((await open.hears(3)).id).not.toBe((await open.hears(4)).id)
  })

  test('a press on what was whispered is whispered', async () => {
    const ana = world.user('ana')
    await ana.slash('/kpi', 'revenue by region last week', { in: '#sales' })
    const message = await open.hears()
    const reply = await breakdownReply(
      'Revenue was highest in North',
      [
        ['North', 9],
        ['South', 7],
      ],
      'p3',
    )
    await open.slack.send(replyTo(message, reply, { onlyFor: message.author }))
    await ana.clicks(await world.whisperTo(ana), 'By category')
    expect(await open.hears(2)).toMatchObject({
      said: { kind: 'press', reply: message.id },
      audience: 'asker',
      isWhispered: true,
      place: { thread: null },
    })
  })

  test('"Explain this number" points at a reply of ours by its key', async () => {
    const { post, message, reply } = await answered()
    await world.user('ben').runsShortcut('explain_number', reply)
    expect(await open.hears(3)).toMatchObject({
      said: { kind: 'explain', reply: message.id },
      audience: 'asker',
      isWhispered: true,
      place: { conversation: post.channel, thread: post.ts },
    })
  })

  test("somebody else's message is explained by its words", async () => {
    const ana = world.user('ana')
    const said = await ana.says('Revenue was 12 &amp; falling', { in: '#sales' })
    await world.user('ben').runsShortcut('explain_number', said)
    expect((await open.hears()).said).toMatchObject({
      kind: 'explain',
      reply: null,
      text: expect.stringContaining('Revenue was 12'),
    })
  })

  test('a thumb up is kept, and who gave it may be asked whether it is so whenever this is asked', async () => {
    const { message, reply } = await answered()
    await world.user('ben').clicks(reply, '👍')
    expect(verdicts).toEqual([
      {
        reply: message.id,
        person: { platform: 'slack', workspace: world.team.id, user: world.user('ben').id },
        verdict: 'good',
        wrong: null,
        expected: null,
      },
    ])
    expect(await open.hears(3)).toMatchObject({
      author: { user: world.user('ben').id },
      said: { kind: 'press', reply: message.id, press: { kind: 'good' } },
    })
  })

  test('a thumb down is kept at once, and again with what was wrong, and thanked for', async () => {
    const { message, reply } = await answered()
    const ben = world.user('ben')
    await ben.clicks(reply, '👎')
    const modal = await world.modalOf(ben)
    expect(verdicts).toMatchObject([{ reply: message.id, verdict: 'bad', wrong: null }])
    await ben.submits(modal, { 'What was wrong?': 'an old number', 'What did you expect?': '14' })
    expect(verdicts[1]).toMatchObject({ reply: message.id, verdict: 'bad', wrong: 'an old number', expected: '14' })
    expect((await world.whisperTo(ben)).text).toContain('Thank you')
  })

  test('what cannot be kept stays in the form', async () => {
    const { reply } = await answered()
    const ben = world.user('ben')
    await ben.clicks(reply, '👎')
    const modal = await world.modalOf(ben)
    isKept = false
    const answer = await ben.submits(modal, { 'What was wrong?': 'an old number' })
    expect(answer).toMatchObject({ response_action: 'errors', errors: { wrong: expect.stringContaining('again') } })
  })

  test('App Home shows what there is, and a question there is asked in direct messages', async () => {
    const ana = world.user('ana')
    await ana.opensHome()
    const home = await world.until('App Home', () => world.home(ana))
    expect(JSON.stringify(home)).toContain('Hello, Ana')
    await ana.clicks(home, 'revenue last week')
    const message = await open.hears()
    expect(message).toMatchObject({ said: { kind: 'words', text: 'revenue last week' }, audience: 'asker' })
    expect(await open.slack.send(replyTo(message, 'Revenue was $12,000.'))).toMatchObject({
      kind: 'sent',
      messageId: expect.stringMatching(/^D/),
    })
  })

  test('the Messages tab suggests four questions that work for the person', async () => {
    const ana = world.user('ana')
    await ana.opensMessages()
    const prompts = await world.until('prompts', () => {
      const shown = world.suggestedPrompts(ana)
      return shown.length > 0 ? shown : undefined
    })
    expect(prompts.length).toBe(4)
    expect(prompts[0]).toEqual({ title: 'revenue last week', message: 'revenue last week' })
    expect(seen.at(-1)).toEqual({ platform: 'slack', workspace: world.team.id, user: ana.id })
  })
})
