import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSlack, type OpenSlack } from '../../../support/slack-platform.ts'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'

let world: SlackWorld
let open: OpenSlack
beforeEach(async () => {
  world = await startSlackWorld({ mode: 'http' })
  open = await openSlack(world, 'http')
})
afterEach(async () => {
  await open[Symbol.asyncDispose]()
  await world.close()
})

function said() {
  return {
    type: 'message',
    user: world.user('ana').id,
    text: 'revenue',
    ts: '1763770000.000200',
    channel: 'D1',
    channel_type: 'im',
  }
}

const now = () => Math.floor(Date.now() / 1000)

test('a signed request is heard', async () => {
  expect(await world.sendRaw(said())).toMatchObject({ status: 200 })
  expect(open.heard.length).toBe(1)
})

describe('a request is refused, and nothing of it heard, when', () => {
  test.for([
    ['it is signed with another secret', { signedWith: 'another' }],
    ['it is older than five minutes', { timestamp: now() - 6 * 60 }],
    ['its moment is no number', { timestamp: 'soon' }],
    ['its signature is missing', { headers: { 'x-slack-signature': '' } }],
    ['its signature is of another length', { headers: { 'x-slack-signature': 'v0=1' } }],
  ] as const)('%s', async ([, how], { expect }) => {
    expect(await world.sendRaw(said(), how)).toMatchObject({ status: 401 })
    expect(open.heard).toEqual([])
  })

  test.for([
    ['it is no JSON', { body: '{"type":', contentType: 'application/json' }],
    ['it is empty', { body: '' }],
  ] as const)('%s', async ([, how], { expect }) => {
    const { status } = await world.sendRaw(said(), how)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(open.heard).toEqual([])
  })
})

test.for([
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '7'],
  ['an event of no kind', '{"type":"event_callback"}'],
  ['an event that is a word', '{"type":"event_callback","event":"message","team_id":"T1"}'],
  ['a click on nothing', '{"type":"block_actions","actions":[],"user":{"id":"U1"},"team":null}'],
  ['what nobody knows', '{"type":"something_new","team_id":"T1"}'],
] as const)('%s, signed, leaves Tidings up', async ([, body], { expect }) => {
  await world.sendRaw(said(), { body, contentType: 'application/json' })
  expect(await world.sendRaw(said())).toMatchObject({ status: 200 })
  expect(open.heard.length).toBe(1)
})

test('what nobody listens to is refused at once, however long an acknowledgement may take', async () => {
  const patience = { ackWithinMs: 10 * 60_000, callMs: 3_000, pictureMs: 1_500 }
  await using patient = await openSlack(world, 'http', { parts: { patience } })
  expect(patient.heard).toEqual([])
  const unknown = [
    { type: 'something_new', team_id: 'T1' },
    { type: 'block_actions', actions: [{ action_id: 'of_another_app' }], user: { id: 'U1' }, team: { id: 'T1' } },
  ]
  for (const body of unknown)
    expect(await world.sendRaw(said(), { body: JSON.stringify(body), contentType: 'application/json' })).toMatchObject({
      status: 404,
    })
})

test('a request of 10 MB is refused before it is read', async () => {
  const size = 10 * 1024 * 1024
  const { status, writtenBytes } = await new Promise<{ status: number; writtenBytes: number }>((resolve, reject) => {
    let writtenBytes = 0
    const posting = request(`${open.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': size },
    })
    posting.on('error', reject)
    posting.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, writtenBytes })
      posting.destroy()
    })
    writtenBytes += 1_024
    posting.write('x'.repeat(1_024))
  })
  expect(status).toBe(413)
  expect(writtenBytes).toBeLessThan(size)
})

test('a request that is long without saying so is cut off', async () => {
  const chunk = 'x'.repeat(64 * 1024)
  const status = await new Promise<number>((resolve, reject) => {
    const posting = request(`${open.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
    })
    posting.on('error', reject)
    posting.on('response', (response) => {
      resolve(response.statusCode ?? 0)
      posting.destroy()
    })
    const write = () => {
      if (!posting.destroyed) posting.write(chunk, () => setImmediate(write))
    }
    write()
  })
  expect(status).toBe(413)
  expect(await world.sendRaw(said())).toMatchObject({ status: 200 })
})

test('Slack asks whether the address is ours, and it is', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1', token: 't' })
  const answer = await world.sendRaw(said(), { body, contentType: 'application/json' })
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('c-1') })
})

test('any other path or method is not Slack', async () => {
  expect((await fetch(`${open.url}/slack/events`)).status).toBe(404)
  expect((await fetch(`${open.url}/slack/install`)).status).toBe(404)
})
