/**
 * From a question in Slack to its words: the built program over a socket, with a sink in place of Slack's API. Each
 * question is of somebody else and asked once, so that no cache of answers helps.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { startSlackSink, type SlackSink, type SunkCall, type SunkEvent } from '../support/slack-sink.ts'
import { oneLine, print, printHead, timesLine } from './figures.ts'
import { main, residentMiB, untilListening } from './process.ts'
import { manyQuestions } from './questions.ts'

const PER_SECOND = 20
const SECONDS = 60
const WARM_UP = 60
/** Pictures come when there is time for them. */
const LONGEST_WAIT_MS = 120_000

interface Posted {
  /** When the words were posted, and how often. */
  readonly words: number[]
  /** When the picture was added. */
  picture: number | null
  status: number | null
}

/** Prints the lines of asking at a rate. */
export async function benchSlack(databaseUrl: string, catalog: Catalog, scale: number): Promise<void> {
  await using bench = await connect(databaseUrl)
  const all = manyQuestions(catalog, WARM_UP + PER_SECOND * SECONDS)
  const questions = all.slice(WARM_UP)
  // The program has met questions before, not these.
  for (const text of all.slice(0, WARM_UP)) bench.ask(text)
  await bench.untilPictures(LONGEST_WAIT_MS)
  bench.forget()

  const began = performance.now()
  for (const [index, text] of questions.entries()) {
    await sleep(Math.max(0, began + (index * 1000) / PER_SECOND - performance.now()))
    bench.ask(text)
  }
  const askedForSec = (performance.now() - began) / 1000
  await bench.untilAnswered(LONGEST_WAIT_MS)
  const wordsDone = performance.now()
  await bench.untilPictures(LONGEST_WAIT_MS)

  const { asked } = bench
  const never = sleep(0, Infinity)
  const acknowledged = await Promise.all(asked.map(({ event }) => Promise.race([event.acknowledgedAfterMs, never])))
  const words = asked.map(({ event, posted }) => (posted.words[0] ?? Infinity) - event.sentAt)
  const first = asked.map(
    ({ event, posted }) => Math.min(posted.words[0] ?? Infinity, posted.status ?? Infinity) - event.sentAt,
  )
  const pictures = asked.flatMap(({ event, posted }) =>
    posted.picture === null ? [] : [posted.picture - event.sentAt],
  )
  printHead(
    `Slack, demo × ${scale}: ${asked.length} questions of as many people, ${(asked.length / askedForSec).toFixed(1)} a second`,
  )
  print(
    timesLine('event to posted words, charts on', words, {
      text: 'p50 ≤ 150 ms, p95 ≤ 500 ms',
      isReached: ({ p50, p95 }) => p50 <= 150 && p95 <= 500,
    }),
  )
  print(timesLine('event to the first thing seen', first, { text: 'p95 ≤ 1 s', isReached: ({ p95 }) => p95 <= 1000 }))
  print(timesLine('acknowledgement', acknowledged, { text: 'p99 ≤ 50 ms', isReached: ({ p99 }) => p99 <= 50 }))
  print(timesLine('event to the picture', pictures))
  const answered = asked.filter(({ posted }) => posted.words.length > 0).length
  const twice = asked.filter(({ posted }) => posted.words.length > 1).length
  print(
    oneLine(
      'answered, of those asked within a minute',
      `${answered} of ${asked.length}, ${twice} twice`,
      'all, none twice',
      answered === asked.length && twice === 0,
    ),
  )
  print(oneLine('last words after the last question', `${((wordsDone - began) / 1000 - askedForSec).toFixed(1)} s`))
  print(oneLine('memory of the program', `${(await residentMiB(bench.program)).toFixed(0)} MiB`))
}

