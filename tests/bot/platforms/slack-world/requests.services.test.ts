import { expect, test } from 'vitest'
import { boltInWorld } from './bolt.ts'

const hello = { type: 'message', channel: 'D0', channel_type: 'im', user: 'U0ANA1', text: 'hello', ts: '1.0' }

test('signed requests are taken; forged, stale and unsigned ones are not', async () => {
  await using world = await boltInWorld({ mode: 'http' })
  const { slack } = world
  await world.connect()
  const hourAgo = Math.floor(Date.now() / 1000) - 3600
  expect(await slack.sendRaw(hello)).toMatchObject({ status: 200 })
  expect(await slack.sendRaw(hello, { signedWith: 'somebody else' })).toMatchObject({ status: 401 })
  expect(await slack.sendRaw(hello, { timestamp: hourAgo })).toMatchObject({ status: 401 })
  expect(await slack.sendRaw(hello, { headers: { 'x-slack-signature': '' } })).toMatchObject({ status: 401 })
})

test('an event is tried again, with its number and the reason, until the app acknowledges it', async () => {
  await using world = await boltInWorld({ mode: 'http', times: { ackWithinMs: 200, retryAfterMs: [0, 10, 10] } })
  const { slack, app } = world
  const heard: { retry: number | undefined; reason: string | undefined }[] = []
  app.message(async ({ context }) => void heard.push({ retry: context.retryNum, reason: context.retryReason }))
  slack.deliverTo('http://127.0.0.1:1/nobody')
  await slack.user('ana').dms('revenue last week')
  await slack.until('the first attempt', () => slack.deliveries[0]?.attempts[0])
  await world.connect()
  await slack.settled()
  expect(heard).toEqual([{ retry: expect.any(Number), reason: 'connection_failed' }])
  expect(slack.deliveries[0]?.attempts.at(-1)?.outcome).toMatchObject({ acknowledged: true })
})

test('clicks, commands, shortcuts and modals go through the app and back', async () => {
  await using world = await boltInWorld({ mode: 'http' })
  const { slack, app } = world
  const ana = slack.user('ana')
  const button = {
    type: 'button',
    action_id: 'by_region',
    text: { type: 'plain_text', text: 'By region' },
    value: 'region',
  } as const
  app.message(async ({ message, say }) => {
    if (message.subtype !== undefined) return
    await say({ text: 'Revenue was 12,000.', thread_ts: message.ts, blocks: [{ type: 'actions', elements: [button] }] })
  })
  app.action('by_region', async ({ ack, respond, body }) => {
    await ack()
    if (body.type === 'block_actions')
      await respond({ text: `${body.user.name}: North 7,000, South 5,000`, replace_original: false })
  })
  app.command('/kpi', async ({ ack, command }) => ack({ text: `You asked for ${command.text}.` }))
  app.shortcut('explain_number', async ({ ack, shortcut, client }) => {
    await ack()
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'feedback',
        title: { type: 'plain_text', text: 'What was wrong?' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'wrong',
            label: { type: 'plain_text', text: 'What was wrong?' },
            element: { type: 'plain_text_input', action_id: 'text' },
          },
        ],
      },
    })
  })
  app.view('feedback', async ({ ack, view }) => {
    const said = view.state.values['wrong']?.['text']?.value ?? ''
    if (said.length < 3) await ack({ response_action: 'errors', errors: { wrong: 'Say a little more.' } })
    else await ack()
  })
  await world.connect()

  const reply = await slack.replyTo(await ana.dms('revenue last week'))
  await ana.clicks(reply, 'By region')
  expect(await slack.whisperTo(ana)).toMatchObject({ text: 'ana: North 7,000, South 5,000' })

  expect(await ana.slash('/kpi', 'revenue today', { in: '#sales' })).toMatchObject({ acknowledged: true })
  expect(await slack.whisperTo(ana, { nth: 2 })).toMatchObject({
    text: 'You asked for revenue today.',
    channel: slack.channelId('#sales'),
  })

  await ana.runsShortcut('explain_number', reply)
  const modal = await slack.modalOf(ana)
  expect(await ana.submits(modal, { 'What was wrong?': 'no' })).toMatchObject({ response_action: 'errors' })
  await ana.submits(modal, { 'What was wrong?': 'an old number' })
  expect(slack.views(ana)).toEqual([])
})

test('a trigger opens one modal, and none once it has run out', async () => {
  await using world = await boltInWorld({ mode: 'http', times: { triggerLivesMs: 30 } })
  const { slack, app } = world
  const refusals: string[] = []
  app.shortcut('explain_number', async ({ ack, shortcut, client }) => {
    await ack()
    await new Promise((resolve) => setTimeout(resolve, 60))
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Late' }, blocks: [] }
    await client.views
      .open({ trigger_id: shortcut.trigger_id, view })
      .catch((error: unknown) => refusals.push(String(error)))
  })
  await world.connect()
  const ana = slack.user('ana')
  await ana.runsShortcut('explain_number', await ana.dms('12,000'))
  expect(await slack.until('the refusal', () => refusals[0])).toContain('expired_trigger_id')
})

test('opening the Home tab and the Messages tab is told apart', async () => {
  await using world = await boltInWorld({ mode: 'http' })
  const { slack, app } = world
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } })
    } else {
      const prompts: [{ title: string; message: string }] = [{ title: 'Revenue', message: 'revenue last week' }]
      await client.assistant.threads.setSuggestedPrompts({ channel_id: event.channel, thread_ts: '', prompts })
    }
  })
  await world.connect()
  const ana = slack.user('ana')
  await ana.opensHome()
  await ana.opensMessages()
  expect(await slack.until('the Home tab', () => slack.home(ana))).toMatchObject({
    type: 'home',
    blocks: [{ type: 'divider' }],
  })
  expect(await slack.until('prompts', () => slack.suggestedPrompts(ana)[0])).toMatchObject({ title: 'Revenue' })
})
