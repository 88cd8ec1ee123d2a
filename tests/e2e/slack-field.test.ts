/** What people in this field complain about when they meet bots in Slack, each complaint as a test of the whole program. */
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import type { Shown } from '../contracts/connection.ts'
import { readMessage } from '../contracts/reading-slack.ts'
import { folded } from '../contracts/stage.ts'
import { lock } from '../support/lock.ts'
import { onDatabase, type TestDatabase } from '../support/server.ts'
import { openSlackHouse, quiet, type SlackHouse } from '../support/slack-app.ts'
import type { Json } from '../support/slack-world/json.ts'
import type { Message } from '../support/slack-world/reading.ts'
import type { SlackWorld } from '../support/slack-world/world.ts'

let house: SlackHouse
let database: TestDatabase
let slack: SlackWorld
let app: App

// Their rights are in the demo's catalog, by e-mail address: Ana sees EMEA alone, Fred margins; Ben has no role of his own.
const people = [{ name: 'ana', email: 'ana@example.com' }, { name: 'fred', email: 'fred@example.com' }, { name: 'ben' }]
const manyChannels = Array.from({ length: 300 }, (_, index) => ({ name: `room-${index}`, withoutBot: true }))

beforeAll(async () => {
  house = await openSlackHouse({ mode: 'socket', people, channels: [{ name: 'sales' }, ...manyChannels] })
  ;({ database, slack, app } = house)
})
afterEach(() => slack.faults.clear())
afterAll(() => house[Symbol.asyncDispose]())

