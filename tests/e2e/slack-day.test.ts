/**
 * A working day of a team of six in Slack, in two channels and in direct messages, over the demo business. It is read
 * from top to bottom: each part goes on where the one before stopped.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { readMessage } from '../contracts/reading-slack.ts'
import { folded } from '../contracts/stage.ts'
import { whileLocked } from '../support/lock.ts'
import { startProgram } from '../support/program.ts'
import { cloneDemo, onDatabase, type TestDatabase } from '../support/server.ts'
import { openSlackApp, quiet } from '../support/slack-app.ts'
import type { Message } from '../support/slack-world/reading.ts'
import { startSlackWorld, type SlackWorld } from '../support/slack-world/world.ts'

// By their addresses the demo's catalog knows them: Ana sees EMEA alone, Fred margins too, Sue support, Max may do all.
const team = [
  { name: 'ana', email: 'ana@example.com', locale: 'de-DE' },
  { name: 'fred', email: 'fred@example.com' },
  { name: 'sue', email: 'sue@example.com' },
  { name: 'max', email: 'max@example.com' },
  { name: 'ben' },
  { name: 'ona' },
]
const rooms = [{ name: 'sales' }, { name: 'leadership', isPrivate: true, members: ['fred', 'max'] }]

let folder: string
let catalogFile: string
let database: TestDatabase
let slack: SlackWorld
let app: App

beforeAll(async () => {
  database = await cloneDemo(inject('postgres'))
  slack = await startSlackWorld({ mode: 'socket', people: team, channels: rooms })
  folder = await mkdtemp(join(tmpdir(), 'tidings-day-'))
  catalogFile = join(folder, 'catalog.yml')
  const leadership = `  channels: { "slack:${slack.team.id}/${slack.channelId('leadership')}": finance }`
  const catalog = await readFile('sql/catalog.yml', 'utf8')
  await writeFile(catalogFile, catalog.replace('  people:', `${leadership}\n  people:`))
  app = await openSlackApp(slack, database, { catalogFile })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await slack.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

let morning: Message
let byRegion: Message

test('09:00 · Ben opens Tidings: he is greeted with questions that work, and Home shows how the KPIs stand', async () => {
  const ben = slack.user('ben')
  await ben.opensMessages()
  const prompts = await slack.until('suggested prompts', () => {
    const found = slack.suggestedPrompts(ben)
    return found.length > 0 ? found : undefined
  })
  expect(prompts.length).toBeLessThanOrEqual(4)
  await ben.opensHome()
  const home = await slack.until('Home', () => slack.home(ben))
  const shown = folded(JSON.stringify(home.blocks))
  expect(shown).toContain('Revenue')
  expect(shown).not.toContain('Gross margin')

  const asked = await ben.dms(String(prompts[0]!['message']))
  expect(read(await slack.replyTo(asked))).toMatch(/data as of/)
})

test('09:10 · Ben asks in #sales, and gets the number, the table and the chart in one reply in his thread', async () => {
  morning = await slack.user('ben').says('@tidings revenue by region in October 2026', { in: '#sales' })
  byRegion = await settledReply(morning)
  expect(slack.repliesTo(morning)).toHaveLength(1)
  expect(byRegion.thread).toBe(morning.ts)
  const words = read(byRegion)
  expect(words).toContain(await money(`select sum(revenue) from kpi.sales_hourly where region = 'EMEA' and ${october}`))
  expect(words).toMatch(/October 2026.*Europe\/Berlin/)
  expect(byRegion.blocks.map(({ type }) => type)).toContain('image')
})

test('09:12 · Ona goes on in his thread without naming anybody; the question is still his', async () => {
  const followUp = await slack.user('ona').says('only web', { in: '#sales', thread: morning })
  const words = read(await settledReply(followUp))
  expect(words).toContain(
    await money(`select sum(revenue) from kpi.sales_hourly where region = 'EMEA' and channel = 'web' and ${october}`),
  )
  expect(words).toMatch(/web/i)
})

test('09:13 · Ana goes on too, under her own rights: other regions are not in her answer', async () => {
  const followUp = await slack.user('ana').says('and in September?', { in: '#sales', thread: morning })
  const words = read(await settledReply(followUp))
  expect(words).toContain('EMEA')
  expect(words).not.toContain('North America')
})

test('09:15 · "Thanks" and what two of them tell each other is not answered', async () => {
  const before = slack.thread(morning).length
  await slack.user('ben').says('thanks!', { in: '#sales', thread: morning })
  await slack.user('ben').says('@ona shall we have a look at this at ten?', { in: '#sales', thread: morning })
  await quiet(app)
  expect(slack.thread(morning)).toHaveLength(before + 2)
})

test('09:20 · Ona presses a breakdown, Ben compares: each press is answered once, in the thread', async () => {
  const asked = await slack.user('ona').says('@tidings orders in October 2026', { in: '#sales' })
  const orders = await settledReply(asked)
  await slack.user('ona').clicks(orders, 'By region')
  const broken = await slack.replyTo(asked, { nth: 2 })
  expect(read(broken)).toContain('EMEA')
  await slack.user('ben').clicks(orders, 'Compare with the period before')
  const compared = await slack.replyTo(asked, { nth: 3 })
  expect(read(compared)).toMatch(/September 2026|Sep 2026/)
  await quiet(app)
  expect(slack.repliesTo(asked)).toHaveLength(3)
})

test('09:25 · the SQL is shown to who asks for it alone; Sue, who may see no sales, is told so alone', async () => {
  const [ben, sue] = [slack.user('ben'), slack.user('sue')]
  await ben.clicks(byRegion, 'Show SQL')
  const sql = await slack.whisperTo(ben)
  expect(read(sql)).toMatch(/select .*kpi|sales_hourly/i)
  await sue.clicks(byRegion, 'Show SQL')
  const refused = await slack.whisperTo(sue)
  expect(read(refused)).not.toMatch(/select|sales_hourly/i)
  expect(slack.thread(morning).some((message) => /select/i.test(message.text))).toBe(false)
})

test('09:30 · the CSV is a file in the thread, with every row and no formula', async () => {
  const before = slack.files.length
  await slack.user('ben').clicks(byRegion, 'Download CSV')
  await quiet(app)
  const csv = slack.files.slice(before).find(({ name }) => name.endsWith('.csv'))
  const text = slack.contentOf(String(csv?.file_id)).toString('utf8')
  expect(text.trim().split(/\r?\n/).length).toBe(
    1 + (await count(`select count(distinct region) from kpi.sales_hourly where ${october}`)),
  )
  expect(text).toContain('EMEA')
})

test('10:00 · Fred asks for the margin in #sales: the channel may not see it, he is answered alone', async () => {
  const fred = slack.user('fred')
  const before = slack.ephemerals(fred).length
  const asked = await fred.says('@tidings gross margin in October 2026', { in: '#sales' })
  const alone = await slack.whisperTo(fred, { nth: before + 1 })
  expect(read(alone)).toMatch(/\d+\.\d ?%/)
  await quiet(app)
  expect(slack.repliesTo(asked)).toEqual([])
})

test('10:02 · in #leadership, whose role sees margins, the same question is answered to all there', async () => {
  const asked = await slack.user('fred').says('@tidings gross margin in October 2026', { in: '#leadership' })
  expect(read(await settledReply(asked))).toMatch(/\d+\.\d ?%/)
})

test('10:30 · Max asks something that may mean two things, and chooses by a button', async () => {
  const asked = await slack.user('max').says('@tidings customers in October 2026', { in: '#sales' })
  const back = await slack.replyTo(asked)
  const choices = labelsOf(back)
  if (choices.length > 0 && !/data as of/.test(read(back))) {
    await slack.user('max').clicks(back, choices[0]!)
    expect(read(await slack.replyTo(asked, { nth: 2 }))).toMatch(/data as of/)
  } else expect(read(back)).toMatch(/data as of/)
})

test('11:00 · Ona asks by /kpi: only she sees the answer, until she shares it', async () => {
  const ona = slack.user('ona')
  const before = slack.ephemerals(ona).length
  await ona.slash('/kpi', 'orders by country in October 2026', { in: '#sales' })
  const alone = await slack.whisperTo(ona, { nth: before + 1 })
  expect(read(alone)).toContain('Germany')
  const posted = slack.messages('#sales').length
  await ona.clicks(alone, 'Share')
  await quiet(app)
  const shared = slack.messages('#sales').slice(posted)
  expect(shared.map(read).join('\n')).toContain('Germany')
})

test('11:30 · Ben corrects his question within the minute: the answer changes where it stands', async () => {
  const ben = slack.user('ben')
  const asked = await ben.says('@tidings sessions in Octobre 2026', { in: '#sales' })
  const first = await settledReply(asked)
  await ben.edits(asked, '@tidings sessions in October 2026')
  await quiet(app)
  expect(slack.repliesTo(asked)).toHaveLength(1)
  const now = slack.again(first)
  expect(read(now)).toContain('October 2026')
  expect(read(now)).toMatch(/data as of/)
})

test('12:00 · Max asks what a number means: it is explained to him alone', async () => {
  const max = slack.user('max')
  const before = slack.ephemerals(max).length
  await max.runsShortcut('explain_number', byRegion)
  const words = read(await slack.whisperTo(max, { nth: before + 1 }))
  expect(words).toContain('Revenue')
  expect(words).toMatch(/October 2026/)
  expect(words).toMatch(/sum of|kpi\.sales_hourly/i)
})

test('13:00 · thumbs: Ben likes the answer, Ona does not and says why; both are kept with the question', async () => {
  await slack.user('ben').clicks(byRegion, '👍')
  const ona = slack.user('ona')
  await ona.clicks(byRegion, '👎')
  const modal = await slack.modalOf(ona)
  await ona.submits(modal, { 'What was wrong?': 'APAC is too high', 'What did you expect?': '100' })
  const kept = await onDatabase(database.adminUrl, async (client) =>
    client.query<{ verdict: string; wrong: string | null; question: string }>(
      'select verdict, wrong, question from tidings.feedback order by at',
    ),
  )
  expect(kept.rows.map(({ verdict }) => verdict)).toEqual(['good', 'bad'])
  expect(kept.rows[1]).toMatchObject({
    wrong: 'APAC is too high',
    question: expect.stringContaining('revenue by region'),
  })
})

test('14:00 · the program is killed in mid-question and started anew: the question is answered once', async () => {
  await app[Symbol.asyncDispose]()
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    TIDINGS_SLACK_API_URL: slack.apiUrl,
  }
  const args = ['start', '--database', database.url, '--catalog', catalogFile, '--port', '0']
  const program = startProgram(args, { environment })
  await slack.until('the program to connect', () => slack.sockets.connections() > 0 || undefined, 60_000)
  const asked = await whileLocked(database.adminUrl, 'kpi.sales_hourly', async () => {
    const said = await slack.user('ona').says('@tidings items sold in October 2026', { in: '#sales' })
    await slack.settled()
    expect(await figure(`select count(*) from tidings.inbox where state = 'taken'`)).toBe(1)
    // As a machine that fails ends it.
    program.kill('SIGKILL')
    await program.ended
    return said
  })
  expect(slack.repliesTo(asked)).toEqual([])
  app = await openSlackApp(slack, database, { catalogFile })
  await slack.replyTo(asked, { withinMs: 60_000 })
  await quiet(app)
  expect(slack.repliesTo(asked)).toHaveLength(1)
})

test('15:00 · two instances run side by side: what Slack delivers five times is answered once', async () => {
  const other = await openSlackApp(slack, database, { catalogFile })
  const asked = await slack.user('ben').says('@tidings revenue by channel in October 2026', { in: '#sales' })
  await slack.redeliver(asked, 4)
  await slack.replyTo(asked)
  await quiet(app)
  expect(slack.repliesTo(asked)).toHaveLength(1)
  await other[Symbol.asyncDispose]()
})

test('17:00 · at the end of the day nothing is open, all of it is in the audit, and Slack had nothing to complain of', async () => {
  await quiet(app)
  slack.expectClean()
  const audit = await onDatabase(database.adminUrl, async (client) =>
    client.query<{ kind: string }>('select distinct kind from tidings.audit'),
  )
  const kinds = audit.rows.map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['answer', 'delivery']))
  expect(slack.callsTo('conversations.list')).toEqual([])
  expect(slack.callsTo('users.list')).toEqual([])
})

const october = `hour >= '2026-10-01' and hour < '2026-11-01'`

/** The reply with its picture, if it gets one. */
async function settledReply(said: Message): Promise<Message> {
  const first = await slack.replyTo(said)
  await quiet(app)
  return slack.again(first)
}

function read(message: { readonly text: string; readonly blocks: readonly object[] }): string {
  return folded(readMessage(message as Parameters<typeof readMessage>[0], () => '').words)
}

function labelsOf(message: Message): readonly string[] {
  return [...JSON.stringify(message.blocks).matchAll(/"type":"button","text":\{[^}]*"text":"([^"]+)"/g)].map(
    ([, label]) => label!,
  )
}

async function figure(sql: string): Promise<number> {
  return onDatabase(database.adminUrl, async (client) => {
    await client.query(`set timezone to 'Europe/Berlin'`)
    const { rows } = await client.query<Record<string, string>>(sql)
    return Number(Object.values(rows[0]!)[0])
  })
}

/** As replies write it. */
async function money(sql: string): Promise<string> {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'EUR', currencyDisplay: 'narrowSymbol' })
  return format.format(await figure(sql))
}

const count = figure
