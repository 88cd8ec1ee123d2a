/** The composition root: every part is built here by hand, out of what src/app puts together, and disposed of in reverse order. */
import type { RequestListener } from 'node:http'
import express from 'express'
import type { Logger } from 'pino'
import type { EventSource } from './analytics/live/event-source.ts'
import { createCalendarEvents } from './analytics/calendar-events.ts'
import { figuresOfPlaces } from './analytics/live/store/alert-figures.ts'
import { openGround, type Ground } from './analytics/ground.ts'
import type { Person } from './analytics/place.ts'
import { refreshViews } from './analytics/refresh.ts'
import { createAudit, noAudit } from './analytics/store/audit.ts'
import { backlogHealth, readBacklog } from './analytics/store/backlog.ts'
import { tidy } from './analytics/store/housekeeping.ts'
import { installationsIn } from './analytics/store/installations.ts'
import { storeHealth, type Store } from './analytics/store/store.ts'
import { createAlertForm } from './app/alert-form.ts'
import { openRulesInChat } from './app/alert-rules.ts'
import { createConnected } from './app/connected.ts'
import { startClock, type Job } from './app/clock.ts'
import { alertsIn, createDelivery, sendWhenWritten } from './app/delivery.ts'
import { createDrawing } from './app/drawing.ts'
import { followAlerts } from './app/follow.ts'
import { startLive, type Live } from './app/live.ts'
import { createMinds } from './app/minds.ts'
import { createNoteUse, openModel } from './app/model.ts'
import { createNumbers } from './app/numbers.ts'
import { openStores } from './app/stores.ts'
import { alertAbove, openConversation, openHearing } from './app/talk.ts'
import { openDefinitions, openVerified } from './app/verified.ts'
import { openVerifiedInChat } from './app/verified-in-chat.ts'
import { startWatch } from './app/watch.ts'
import { openWeb, type WebOptions } from './app/web.ts'
import { webQuestion } from './app/web-question.ts'
import { createWeekly } from './bot/rules/fatigue.ts'
import { createFeedback, type Verdict } from './bot/feedback.ts'
import { inboxInStore, noInbox } from './bot/inbox.ts'
import { createMetrics } from './bot/metrics.ts'
import { outboxInMemory, outboxInStore } from './bot/outbox.ts'
import { createOverviews, type Overview } from './bot/overview.ts'
import { createPeople } from './bot/people.ts'
import type { Platform } from './bot/platform.ts'
import { createSlack } from './bot/platforms/slack/slack.ts'
import { createTerminal, type Terminal, type TerminalOptions } from './bot/platforms/terminal/terminal.ts'
import { createRightsOf } from './bot/rights.ts'
import { threadsInMemory, threadsInStore } from './bot/threads.ts'
import { createRunSql } from './bot/unverified-run.ts'
import type { ModelUse } from './nlq/model-use.ts'
import type { ModelConfig } from './config/model.ts'
import type { SlackConfig } from './config/slack.ts'

export type { Terminal } from './bot/platforms/terminal/terminal.ts'
export { kafkaEvents } from './app/live.ts'
export { checkModel } from './app/model.ts'
export { checkVerified } from './app/verified.ts'
export {
  checkSlack,
  type SlackAnswer,
  type SlackChannel,
  type SlackToken,
  type SlackWorkspace,
} from './bot/platforms/slack/check.ts'

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
  /** Absent or null: questions are read by the grammar alone. */
  readonly model?: ModelConfig | null
  /** Told of all that a model is asked, and what it came to. */
  readonly onModelUse?: (use: ModelUse) => void
}

/** The house, ready to be connected to platforms. */
export interface App extends AsyncDisposable {
  readonly ground: Ground
  readonly store: Store | null
  /** Questions that work for somebody. */
  questionsFor(asker: Person, now: Date, actAs?: string | null): Promise<readonly string[]>
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
  /** Connects the terminal; one that `follows` prints the alerts that are told to all, too. */
  terminal(options: TerminalOptions & { readonly follows?: boolean }): Promise<Terminal>
  /** The PNG of a reply's picture; null when it has expired. */
  picture(id: string): Promise<Buffer | null>
  /** Connects the web chat. */
  web(options: WebOptions): Promise<void>
  /** Counts events from now on and watches what they make of the KPIs; nothing when the catalog has no streams. Throws RulesFaulty. */
  live(source: EventSource, rulesFile: string, now?: () => number): Promise<void>
  /** Connects Slack. */
  slack(config: SlackConfig): Promise<void>
  /** The addresses of what is connected, to be listened on. */
  readonly answer: RequestListener
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
  const { log, databaseUrl, storeUrl } = given
  const closing = <Part extends AsyncDisposable>(part: Part): Part => {
    closers.push(async () => part[Symbol.asyncDispose]())
    return part
  }

