/** The composition root: every part is built here by hand and disposed of in reverse order. */
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { RequestListener } from 'node:http'
import express, { type Request } from 'express'
import { LRUCache } from 'lru-cache'
import { schedule } from 'node-cron'
import type { Logger } from 'pino'
import { ownerPolicy } from './analytics/access.ts'
import { createAsOf } from './analytics/as-of.ts'
import { createAsk } from './analytics/ask.ts'
import type { EventSource } from './analytics/live/event-source.ts'
import { createReadHistory } from './analytics/live/history.ts'
import { listen } from './analytics/live/store/listen.ts'
import { findIncident } from './analytics/live/store/incidents.ts'
import { createFreshness } from './analytics/live/freshness.ts'
import { compile } from './analytics/compile/compile.ts'
import { openGround, type Ground } from './analytics/ground.ts'
import { readKnown } from './analytics/knowledge.ts'
import type { KpiQuery } from './analytics/kpi-query.ts'
import { packageRoot } from './analytics/package-root.ts'
import { printPerson, printPlace, type Person, type Place } from './analytics/place.ts'
import type { Policy } from './analytics/policy.ts'
import { refreshViews } from './analytics/refresh.ts'
import { goingOn } from './analytics/live/going-on.ts'
import { createWhy } from './analytics/why.ts'
import { createIncidentExplainer } from './analytics/why/of-incident.ts'
import { createAudit, noAudit } from './analytics/store/audit.ts'
import { backlogHealth, readBacklog } from './analytics/store/backlog.ts'
import { tidy } from './analytics/store/housekeeping.ts'
import { installationsIn } from './analytics/store/installations.ts'
import { OUTBOX_CHANNEL } from './analytics/store/outbox.ts'
import { migrateStore, openStore, storeHealth, type Store } from './analytics/store/store.ts'
import { createAlerts } from './bot/alerts.ts'
import { createAnswering } from './bot/answering.ts'
import { createBehind } from './bot/behind.ts'
import { createCommand } from './bot/commands.ts'
import { createConversation } from './bot/conversation.ts'
import { createDeliver } from './bot/deliver.ts'
import { createDrawings } from './bot/drawings.ts'
import { createExplained } from './bot/explain.ts'
import { createFeedback, type Verdict } from './bot/feedback.ts'
import { createHearing } from './bot/hear.ts'
import { inboxInStore, noInbox } from './bot/inbox.ts'
import type { Question } from './bot/message.ts'
import { createMetrics } from './bot/metrics.ts'
import { outboxInMemory, outboxInStore } from './bot/outbox.ts'
import { createOverviews, type Overview } from './bot/overview.ts'
import { createPeople } from './bot/people.ts'
import { newPictureId, picturesInMemory, picturesInStore } from './bot/pictures.ts'
import type { Platform } from './bot/platform.ts'
import { createSlack } from './bot/platforms/slack/slack.ts'
import { createTerminal, type Terminal, type TerminalOptions } from './bot/platforms/terminal/terminal.ts'
import type { WebParts } from './bot/platforms/web/parts.ts'
import { createWeb } from './bot/platforms/web/web.ts'
import { createPressed } from './bot/presses.ts'
import type { Picture } from './bot/reply.ts'
import { createRespond, giveUp } from './bot/respond.ts'
import { createRightsOf, policyOfPlace, rolesToTry, seesAllOf } from './bot/rights.ts'
import { mergeKnowledge, pairsOf } from './bot/together.ts'
import { threadsInMemory, threadsInStore } from './bot/threads.ts'
import { createPainter } from './charts/painter.ts'
import type { Chart } from './charts/spec.ts'
import { createMind } from './nlq/mind.ts'
import { createGrammarPlanner } from './nlq/planners/grammar/planner.ts'

import { startLive, type Live } from './app/live.ts'
import { startWatch } from './app/watch.ts'
import type { SlackConfig } from './config/slack.ts'

/** A server that falls silent is not waited for longer. Housekeeping has the longest statements. */
const storeAnswersWithinMs = 60_000
const intakeAnswersWithinMs = 10_000
const intakeConnections = 3

