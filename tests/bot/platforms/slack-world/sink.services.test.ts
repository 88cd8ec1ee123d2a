import { App, HTTPReceiver } from '@slack/bolt'
import { expect, test } from 'vitest'
import { startSlackSink, type SunkCall } from '../../../support/slack-sink.ts'

function answering(app: App) {
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say({ text: 'Here.', thread_ts: message.ts })
  })
}

test('over a socket, every question is acknowledged and every answer counted', async () => {
  const calls: SunkCall[] = []
  const sink = await startSlackSink({ onCall: (call) => calls.push(call) })
  const app = new App({
    socketMode: true,
    appToken: sink.appToken,
    token: sink.botToken,
    clientOptions: { slackApiUrl: sink.apiUrl },
  })
  answering(app)
  await app.start()
  const asked = Array.from({ length: 20 }, (_, i) => sink.ask({ user: `U${i}`, channel: 'D1', text: `question ${i}` }))
  await Promise.all(asked.map(({ acknowledgedAfterMs }) => acknowledgedAfterMs))
  await expect.poll(() => sink.counts.get('chat.postMessage')).toBe(20)
  const answered = calls.filter(({ method }) => method === 'chat.postMessage').map(({ thread }) => thread)
  expect(new Set(answered)).toEqual(new Set(asked.map(({ ts }) => ts)))
  await app.stop()
  await sink.close()
})

test('over HTTP, events are signed', async () => {
  const sink = await startSlackSink({})
  const app = new App({
    receiver: new HTTPReceiver({ signingSecret: sink.signingSecret }),
    token: sink.botToken,
    clientOptions: { slackApiUrl: sink.apiUrl },
  })
  answering(app)
  const address = (await app.start(0)).address()
  if (typeof address === 'object' && address) sink.deliverTo(`http://127.0.0.1:${address.port}/slack/events`)
  expect(await sink.ask({ user: 'U1', channel: 'D1', text: 'question' }).acknowledgedAfterMs).toBeLessThan(Infinity)
  await expect.poll(() => sink.counts.get('chat.postMessage')).toBe(1)
  await app.stop()
  await sink.close()
})
