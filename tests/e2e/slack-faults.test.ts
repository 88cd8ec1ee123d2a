/**
 * What goes wrong between Slack, the database and the program, seen by the people who ask: each gets one answer, with the
 * right number. What breaks over HTTP is in slack-faults-http.test.ts; refused layouts are in slack-field.test.ts.
 */
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { cuttable } from '../support/cuttable.ts'
import { whileLocked } from '../support/lock.ts'
import { startProgram } from '../support/program.ts'
import { cloneDemo, onDatabase, type TestDatabase } from '../support/server.ts'
import { openSlackApp, openSlackHouse, quiet, type SlackHouse } from '../support/slack-app.ts'
import type { Message } from '../support/slack-world/reading.ts'
import { startSlackWorld, type SlackWorld } from '../support/slack-world/world.ts'

const question = 'revenue in October 2026'

let house: SlackHouse
let database: TestDatabase
let slack: SlackWorld
let app: App
/** Digits alone: people read them in their own formats. */
let october: string

beforeAll(async () => {
  const channels = ['sales', 'operations', 'archive', 'closed'].map((name) => ({ name }))
  house = await openSlackHouse({ mode: 'socket', mentionFirst: true, channels })
  ;({ database, slack, app } = house)
  october = await revenueOfOctober()
})
afterEach(() => slack.faults.clear())
afterAll(() => house[Symbol.asyncDispose]())

test('told to wait by Slack, Tidings waits as long as it is told, and every question is answered once', async () => {
  slack.faults.rateLimit('chat.postMessage', 1, 2)
  const before = slack.callsTo('chat.postMessage').length
  const asked: Message[] = []
  for (const name of ['ana', 'ben', 'chloe', 'emi'])
    asked.push(await slack.user(name).says(`@tidings ${question}`, { in: '#sales' }))
  for (const each of asked) await answeredOnce(each)
  const [refused, next] = slack.callsTo('chat.postMessage').slice(before)
  expect(next!.at - refused!.at).toBeGreaterThanOrEqual(1_900)
})

test('a Slack that fails, and one whose answers get lost, shows the answer once', async () => {
  slack.faults.status('chat.postMessage', 2, 503)
  await answeredOnce(await slack.user('ana').says(`@tidings ${question}`, { in: '#sales' }))
  slack.faults.loseAnswers('chat.postMessage', 1)
  await answeredOnce(await slack.user('ben').says(`@tidings ${question}`, { in: '#operations' }))
})

test('the words do not wait for a picture that Slack never gets ready', async () => {
  slack.faults.fileReadyAfter('never')
  const asked = await slack.user('ana').says('@tidings revenue by region in October 2026', { in: '#sales' })
  const words = await slack.replyTo(asked, { withinMs: 60_000 })
  expect(JSON.stringify(words.blocks)).toContain('EMEA')
  expect(JSON.stringify(words.blocks)).not.toContain('could not be shown')
  await quiet(app)
  slack.faults.fileReadyAfter(0)
  expect(slack.repliesTo(asked)).toHaveLength(1)
  expect(JSON.stringify(slack.again(words).blocks)).toContain('could not be shown')
})

test('a mention that comes before its message is answered once', async () => {
  const before = slack.deliveries.length
  const asked = await slack.user('dieter').says(`@tidings ${question}`, { in: '#operations' })
  await answeredOnce(asked)
  expect(slack.deliveries.slice(before, before + 2).map(({ type }) => type)).toEqual(['app_mention', 'message'])
})

test('the socket breaks before a question is written down: it comes again and is answered once', async () => {
  const before = slack.deliveries.length
  const asked = await whileLocked(database.adminUrl, 'tidings.inbox', async () => {
    const said = await slack.user('emi').says(`@tidings ${question}`, { in: '#operations' })
    await slack.until('the question to be on its way', () => slack.deliveries.length > before || undefined)
    slack.sockets.drop()
    await slack.until('another socket', () => slack.sockets.connections() > 0 || undefined)
    return said
  })
  await answeredOnce(asked)
  expect(slack.deliveries.slice(before).some(({ attempts }) => attempts.length > 1)).toBe(true)
})