interface Given {
  /** With the KPI views. */
  readonly databaseUrl: string
  /** Where schema `tidings` lives; null: nothing is kept. */
  readonly storeUrl: string | null
  readonly catalogFile: string
  readonly log: Logger
  /** Whether policies may get schemas and logins in the database; otherwise nothing is left behind there. */
  readonly mayConfigure: boolean
  /** Whether the person at this machine sees all. */
  readonly hasLocalOwner: boolean
}

export type { Terminal } from './bot/platforms/terminal/terminal.ts'
export { kafkaEvents } from './app/live.ts'
export {
  checkSlack,
  type SlackAnswer,
  type SlackChannel,
  type SlackToken,
  type SlackWorkspace,
} from './bot/platforms/slack/check.ts'

/** The house, ready to be connected to platforms. */
export interface App extends AsyncDisposable {
  readonly ground: Ground
  readonly store: Store | null
  /** Questions that work for somebody. */
  questionsFor(asker: Person, actAs?: string | null): Promise<readonly string[]>
  /** For what runs on: catches up where the data is ours to make, refreshes the KPI views, what is known of them, and tidies the store, by the clock. */
  keepFresh(catchUp?: () => Promise<void>): void
  /** Takes no more questions; resolves when those that were taken are answered and delivered. */
  finish(): Promise<void>
  /** What somebody sees before asking anything. */
  overview(person: Person, now: Date): Promise<Overview>
  /** Keeps what somebody thinks of a reply. */
  feedback(verdict: Verdict): Promise<void>
  /** In Prometheus text. */
  metrics(): Promise<string>
  /** Connects a chat platform that the caller made. */
  connect(platform: Platform): Promise<void>
  /** Connects the terminal. */
  terminal(options: TerminalOptions): Promise<Terminal>
  /** The PNG of a reply's picture; null when it has expired. */
  picture(id: string): Promise<Buffer | null>
  /** Connects the web chat. */
  web(options: WebOptions): Promise<void>
  /** Counts events from now on and watches what they make of the KPIs; nothing when the catalog has no streams. Throws RulesFaulty. */
  live(source: EventSource, rulesFile: string): Promise<void>
  /** Connects Slack. */
  slack(config: SlackConfig): Promise<void>
  /** The addresses of what is connected, to be listened on. */
  readonly answer: RequestListener
}

interface WebOptions {
  /** Who asks; null: 401. */
  readonly identify: (request: Request) => Promise<Person | null>
  /** Only this machine may ask. */
  readonly localOnly: boolean
  readonly publicUrl: string | null
  /** The moment a question is asked at; the demo may stand still. */
  readonly clock: () => Date
  /** The demo's: incidents that can be caused. */
  readonly incidents?: WebParts['incidents']
}