/** Prints how memory goes over many questions, asked as fast as they are answered. */
export async function benchSlackMemory(
  databaseUrl: string,
  catalog: Catalog,
  scale: number,
  count = 20_000,
): Promise<void> {
  await using bench = await connect(databaseUrl)
  const questions = manyQuestions(catalog, 1_200)
  const quarters: number[][] = [[], [], [], []]
  const began = performance.now()
  for (let asked = 0; asked < count; asked += 20) {
    for (let index = asked; index < asked + 20; index++) bench.ask(questions[index % questions.length]!)
    await bench.untilAnswered(LONGEST_WAIT_MS)
    if (asked % 200 === 0) {
      quarters[Math.floor((4 * asked) / count)]!.push(await residentMiB(bench.program))
      bench.forget()
    }
  }
  const means = quarters.map((each) => each.reduce((sum, one) => sum + one, 0) / each.length)
  const [, second = 0, , last = 0] = means
  const rate = count / ((performance.now() - began) / 1000)
  printHead(`Slack, demo × ${scale}: ${count} questions, ${questions.length} different, ${rate.toFixed(0)} a second`)
  print(
    oneLine(
      'memory by quarter',
      `${means.map((each) => each.toFixed(0)).join(', ')} MiB`,
      'last within 10 % of second',
      last <= second * 1.1,
    ),
  )
}

interface Bench extends AsyncDisposable {
  readonly program: ChildProcess
  readonly asked: readonly { readonly event: SunkEvent; readonly posted: Posted }[]
  ask(text: string): void
  untilAnswered(patienceMs: number): Promise<void>
  untilPictures(patienceMs: number): Promise<void>
  forget(): void
}

async function connect(databaseUrl: string): Promise<Bench> {
  await leaveNothingBehind(databaseUrl)
  let asked: { readonly event: SunkEvent; readonly posted: Posted }[] = []
  const byThread = new Map<string, Posted>()
  const sink = await startSlackSink({ onCall: (call) => note(call, byThread) })
  const program = start(sink, databaseUrl)
  await untilListening(program)
  while (sink.connections() === 0) await sleep(50)
  let people = 0

  const until = async (isDone: (posted: Posted) => boolean, patienceMs: number) => {
    const from = performance.now()
    while (performance.now() - from < patienceMs && !asked.every(({ posted }) => isDone(posted))) await sleep(20)
  }
  return {
    program,
    get asked() {
      return asked
    },
    ask(text) {
      const user = `U${String(++people).padStart(8, '0')}`
      const event = sink.ask({ user, channel: `D${user.slice(1)}`, text })
      const posted: Posted = { words: [], picture: null, status: null }
      byThread.set(`${event.channel} ${event.ts}`, posted)
      asked.push({ event, posted })
    },
    untilAnswered: (patienceMs) => until(({ words }) => words.length > 0, patienceMs),
    /** Until none has come for five seconds; some answers have none. */
    async untilPictures(patienceMs) {
      const from = performance.now()
      const drawn = () => asked.filter(({ posted }) => posted.picture !== null).length
      for (let before = -1; drawn() !== before && performance.now() - from < patienceMs;) {
        before = drawn()
        await sleep(5_000)
      }
    },
    forget() {
      asked = []
      byThread.clear()
    },
    async [Symbol.asyncDispose]() {
      program.kill('SIGTERM')
      await once(program, 'exit')
      await sink.close()
    },
  }
}

/** What an interrupted run left unanswered would be answered first. */
async function leaveNothingBehind(databaseUrl: string): Promise<void> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('tidings.outbox') IS NOT NULL AS there")
    if (rows[0]?.there) await client.query('TRUNCATE tidings.inbox, tidings.outbox, tidings.lanes')
  } finally {
    await client.end()
  }
}

/** A reply is known by the thread it stands in, an update by the same channel. */
function note({ method, at, channel, thread, blocks }: SunkCall, byThread: ReadonlyMap<string, Posted>): void {
  const isPicture = blocks.includes('slack_file')
  const posted = byThread.get(`${channel} ${thread}`)
  if (method === 'chat.postMessage' && isPicture) {
    if (posted) posted.picture ??= at
  } else if (method === 'chat.postMessage') posted?.words.push(at)
  else if (method === 'assistant.threads.setStatus') {
    if (posted) posted.status ??= at
  } else if (method === 'chat.update' && isPicture) {
    // Each person asks once, in a conversation of their own.
    for (const [name, posted] of byThread) if (name.startsWith(`${channel} `)) posted.picture ??= at
  }
}

function start(sink: SlackSink, databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [main, 'start', '--database', databaseUrl, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      TIDINGS_SLACK_API_URL: sink.apiUrl,
      SLACK_BOT_TOKEN: sink.botToken,
      SLACK_APP_TOKEN: sink.appToken,
    },
  })
}
