import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import { createSlack, type SlackOptions } from '../../../src/bot/platforms/slack/slack.ts'
import type { Hear } from '../../../src/bot/platform.ts'
import type { Abilities, Connection, Utterance } from '../../contracts/connection.ts'
import { platformContract } from '../../contracts/platform.ts'
import { readMessage } from '../../contracts/reading-slack.ts'
import { png } from '../../contracts/replies.ts'
import type { Json } from '../../support/slack-world/json.ts'
import { startSlackWorld, type SlackWorld } from '../../support/slack-world/world.ts'

const faults: Readonly<Record<string, (slack: SlackWorld) => void>> = {
  'Slack asks to wait': (slack) => slack.faults.rateLimit('chat.postMessage', 9, 1),
  'Slack is down': (slack) => slack.faults.status('chat.postMessage', 9, 503),
  'Slack has an error of its own': (slack) => slack.faults.always('chat.postMessage', 'internal_error'),
  'Slack never answers': (slack) => slack.faults.silence('chat.postMessage', 9),
}

const abilities: Abilities = {
  unheard: 'delivered again',
  redelivers: true,
  company: 'others',
  knownKeys: 'find',
  edits: 'in place',
  pictures: 'after words',
  files: true,
  ways: 'press',
  presses: { 'Show SQL': 'sql', 'Download CSV': 'csv', 'Pie chart': 'chart', 'Share with channel': 'share' },
  alerts: 'press',
  placesEnd: true,
  faults: Object.keys(faults),
  breaks: true,
  profile: { locale: 'en-US', email: 'ana@tea-shop.example', name: 'ana' },
  privately: true,
}

platformContract('Slack over a socket', abilities, (hear) => connect('socket', hear))
// Sending is the same in both modes, and this one takes as long as Slack is waited for.
const quickFaults = abilities.faults.filter((fault) => fault !== 'Slack never answers')
platformContract('Slack over HTTP', { ...abilities, faults: quickFaults }, (hear) => connect('http', hear))

/** Ana in #sales, which Ben reads too. */
async function connect(mode: 'socket' | 'http', hear: Hear): Promise<Connection> {
  const slack = await startSlackWorld({
    mode,
    times: { ackWithinMs: 1_500, retryAfterMs: [0, 50, 100, 200, 500, 1000] },
  })
  const [ana, ben] = [slack.user('ana'), slack.user('ben')]
  const platform = createSlack(optionsOf(mode, slack), {
    log: pino({ level: 'silent' }),
    isOurThread: async () => true,
    picture: async () => png,
    suggestions: async () => [],
    overview: () => Promise.reject(new Error('nobody opens the Home tab here')),
    feedback: async () => {},
    installations: null,
  })
  const server = platform.router && (await listen(express().use(platform.router)))
  if (server) slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`)
  await platform.start(hear)

  function contentOf(id: string): string {
    const file = slack.files.find((each) => each.file_id === id)
    return Buffer.from(file?.content_base64 ?? '', 'base64')
      .toString('utf8')
      .replace(/^\uFEFF/, '')
  }

  function shownTo(person: typeof ana) {
    const whispered = slack.ephemerals(person).filter(({ channel }) => channel === slack.channelId('sales'))
    return [...slack.messages('sales').filter(({ isFromBot }) => isFromBot), ...whispered]
  }

  /** What became of the deliveries that `isOf` picks. */
  function utterance(isOf: (payload: Record<string, unknown>) => boolean, again: () => Promise<void>): Utterance {
    return {
      state() {
        const sent = slack.deliveries.filter(({ envelope }) => isOf(envelope.payload))
        if (sent.some(({ arrived }) => arrived === false)) return 'lost'
        return sent.length > 0 && sent.every(({ arrived }) => arrived) ? 'taken' : 'underway'
      },
      again,
    }
  }

  return {
    platform,
    asker: { platform: 'slack', workspace: slack.team.id, user: ana.id },
    async say(text) {
      const said = await ana.says(`@tidings ${typed(text)}`, { in: '#sales' })
      const isOf = (payload: Record<string, unknown>) =>
        (payload['event'] as { ts?: string } | undefined)?.ts === said.ts
      return utterance(isOf, () => slack.redeliver(said, 1))
    },
    seen: async (by) => shownTo(by === 'asker' ? ana : ben).map((message) => readMessage(message, contentOf)),
    async press(label) {
      const on = shownTo(ana).findLast(({ blocks }) => JSON.stringify(blocks).includes(JSON.stringify(label)))
      if (!on) throw new Error(`nothing is called ${label}`)
      const before = slack.deliveries.length
      await ana.clicks(on, label)
      const [click] = slack.deliveries.slice(before)
      return utterance(
        (payload) => payload === click?.envelope.payload,
        async () => {},
      )
    },
    async sendNonsense() {
      const [channel, user] = [slack.channelId('sales'), ana.id]
      const text = `<@${slack.team.bot.userId}> revenue`
      const events: readonly Json[] = [
        {},
        { type: 'message' },
        { type: 'message', channel, user: 5, text: {}, ts: [] },
        { type: 'message', channel: '../..', user, text, ts: '1.1' },
        { type: 'message', channel, user, text, ts: 'yesterday' },
        { type: 'message', channel, user, text, ts: '1.1', subtype: 'channel_topic' },
        { type: 'message', channel, user, text, ts: '1.1', bot_id: 'B1' },
        { type: 'message', channel, subtype: 'message_changed', message: null },
        { type: 'app_mention', channel, text },
        { type: 'block_actions' },
        { type: 'never_heard_of_it', channel, user, text, ts: '1.1' },
      ]
      for (const event of events) await slack.emit(event)
      if (mode === 'socket') return
      const bodies = ['', '{', 'null', '[]', 'payload=%7B', 'payload', 'command=%2Fkpi', '{"type":"event_callback"}']
      const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain']
      const requests = bodies.flatMap((body) => types.map((contentType) => ({ body, contentType })))
      await Promise.all(requests.map((request) => slack.sendRaw({}, request)))
    },
    endPlace(place) {
      slack.archive('sales')
      return place
    },
    fail: (fault) => faults[fault]?.(slack),
    async breakDown() {
      await slack.revokeToken()
      await slack.settled()
    },
    mend: () => slack.faults.clear(),
    async close() {
      slack.faults.clear()
      await platform.stop()
      server?.closeAllConnections()
      if (server) await new Promise((closed) => server.close(closed))
      await slack.close()
    },
  }
}

function optionsOf(mode: 'socket' | 'http', { appToken, signingSecret, botToken, apiUrl }: SlackWorld): SlackOptions {
  const how = mode === 'socket' ? { mode, appToken } : { mode, signingSecret }
  return { ...how, tokens: { kind: 'one', botToken }, apiUrl }
}

async function listen(app: express.Express): Promise<Server> {
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return server
}

/** As Slack's own clients send it. */
function typed(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
