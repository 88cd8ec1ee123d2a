import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'
import { clientOf } from './bolt.ts'

let slack: SlackWorld
let post: () => Promise<unknown>
beforeEach(async () => {
  slack = await startSlackWorld({ mode: 'http', eventsUrl: 'http://127.0.0.1:1/', times: { retryAfterMs: [] } })
  post = () => clientOf(slack).chat.postMessage({ channel: slack.channelId('#sales'), text: 'hi' })
})
afterEach(() => slack.close())

test('too many requests: with the seconds to wait, so many times, and not carried out', async () => {
  slack.faults.rateLimit('chat.postMessage', 1, 7)
  await expect(post()).rejects.toMatchObject({ retryAfter: 7 })
  expect(await post()).toMatchObject({ ok: true })
  expect(slack.messages('#sales')).toHaveLength(1)
})

test('errors of the server and errors of Slack', async () => {
  slack.faults.status('chat.postMessage', 1, 503)
  slack.faults.next('chat.postMessage', 1, 'fatal_error')
  await expect(post()).rejects.toMatchObject({ statusCode: 503 })
  await expect(post()).rejects.toThrow('fatal_error')
  expect(await post()).toMatchObject({ ok: true })
})

test('no answer at all: either nothing was done, or it was and nobody knows', async () => {
  const hasty = () =>
    clientOf(slack, slack.botToken, 200).chat.postMessage({ channel: slack.channelId('#sales'), text: 'hi' })
  slack.faults.silence('chat.postMessage', 1)
  await expect(hasty()).rejects.toThrow()
  expect(slack.messages('#sales')).toHaveLength(0)
  slack.faults.loseAnswers('chat.postMessage', 1)
  await expect(hasty()).rejects.toThrow()
  await slack.until('the message', () => slack.messages('#sales')[0])
})

test('a fault for every method holds until it is cleared', async () => {
  slack.faults.always('*', 'service_unavailable')
  await expect(post()).rejects.toThrow('service_unavailable')
  await expect(post()).rejects.toThrow('service_unavailable')
  slack.faults.clear()
  expect(await post()).toMatchObject({ ok: true })
})

test('a slow method answers late', async () => {
  slack.faults.slow('chat.postMessage', 40)
  await post()
  expect(slack.calls[0]?.tookMs).toBeGreaterThanOrEqual(39)
})

test('a revoked token and an uninstalled app are told by different errors', async () => {
  await slack.revokeToken()
  await expect(post()).rejects.toThrow('token_revoked')
  await slack.uninstall()
  await expect(post()).rejects.toThrow('account_inactive')
})

test('a response URL works five times', async () => {
  slack.tolerate('response url')
  const { responseUrl } = await slack.user('ana').slash('/kpi', 'revenue today', { in: '#sales' })
  const say = async () =>
    (await fetch(responseUrl, { method: 'POST', body: JSON.stringify({ text: '12,000' }) })).status
  const answers = [await say(), await say(), await say(), await say(), await say(), await say()]
  expect(answers).toEqual([200, 200, 200, 200, 200, 404])
  expect(slack.ephemerals(slack.user('ana'))).toHaveLength(5)
})