test.for([
  ['removed from', 'closed', (name: string) => slack.kickBot(name)],
  ['shut out by the archiving of', 'archive', (name: string) => slack.archive(name)],
] as const)('%s a channel in mid-question, Tidings tells the asker directly', async ([, name, shut], { expect }) => {
  const ben = slack.user('ben')
  const direct = await ben.dms('help')
  await slack.replyTo(direct)
  const asked = await whileLocked(database.adminUrl, 'kpi.sales_hourly', async () => {
    const said = await ben.says(`@tidings ${question}`, { in: `#${name}` })
    await slack.settled()
    shut(name)
    return said
  })
  const told = () => slack.messages(direct.channel).filter(({ text }) => text.includes('could not'))
  const already = told().length
  await slack.until('a direct message', () => told()[already])
  await quiet(app)
  expect(told().length).toBe(already + 1)
  expect(slack.repliesTo(asked)).toEqual([])
})

test('the database is away for ten seconds while people ask: all are answered afterwards, once', async () => {
  await using own = await ownDatabase()
  const way = await cuttable(own.database.url)
  await using world = await startSlackWorld({ mode: 'socket' })
  const other = await openSlackApp(world, { ...own.database, url: way.url })
  const asked: Message[] = []
  await way.cut()
  for (const [index, name] of ['ana', 'ben', 'chloe', 'dieter', 'emi', 'finn'].entries()) {
    const person = world.user(name)
    asked.push(await (index % 2 ? person.dms(question) : person.says(`@tidings ${question}`, { in: '#sales' })))
  }
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  expect(asked.flatMap((each) => world.repliesTo(each))).toEqual([])
  await way.mend()
  for (const each of asked) expect(digitsIn(await world.replyTo(each))).toContain(october)
  await quiet(other)
  for (const each of asked) expect(world.repliesTo(each)).toHaveLength(1)
  await other[Symbol.asyncDispose]()
  await way.close()
})

test('told to end in the middle of a question, the program answers it and ends well', async () => {
  await using own = await ownDatabase()
  await using world = await startSlackWorld({ mode: 'socket' })
  const environment = {
    SLACK_BOT_TOKEN: world.botToken,
    SLACK_APP_TOKEN: world.appToken,
    TIDINGS_SLACK_API_URL: world.apiUrl,
  }
  const program = startProgram(['start', '--database', own.database.url, '--port', '0'], { environment })
  await world.until('the program to connect', () => world.sockets.connections() > 0 || undefined, 60_000)
  const asked = await whileLocked(own.database.adminUrl, 'kpi.sales_hourly', async () => {
    const said = await world.user('ana').says(`@tidings ${question}`, { in: '#sales' })
    await world.settled()
    program.kill('SIGTERM')
    await world.until('the socket to close', () => world.sockets.connections() === 0 || undefined)
    expect(world.repliesTo(said)).toEqual([])
    return said
  })
  expect(await program.ended).toMatchObject({ code: 0, signal: null })
  expect(world.repliesTo(asked).map(digitsIn)).toEqual([expect.stringContaining(october)])
})

/** Instances that share a database are in the same Slack: whoever is free sends what is due. */
async function ownDatabase() {
  const own = await cloneDemo(inject('postgres'))
  return { database: own, [Symbol.asyncDispose]: () => own.drop() }
}

async function answeredOnce(asked: Message): Promise<void> {
  expect(digitsIn(await slack.replyTo(asked))).toContain(october)
  await slack.settled()
  await quiet(app)
  expect(slack.repliesTo(asked)).toHaveLength(1)
}

function revenueOfOctober(): Promise<string> {
  return onDatabase(database.adminUrl, async (client) => {
    await client.query(`set timezone to 'Europe/Berlin'`)
    const { rows } = await client.query<{ revenue: string }>(
      `select sum(revenue) as revenue from kpi.sales_hourly where hour >= '2026-10-01' and hour < '2026-11-01'`,
    )
    return Number(rows[0]?.revenue).toFixed(2).replace('.', '')
  })
}

function digitsIn({ text }: Message): string {
  return text.replaceAll(/[^\d\n]/g, '')
}