describe('bots that go silent, are noisy, or are slow', () => {
  test('an answer longer than Slack takes is not lost: some rows are shown, and all are in a file', async () => {
    const { replies, shown } = await ask('revenue by country, category and day in October 2026')
    const all = Number(/(?:First|Newest) \d+ of ([\d,]+) rows/.exec(shown.words)?.[1]?.replace(',', ''))
    expect(all).toBeGreaterThan(500)
    const [file] = replies.flatMap(({ files }) => files).filter(({ name }) => String(name).endsWith('.csv'))
    expect(file?.['name']).toMatch(/^revenue-by-.*\.csv$/)
    const kept = slack.files.find(({ file_id: id }) => id === file?.['id'])
    const lines = Buffer.from(kept?.content_base64 ?? '', 'base64')
      .toString('utf8')
      .trim()
      .split(/\r?\n/)
    expect(lines).toHaveLength(all + 1)
    slack.expectClean()
  })

  test('a reply whose layout Slack refuses arrives in plain words', async () => {
    slack.faults.next('chat.postMessage', 2, 'invalid_blocks')
    const { replies, shown } = await ask('refund rate in October 2026')
    expect(replies).toHaveLength(1)
    expect(shown.words).toMatch(/Refund rate.*\d\.\d ?%/)
    expect(shown.words).toContain('October 2026')
  })

  test('a call by name alone is greeted with what can be asked, and those questions work', async () => {
    const { shown } = await ask('')
    const examples = shown.words.split(/(?=\b(?:Revenue|New|Top|Orders|Sessions|Active|Tickets)\b)/).slice(1)
    expect(shown.words).toContain('For example')
    expect(examples.length).toBeGreaterThanOrEqual(3)
    for (const example of examples.slice(0, 3)) {
      const { shown: answer } = await ask(folded(example))
      expect(answer.words, example).toMatch(/data as of/)
    }
  })

  test('one reply to a question, and a status while it is worked on instead of every step', async () => {
    const release = await lock(database.adminUrl, 'kpi.sales_hourly')
    const said = await slack.user('ben').says('@tidings orders in October 2026', { in: '#sales' })
    const status = await slack.until('a status', () => slack.status(said.channel, said.ts) || undefined)
    expect(status).toMatch(/\w+ing\b/)
    expect(slack.repliesTo(said)).toEqual([])
    await release()
    await slack.replyTo(said)
    await quiet(app)
    expect(slack.repliesTo(said)).toHaveLength(1)
    expect(slack.status(said.channel, said.ts) || undefined).toBeUndefined()
  })

  test('a picture that Slack does not take costs nobody the numbers, and its absence is said', async () => {
    slack.faults.always('files.getUploadURLExternal', 'storage_limit_reached')
    const { replies, shown } = await ask('revenue by region in October 2026')
    expect(replies).toHaveLength(1)
    expect(shown.words).toContain('EMEA')
    expect(shown.picture).toBeNull()
    expect(shown.words).toContain('chart could not be shown')
  })

  test('pictures are in the chat itself: no link that expires or wants a login', async () => {
    const { replies, shown } = await ask('revenue by region in August 2026')
    expect(shown.picture).toMatch(/EMEA/)
    const pictures = replies.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'image'))
    expect(pictures).toHaveLength(1)
    expect(pictures[0]).toHaveProperty('slack_file.id')
    expect(JSON.stringify(slack.calls.map(({ body }) => body))).not.toContain('image_url')
  })

  test('the text of a chart can be read: it does not come out blank for want of a font', async () => {
    const { replies } = await ask('revenue by region in July 2026')
    const [picture] = replies.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'image'))
    const { id } = (picture?.['slack_file'] ?? {}) as Json
    const file = slack.files.find(({ file_id: each }) => each === id)
    const { data, info } = await sharp(Buffer.from(file?.content_base64 ?? '', 'base64'))
      .raw()
      .toBuffer({ resolveWithObject: true })
    // Bars are coloured and grids are light: what is dark and grey is text.
    let ink = 0
    for (let at = 0; at < data.length; at += info.channels) {
      const [red = 255, green = 255, blue = 255] = data.subarray(at, at + 3)
      if (Math.max(red, green, blue) < 130 && Math.max(red, green, blue) - Math.min(red, green, blue) < 50) ink += 1
    }
    expect(ink / (info.width * info.height)).toBeGreaterThan(0.002)
  })

  test('anyone in a thread goes on with it, under their own rights', async () => {
    const ana = await ask('revenue by region in October 2026', { who: 'ana' })
    expect(cellsOf(ana.replies[0])).toEqual(['EMEA'])
    const ben = await ask('and in September 2026?', { who: 'ben', thread: ana.said, unnamed: true })
    expect(cellsOf(ben.replies.at(-1))).toEqual(expect.arrayContaining(['EMEA', 'APAC', 'North America']))
    expect(ben.shown.words).toContain('September 2026')
    const anaAgain = await ask('and in August 2026?', { who: 'ana', thread: ana.said, unnamed: true })
    expect(cellsOf(anaAgain.replies.at(-1))).toEqual(['EMEA'])
  })

  test('thanks and chatter in a thread are left alone', async () => {
    const { said, replies } = await ask('orders in October 2026')
    for (const words of ['thanks!', 'lol what a month', 'ok'])
      await slack.user('ben').says(words, { in: '#sales', thread: said })
    await slack.settled()
    await quiet(app)
    expect(slack.repliesTo(said)).toHaveLength(replies.length)
    expect(slack.ephemerals(slack.user('ben'))).toEqual([])
  })

  test('what is said to somebody else in the thread is left alone, even as a question', async () => {
    const { said, replies } = await ask('orders in September 2026')
    await slack.user('ben').says('@fred revenue last week?', { in: '#sales', thread: said })
    await slack.settled()
    await quiet(app)
    expect(slack.repliesTo(said)).toHaveLength(replies.length)
  })

  test('no list of channels or people is ever asked for, however large the workspace', () => {
    const methods = new Set(slack.calls.map(({ method }) => method))
    for (const list of ['conversations.list', 'users.list', 'users.conversations', 'conversations.members'])
      expect(methods).not.toContain(list)
  })
})