  const stores = storeUrl === null ? null : closing(await openStores(storeUrl))
  const store = stores && stores.store
  const ground = closing(await openGround(databaseUrl, given.catalogFile, { mayConfigure: given.mayConfigure }))
  const { catalog, policies, guard, reader } = ground
  let live: Live | null = null
  const model = given.model ? openModel(given.model, { store, timezone: catalog.timezone, log }) : null
  const verified = await openVerified(given.catalogFile, store)
  const definitions = await openDefinitions(databaseUrl, catalog)
  const minds = createMinds({
    policies,
    guard,
    reader,
    store,
    isLive: () => live !== null,
    model,
    verified,
    definitions,
  })
  const events = createCalendarEvents({ catalog, databaseUrl, log })
  const numbers = createNumbers({ catalog, guard, reader, store, minds, events })
  const drawing = closing(createDrawing(store))

  const connected = createConnected()
  const audit = store ? createAudit(store) : noAudit
  const threads = store ? threadsInStore(store) : threadsInMemory()
  const outbox = store ? outboxInStore(store) : outboxInMemory()
  const inbox = stores ? inboxInStore(stores.intake) : noInbox
  const metrics = createMetrics(
    async () => store && readBacklog(store, connected.names()),
    async () => live?.read() ?? null,
    async () => store && figuresOfPlaces(store, new Date(Date.now() - 24 * 3_600_000), catalog.timezone),
  )
  const rightsOf = createRightsOf({ catalog, policies, hasLocalOwner: given.hasLocalOwner })
  const people = createPeople(connected.of, store, (error) =>
    log.warn({ err: error }, 'a person could not be looked up'),
  )

  const rules =
    store && openRulesInChat({ store, catalog, policies, rightsOf, numbers, events, connected, people, log })
  const verifiedInChat = openVerifiedInChat({ catalog, rightsOf, minds, store, verified, definitions, people })
  const runSql = model?.sql
    ? createRunSql({
        rightsOf,
        guard,
        reader,
        audit,
        count: (end) => metrics.ranSql(end),
        onError: (error, { id }) => log.warn({ err: error, message: id }, 'unverified SQL failed'),
      })
    : null
  const conversation = openConversation({
    guard,
    reader,
    runSql,
    verified: verifiedInChat,
    minds,
    numbers,
    connected,
    drawing,
    rightsOf,
    threads,
    rules,
    audit,
    model,
    noteUse: createNoteUse({ store, audit, metrics, timezone: catalog.timezone, onUse: given.onModelUse }),
    log,
  })
  const alerts = store && { alerts: alertsIn({ catalog, policies, rightsOf, store, connected, drawing, people, log }) }
  const deliver = createDelivery({ outbox, connected, threads, metrics, audit, log, ...alerts })
  const hearing = openHearing({
    verified: verifiedInChat,
    store,
    minds,
    conversation,
    runSql,
    numbers,
    connected,
    inbox,
    outbox,
    deliver,
    people,
    rightsOf,
    threads,
    metrics,
    audit,
    log,
  })
  const overviews = createOverviews({
    rightsOf,
    profile: (person) => people.profile(person),
    suggestions: minds.suggestions,
    history: minds.history,
    ask: numbers.ask,
    onError: (error, kpi) => log.warn({ err: error, kpi }, 'a figure of the overview is missing'),
  })
  const feedback = store ? createFeedback({ store, findReply: (key) => outbox.find(key), audit }) : async () => {}

  const finish = async () => {
    await hearing.finish()
    await deliver.finish()
  }
  closers.push(finish)

  async function connect(platform: Platform): Promise<void> {
    connected.add(platform)
    closers.push(() => platform.stop())
    await platform.start(hearing.hear)
  }

  const server = express()
  server.disable('x-powered-by')
  // What reads requests as they stand comes before what reads bodies, whichever is connected first.
  const raw = express.Router()
  server.use(raw)

