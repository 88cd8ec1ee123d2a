import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { webPerson } from '../../../src/analytics/place.ts'
import { events } from '../../../src/bot/platforms/web/page/events.ts'
import { NO_TURNS, takeTurn, type Turn } from '../../../src/bot/platforms/web/page/turns.ts'
import type { StreamLine, WireSaid } from '../../../src/bot/platforms/web/wire.ts'
import type { Hear } from '../../../src/bot/platform.ts'
import { plainReply } from '../../../src/bot/plain-reply.ts'
import type { Connection, Utterance } from '../../contracts/connection.ts'
import { platformContract } from '../../contracts/platform.ts'
import { readCard } from '../../contracts/reading-pages.ts'
import { serveWeb } from '../../support/web-server.ts'

platformContract(
  'the web chat',
  {
    unheard: 'told',
    redelivers: true,
    company: 'nobody else',
    knownKeys: 'send',
    edits: 'in place',
    pictures: 'with words',
    files: false,
    ways: 'query',
    presses: {},
    alerts: 'press',
    placesEnd: true,
    faults: [],
    breaks: false,
    profile: null,
    privately: false,
  },
  connect,
)

/** Ana's page with one conversation open, and Ben, who knows its address. */
async function connect(hear: Hear): Promise<Connection> {
  const server = await serveWeb(hear, {
    identify: async (request) => webPerson(request.get('x-person') ?? 'nobody'),
  })
  const { url, web } = server
  const conversation = randomUUID()
  let marks = 0

  function ask(path: string, person: string, rest: RequestInit = {}): Promise<Response> {
    const headers = { 'x-person': person, 'content-type': 'application/json' }
    return fetch(`${url}/api/conversations/${conversation}${path}`, { ...rest, headers })
  }

  /** Everything of the conversation so far: up to a mark that is set for the purpose. */
  async function turns(person: string): Promise<readonly Turn[]> {
    const leaving = new AbortController()
    const response = await ask('/events', person, { signal: leaving.signal })
    if (!response.ok || !response.body) return []
    const key = `mark ${(marks += 1)}`
    const place = { platform: 'web', workspace: 'local', conversation, thread: null }
    const content = { kind: 'reply', reply: plainReply({ kind: 'command', text: 'mark' }) } as const
    await web.send({ key, to: { place, onlyFor: null, handle: null }, content })
    let known = NO_TURNS
    for await (const { data } of events(response.body)) {
      if (data !== null) known = takeTurn(known, JSON.parse(data) as StreamLine)
      if (known.turns.some(({ id }) => id === `news ${key}`)) break
    }
    leaving.abort()
    return known.turns.filter(({ id }) => !id.startsWith('news mark'))
  }

  async function post(said: WireSaid): Promise<Utterance> {
    const id = randomUUID()
    const body = JSON.stringify({ id, said })
    const send = () => ask('/messages', 'ana', { method: 'POST', body })
    const { ok } = await send()
    const states = { sending: 'underway', working: 'underway', done: 'taken', failed: 'lost', unsent: 'lost' } as const
    return {
      async state() {
        const turn = (await turns('ana')).find((each) => each.id === `${conversation}.${id}`)
        return ok && turn ? states[turn.state] : 'lost'
      },
      again: async () => void (await send()),
    }
  }

  return {
    platform: web,
    asker: webPerson('ana'),
    say: (text) => post({ kind: 'words', text }),
    async seen(by) {
      const cards = (await turns(by === 'asker' ? 'ana' : 'ben')).flatMap((turn) => turn.cards)
      return Promise.all(cards.map(({ reply }) => readCard(reply)))
    },
    async press(label) {
      const cards = (await turns('ana')).flatMap((turn) => turn.cards)
      for (const { key, reply } of cards.toReversed()) {
        const offer = reply.alert?.offers.find((each) => each.label === label)
        if (offer) return post({ kind: 'press', reply: key, act: offer.act, label, isInFeed: false })
      }
      const way = cards.flatMap(({ reply }) => reply.ways).findLast((each) => each.label === label)
      if (!way) throw new Error(`nothing is called ${label}`)
      if (way.kind === 'words') return post({ kind: 'words', text: way.text })
      return post({ kind: 'query', query: way.query, label: way.label })
    },
    async sendNonsense() {
      const bodies = [
        '',
        '{',
        'null',
        '[]',
        '{"id":1}',
        '{"id":"a","said":{"kind":"words"}}',
        '"'.padEnd(2_000_000, 'x'),
      ]
      const said = (what: unknown) => JSON.stringify({ id: randomUUID(), said: what })
      const shapes = [said({ kind: 'press', reply: 'x' }), said({ kind: 'query', query: 5, label: 'x' }), said(null)]
      for (const body of [...bodies, ...shapes])
        expect((await ask('/messages', 'ana', { method: 'POST', body })).status).toBeGreaterThanOrEqual(400)
    },
    endPlace: (place) => ({ ...place, conversation: randomUUID() }),
    fail() {},
    async breakDown() {},
    mend() {},
    close: () => server.stop(),
  }
}