describe('rows that people should not have seen', () => {
  test('what the channel may not see is told to the asker alone', async () => {
    const said = await slack.user('fred').says('@tidings gross margin in October 2026', { in: '#sales' })
    const whisper = await slack.whisperTo(slack.user('fred'))
    await quiet(app)
    expect(whisper.text).toMatch(/only you see/)
    expect(whisper.text).toMatch(/\d ?%/)
    expect(slack.repliesTo(said).map(({ text }) => text)).toEqual([])
    expect(slack.ephemerals(slack.user('ben'))).toEqual([])
  })

  test('a button under the answer of one person shows another what the other may see', async () => {
    const { said, replies } = await ask('revenue in August 2026')
    await slack.user('ana').clicks(replies[0]!, 'By region')
    await slack.settled()
    await quiet(app)
    const answer = slack.repliesTo(said).slice(replies.length)
    expect(answer).toHaveLength(1)
    expect(look(answer[0]!).words).toContain('EMEA')
    expect(look(answer[0]!).words).not.toMatch(/APAC|North America/)
  })

  test('the SQL of an answer is shown to who asks for it, alone', async () => {
    const { said, replies } = await ask('revenue in July 2026')
    await slack.user('ben').clicks(replies[0]!, 'Show SQL')
    const whisper = await slack.whisperTo(slack.user('ben'))
    await quiet(app)
    expect(JSON.stringify(whisper.blocks)).toMatch(/sum\(/i)
    expect(slack.repliesTo(said)).toHaveLength(replies.length)
  })
})

describe('wrong or unprovable answers', () => {
  test('a filter is not dropped in silence: it is printed with what was understood', async () => {
    const { shown } = await ask('revenue in EMEA by category in October 2026')
    expect(shown.words).toContain('only where region is EMEA')
    expect(shown.words).toContain('October 2026')
  })

  test('a follow-up keeps the filter of the question before it', async () => {
    const first = await ask('revenue in EMEA in October 2026')
    const { shown } = await ask('by country', { thread: first.said, unnamed: true })
    expect(shown.words).toContain('region is EMEA')
    expect(shown.words).toContain('October 2026')
    expect(shown.words).toContain('Germany')
    expect(shown.words).not.toContain('United States')
  })

  test('a word that is not understood is named, and no number is given as if it were', async () => {
    for (const question of ['revenue in Atlantis in October 2026', 'revenue last 2025 completed fortnights']) {
      const { shown } = await ask(question)
      expect(shown.words, question).not.toMatch(/[€$]\d/)
      expect(shown.words.toLowerCase(), question).toMatch(/atlantis|fortnights/)
    }
  })

  test('a KPI with a filter of its own is named as it is, with its definition', async () => {
    const { shown } = await ask('app revenue in October 2026')
    expect(shown.words).toMatch(/App revenue/)
    expect(shown.words).toContain('kpi.sales_hourly')
    const { shown: definition } = await ask('what is app revenue')
    expect(definition.words).toMatch(/App revenue.*channel.*app/)
  })

  test('the number of rows that is said is the number of rows that is shown', async () => {
    const { replies, shown } = await ask('revenue by category in October 2026')
    const rows = cellsOf(replies[0]).length
    expect(rows).toBeGreaterThan(3)
    expect(shown.words).toContain(`${rows} rows`)
  })

  test('no rows are an answer of their own, not a story beside an empty table', async () => {
    const { replies, shown } = await ask('revenue by category in Norway on 1 January 2026 at 3 am')
    expect(shown.words).toMatch(/No data matched/)
    expect(replies.flatMap(({ blocks }) => blocks.map(({ type }) => type))).not.toContain('data_table')
  })

  test('a query that breaks is said to have broken, not asked back about', async () => {
    const release = await lock(database.adminUrl, 'kpi.sales_hourly')
    const said = await slack.user('ben').says('@tidings units sold in October 2026', { in: '#sales' })
    await cancelWaiting()
    const reply = await slack.replyTo(said)
    await release()
    const { words } = look(reply)
    expect(words).toMatch(/^The database took longer/)
    expect(words).not.toMatch(/\?|Choose/)
  })

  test('what only begins with SELECT is not run', async () => {
    const { shown } = await ask('select 1; drop table kpi.promotions')
    expect(shown.words).toMatch(/SQL/)
    expect(shown.words).not.toMatch(/syntax|error/i)
  })
})

interface How {
  readonly who?: 'ana' | 'ben'
  readonly thread?: Message
  /** Without naming the bot, as people do in a thread. */
  readonly unnamed?: boolean
}

/** Asks in #sales, and looks once all is done, the picture too. */
async function ask(words: string, { who = 'ben', thread, unnamed = false }: How = {}) {
  const said = await slack
    .user(who)
    .says(unnamed ? words : `@tidings ${words}`.trim(), { in: '#sales', ...(thread && { thread }) })
  const first = await slack.replyTo(said)
  await quiet(app)
  const replies = slack.repliesTo(said).map((reply) => slack.again(reply))
  // A file that comes with an answer is a message without words.
  const last = replies.findLast(({ text, blocks }) => text !== '' || blocks.length > 0)
  return { said, replies, shown: look(last ?? first) }
}

function look(message: Message): Shown {
  const shown = readMessage(message, () => '')
  return { ...shown, words: folded(shown.words) }
}

/** The first column of the table, list or pair of figures of a reply. */
function cellsOf(message: Message | undefined): readonly string[] {
  const table = message?.blocks.find(({ type }) => type === 'data_table') as { rows: { text: string }[][] } | undefined
  if (table) return table.rows.slice(1).map(([cell]) => cell?.text ?? '')
  return look(message!).words.match(/(?<=Region: )\w+/g) ?? []
}

/** Breaks the queries that wait for a view. */
async function cancelWaiting(): Promise<void> {
  await onDatabase(database.adminUrl, async (client) => {
    const broken = () =>
      client.query(`select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ilike '%sales_hourly%' and pid <> pg_backend_pid()`)
    await expect.poll(async () => (await broken()).rowCount).toBeGreaterThan(0)
  })
}