  async function questionsFor(asker: Person, now: Date, actAs: string | null = null): Promise<readonly string[]> {
    const rights = rightsOf(webQuestion(asker, { text: '', actAs }))
    const [policy] = rights.kind === 'policies' ? rights.policies : []
    return policy ? minds.suggestions(policy, now) : []
  }

  async function ready(): Promise<Readonly<Record<string, string | null>>> {
    const platforms = connected.all().map(async (each) => [each.name, await each.health()] as const)
    return {
      database: await ground.health(),
      store: store ? await storeHealth(store) : null,
      delivery: store ? await backlogHealth(store, connected.names()) : null,
      ...(live && { events: live.fault() }),
      ...Object.fromEntries(await Promise.all(platforms)),
    }
  }

  return {
    ground,
    store,
    questionsFor,
    keepFresh(catchUp) {
      const jobs: Job[] = [
        { name: 'refresh KPI views', at: '* * * * *', run: () => refreshViews(databaseUrl) },
        { name: 'read the calendar', at: '*/10 * * * *', run: () => events.read() },
        { name: 'read what the views hold', at: '*/10 * * * *', run: () => minds.readAgain() },
      ]
      if (catchUp) jobs.unshift({ name: 'bring the demo up to now', at: '*/5 * * * *', run: catchUp })
      const privately = (person: Person) => connected.of(person.platform)?.privately?.(person) ?? null
      const weekly = store && createWeekly({ store, catalog, deliver, privately })
      if (store && weekly)
        jobs.push(
          { name: 'tidy the store', at: '17 * * * *', run: () => tidy(store) },
          { name: 'send what is due', at: '* * * * * *', run: () => deliver.sweep() },
          { name: 'tell who owns tiring alerts', at: '31 * * * *', run: () => weekly(new Date()) },
          { name: 'take what nobody answers', at: '*/3 * * * * *', run: () => hearing.sweep() },
        )
      const clock = startClock(jobs, log)
      closers.push(async () => clock.stop())
    },
    async finish() {
      await Promise.all(connected.all().map((platform) => platform.stop()))
      await finish()
    },
    picture: (id) => drawing.find(id),
    overview: (person, now) => overviews.of(person, now),
    feedback,
    metrics: () => metrics.print(),
    connect,
    async terminal({ follows = false, ...options }) {
      const terminal = createTerminal(options)
      await connect(terminal)
      if (follows && store && storeUrl !== null && alerts) {
        const { alerts: told } = alerts
        const following = followAlerts({ store, storeUrl, alerts: told, log, onAlert: (one) => terminal.tell(one) })
        const clock = startClock([{ name: 'send what is due', at: '* * * * * *', run: () => deliver.sweep() }], log)
        closers.push(async () => {
          clock.stop()
          await following.stop()
        })
      }
      return terminal
    },
    async web(options) {
      // Without a store no rule can be kept.
      const alertForm = store && createAlertForm({ catalog, minds, rightsOf })
      const shared = { catalog, conversation, drawing, rightsOf, metrics, ready, log }
      const parts = { ...shared, suggestions: questionsFor, alertForm }
      const web = openWeb(options, parts)
      await connect(web)
      server.use(web.router)
    },
    async live(source, rulesFile, now = Date.now) {
      if (!store || storeUrl === null || catalog.streams.size === 0) return
      const counting = await startLive(source, { catalog, store, databaseUrl, log, now })
      live = counting
      closers.push(() => counting.stop())
      const watcher = await startWatch({
        catalog,
        store,
        storeUrl,
        rulesFile,
        ask: numbers.askAll,
        known: minds.knowledge,
        contextOf: numbers.contextOf,
        events,
        isHearing: () => counting.isHearing(),
        now,
        log,
      })
      closers.push(() => watcher.stop())
      const sending = sendWhenWritten(storeUrl, deliver, log)
      closers.push(() => sending.stop())
    },
    async slack(config) {
      const slack = createSlack(config, {
        log,
        isOurThread: async (place) =>
          (await outbox.hasSent(place)) ||
          (await inbox.hasTaken(place)) ||
          (await threads.has(place)) ||
          (await alertAbove({ connected, outbox }, place, null)) !== null,
        picture: (id) => drawing.find(id),
        suggestions: (person) => overviews.questions(person, new Date()),
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