export async function createApp(given: Given): Promise<App> {
  // Closed in reverse order of opening. (Node 20 has no AsyncDisposableStack.)
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }
  try {
    return await build(given, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function build(given: Given, closers: (() => Promise<void>)[], close: () => Promise<void>): Promise<App> {
  const { log } = given
  const opened = given.storeUrl === null ? null : await openStores(given.storeUrl, closers)
  const store = opened && opened.store
  const ground = await openGround(given.databaseUrl, given.catalogFile, { mayConfigure: given.mayConfigure })
  closers.push(async () => ground[Symbol.asyncDispose]())
  const { catalog, policies, guard, reader } = ground

  /** What is known under each policy, and the planners built on it. */
  const minds = new LRUCache<string, Awaited<ReturnType<typeof mindOf>>>({
    max: 50,
    fetchMethod: (_hash, _stale, { context }) => mindOf(context as Policy),
  })
  async function mindOf(policy: Policy, fresh = false) {
    const known = await readKnown(policy, { guard, reader, store }, fresh)
    const knowledge = { catalog: policy.catalog, ...known }
    const history = live ? goingOn(known.history, policy.catalog, new Date()) : known.history
    return { knowledge, ...createMind({ ...knowledge, history }, [createGrammarPlanner]) }
  }
  async function mind(policy: Policy) {
    const found = await minds.fetch(policy.hash, { context: policy })
    if (!found) throw new Error(`nothing is known under policy ${policy.name}`)
    return found
  }
  const history = async (policy: Policy) => (await mind(policy)).knowledge.history
  const suggestions = async (policy: Policy) => (await mind(policy)).suggestions()

  const freshness = createFreshness(store, catalog)
  let live: Live | null = null
  const asOf = createAsOf({
    guard,
    reader,
    freshness,
    knownUntil: async (policy, view) => (await mind(policy)).knowledge.history.get(view)?.to ?? null,
  })
  const painter = createPainter()
  closers.push(() => painter.close())
  const pictures = store ? picturesInStore(store) : picturesInMemory()
  const audit = store ? createAudit(store) : noAudit
  const rightsOf = createRightsOf({ catalog, policies, hasLocalOwner: given.hasLocalOwner })
  const metrics = createMetrics(
    async () => store && readBacklog(store, connected()),
    async () => live?.read() ?? null,
  )
  const compiled = async (query: KpiQuery, policy: Policy) => compile(query, policy.catalog, await history(policy))
  const ask = createAsk({ guard, reader, asOf, history, freshness })
  const threads = store ? threadsInStore(store) : threadsInMemory()
  async function drawPicture(chart: Pick<Chart, 'spec' | 'altText'>, place: Place): Promise<Picture> {
    return drawn(chart, platformOf(place.platform)?.headsPictures === true)
  }

  async function drawn(chart: Pick<Chart, 'spec' | 'altText'>, headless: boolean): Promise<Picture> {
    const { png, width, height } = await painter.paint(chart, { headless })
    const picture = { id: newPictureId(), altText: chart.altText, width, height }
    await pictures.keep(picture, png)
    return picture
  }

  const conversation = createConversation({
    rightsOf,
    understand: async (question, policy, planner) => (await mind(policy)).understand(question, planner),
    togetherOnly: async (question, candidates) => {
      for (const [one, other] of pairsOf(candidates)) {
        const [first, second] = [await mind(one), await mind(other)]
        const both = createMind(mergeKnowledge(first.knowledge, second.knowledge), [createGrammarPlanner])
        if ((await both.understand(question)).plan.kind === 'query') return [one.name, other.name]
      }
      return null
    },
    ask,
    canAnswer: async (query, policy) => (await compiled(query, policy)).kind === 'compiled',
    command: createCommand({
      suggestions,
      hasButtons: (platform) => platformOf(platform)?.hasButtons ?? false,
      asOf,
      history,
    }),
    threads,
    audit,
    draw: drawPicture,
    onError: (error, message) =>
      log.error({ err: error, message: message.id, person: printPerson(message.author) }, 'question failed'),
  })

  const platforms: Platform[] = []
  const outbox = store ? outboxInStore(store) : outboxInMemory()
  const inbox = opened ? inboxInStore(opened.intake) : noInbox
  const platformOf = (name: string) => platforms.find((platform) => platform.name === name)
  const connected = () => platforms.map((platform) => platform.name)
  /** A place where somebody is alone with us. */
  const isTheirs = (place: Place, owner: Person | null) => {
    const theirs = owner && platformOf(owner.platform)?.privately?.(owner)
    return theirs !== null && theirs !== undefined && printPlace(theirs) === printPlace(place)
  }
  const deliver = createDeliver({
    platformOf,
    connected,
    outbox,
    log,
    ...(store && {
      alerts: createAlerts({
        incidentOf: async (id) => {
          const found = await findIncident(store, id)
          return found && { content: found.content, acknowledgedBy: found.acknowledgedBy, snoozedUntil: null }
        },
        policyOf: (place, owner) =>
          policyOfPlace({ catalog, policies, rightsOf }, place, isTheirs(place, owner) ? owner : null),
        platformOf,
        // Its words stand above it everywhere.
        draw: (chart) => drawn(chart, true),
        onError: (error, key) => log.error({ err: error, key }, 'picture of an alert not drawn'),
      }),
    }),
    async onEnd({ key, to, parcel }, receipt) {
      metrics.tried(to.place.platform, receipt)
      const because = receipt.kind === 'refused' ? receipt.because : null
      if (receipt.kind === 'later') return
      if (receipt.kind === 'sent' && parcel.kind === 'reply' && to.onlyFor === null && to.place.thread === null) {
        const thread = platformOf(to.place.platform)?.threadUnder?.(to.place, receipt.messageId)
        if (thread) await threads.goOnIn(thread, key)
      }
      await audit({
        kind: 'delivery',
        message: key,
        place: printPlace(to.place),
        ...(because !== null && { error: because }),
      })
    },
  })
  const people = createPeople(platformOf, store, (error) => log.warn({ err: error }, 'a person could not be looked up'))
  const findReply = (key: string) => outbox.find(key)
  const answering = createAnswering({ conversation, rightsOf, threads, findReply })
  const askAll = createAsk({ guard, reader, asOf, history, freshness }, 'export')
  const behind = createBehind({ rightsOf, compiled, askAll, audit })
  const respond = createRespond({
    answering,
    explained: createExplained({ findReply, rightsOf, conversation, audit }),
    pressed: createPressed({ findReply, answering, conversation, behind, audit }),
    onError: (error, message) => log.error({ err: error, message: message.id }, 'message not answered as it should be'),
  })
  const overviews = createOverviews({
    rightsOf,
    profile: (person) => people.profile(person),
    suggestions,
    history,
    ask,
    onError: (error, kpi) => log.warn({ err: error, kpi }, 'a figure of the overview is missing'),
  })
  const feedback = store ? createFeedback({ store, findReply, audit }) : async () => {}
  const hearing = createHearing({
    inbox,
    deliver,
    platformOf,
    connected,
    known: (message) => people.known(message),
    async respond(message) {
      const response = await respond(message)
      if (response === null) metrics.silent(message.place.platform)
      return response
    },
    giveUp,
    drawings: createDrawings({ drawn: (reply, message) => conversation.drawn(reply, message), findReply }),
    async onAnswered({ place: { platform } }, reply, receipt, afterMs) {
      metrics.answered(platform, reply)
      if (receipt.kind === 'sent') metrics.replied(platform, afterMs)
    },
    log,
  })

  const finish = async () => {
    await hearing.finish()
    await deliver.finish()
  }
  closers.push(finish)

  async function connect(platform: Platform): Promise<void> {
    platforms.push(platform)
    closers.push(() => platform.stop())
    await platform.start(hearing.hear)
  }

  /** A job of the clock: never twice at a time, and its failure is logged, not thrown. */
  function every(expression: string, name: string, job: () => Promise<unknown>): void {
    const task = schedule(
      expression,
      () => job().catch((error: unknown) => log.error({ err: error, job: name }, 'scheduled job failed')),
      { name, noOverlap: true },
    )
    closers.push(async () => task.destroy())
  }

  const server = express()
  server.disable('x-powered-by')
  // What reads requests as they stand comes before what reads bodies, whichever is connected first.
  const raw = express.Router()
  server.use(raw)

  async function questionsFor(asker: Person, actAs: string | null = null): Promise<readonly string[]> {
    const rights = rightsOf(messageFrom(asker, { text: '', actAs }))
    const [policy] = rights.kind === 'policies' ? rights.policies : []
    return policy ? suggestions(policy) : []
  }

  return {
    ground,
    store,
    questionsFor,
    keepFresh(catchUp) {
      if (catchUp) every('*/5 * * * *', 'bring the demo up to now', catchUp)
      every('* * * * *', 'refresh KPI views', () => refreshViews(given.databaseUrl))
      every('*/10 * * * *', 'read what the views hold', async () => {
        const inUse = [...policies.values()].filter((policy) => minds.has(policy.hash))
        for (const policy of inUse) minds.set(policy.hash, await mindOf(policy, true))
      })
      if (!store) return
      every('17 * * * *', 'tidy the store', () => tidy(store))
      every('* * * * * *', 'send what is due', () => deliver.sweep())
      every('*/3 * * * * *', 'take what nobody answers', () => hearing.sweep())
    },
    async finish() {
      await Promise.all(platforms.map((platform) => platform.stop()))
      await finish()
    },
    picture: (id) => pictures.find(id),
    overview: (person, now) => overviews.of(person, now),
    feedback,
    metrics: () => metrics.print(),
    connect,
    async terminal(options) {
      const terminal = createTerminal(options)
      await connect(terminal)
      return terminal
    },
    async web({ identify, localOnly, publicUrl, clock, incidents }) {
      const web = createWeb({
        log,
        localOnly,
        publicUrl,
        staticDir: join(packageRoot, 'dist', 'web'),
        charts: {
          get: async (id) => {
            const png = await pictures.find(id)
            return png && { png }
          },
        },
        identify,
        roles: (asker) => rolesToTry(asker, catalog, rightsOf),
        suggestions: questionsFor,
        mayFollow: (asker) =>
          seesAllOf(rightsOf, asker, { platform: 'web', workspace: 'local', conversation: 'alerts', thread: null }),
        ...(incidents && { incidents }),
        ask: async ({ id, question, thread, now, planner, asker, actAs, locale, signal }) => {
          const message = messageFrom(asker, { text: question, actAs, thread, planner, locale })
          const at = now === undefined ? clock() : new Date(now)
          const reply = await conversation.answer({ ...message, askedAt: at }, signal)
          metrics.answered('web', reply)
          return { ...reply.result, id }
        },
        ready: async () => ({
          database: await ground.health(),
          store: store ? await storeHealth(store) : null,
          delivery: store ? await backlogHealth(store, connected()) : null,
          ...(live && { events: live.fault() }),
          ...Object.fromEntries(await Promise.all(platforms.map(async (each) => [each.name, await each.health()]))),
        }),
        metrics: () => metrics.print(),
      })
      await connect({ ...web, start: (hear) => web.start((message) => hear({ ...message, askedAt: clock() })) })
      server.use(web.router)
    },
    async live(source, rulesFile) {
      if (!store || catalog.streams.size === 0) return
      live = await startLive(source, { catalog, store, databaseUrl: given.databaseUrl, log })
      const counting = live
      closers.push(() => counting.stop())
      const owner = ownerPolicy(catalog)
      const why = createWhy({ ask: askAll, known: async (policy) => (await mind(policy)).knowledge })
      const explainIncident = createIncidentExplainer(why, owner)
      const watcher = await startWatch({
        catalog,
        store,
        storeUrl: given.storeUrl!,
        rulesFile,
        history: createReadHistory({ catalog, ask: askAll, policy: owner }),
        explain: ({ content }) => explainIncident(content),
        isHearing: () => counting.fault() === null,
        log,
      })
      closers.push(() => watcher.stop())
      const ended = new AbortController()
      const sweep = () =>
        void deliver.sweep().catch((error: unknown) => log.warn({ err: error }, 'alerts are sent by the clock only'))
      const rings = listen(given.storeUrl!, [OUTBOX_CHANNEL], sweep, ended.signal)
      closers.push(async () => {
        ended.abort()
        await rings
      })
    },
    async slack(config) {
      const slack = createSlack(config, {
        log,
        isOurThread: async (place) =>
          (await outbox.hasSent(place)) || (await inbox.hasTaken(place)) || (await threads.has(place)),
        picture: (id) => pictures.find(id),
        suggestions: (person) => overviews.questions(person),
        overview: (person) => overviews.of(person, new Date()),
        feedback: (verdict) => feedback(verdict),
        installations: store && installationsIn(store, 'slack'),
      })
      await connect(slack)
      if (slack.router) raw.use(slack.router)
    },
    answer: server,
    [Symbol.asyncDispose]: close,
  }
}

/** What people say is written down over connections of its own: it is acknowledged then, and waits for nobody's answer. */
async function openStores(url: string, closers: (() => Promise<void>)[]): Promise<{ store: Store; intake: Store }> {
  {
    // A migration takes as long as it takes.
    await using patient = openStore(url)
    await migrateStore(patient, url)
  }
  const store = openStore(url, { answersWithinMs: storeAnswersWithinMs })
  closers.push(() => store.destroy())
  const intake = openStore(url, {
    name: 'tidings inbox',
    max: intakeConnections,
    answersWithinMs: intakeAnswersWithinMs,
  })
  closers.push(() => intake.destroy())
  return { store, intake }
}

interface Words {
  readonly text: string
  readonly actAs?: string | null | undefined
  readonly thread?: string | undefined
  readonly planner?: string | undefined
  readonly locale?: string | undefined
}

function messageFrom(author: Person, { text, actAs, thread, planner, locale }: Words): Question {
  const id = randomUUID()
  // Somebody's threads are theirs: the name is joined to the person, so that nobody continues another's.
  const name = `${printPerson(author)} ${thread}`
  const conversation = thread === undefined ? id : createHash('sha256').update(name).digest('hex').slice(0, 32)
  return {
    id: `web:${id}`,
    place: { platform: 'web', workspace: 'local', conversation, thread: null },
    author,
    audience: 'asker',
    askedAt: new Date(),
    said: { kind: 'words', text, ...(planner === undefined ? {} : { planner }) },
    ...(actAs ? { actAs } : {}),
    ...(locale === undefined ? {} : { locale }),
  }
}
