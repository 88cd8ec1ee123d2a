/** The web platform's addresses. */
import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { z } from 'zod'
import { momentForms } from '../../../analytics/moment.ts'
import { printPerson, type Person } from '../../../analytics/place.ts'
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { alertsFeed } from '../../alerts-feed.ts'
import { ALERT_ACTS, type ChatMessage, type Said } from '../../message.ts'
import { refuse } from './refuse.ts'
import { createShield } from './shield.ts'
import type { Streams } from './streams.ts'
import type { Conversation, Transcripts } from './transcripts.ts'
import type { TakeMessage, WebParts } from './parts.ts'
import type { AlertFormOffer, Hello } from './wire.ts'

const conversationId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/)

/** BCP 47; what is not, counts as not given. */
const locale = z
  .string()
  .optional()
  .transform((tag) => (tag !== undefined && isLocale(tag) ? tag : undefined))

const messageBody = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
  said: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('words'), text: z.string(), label: z.string().max(300).optional() }),
    z.strictObject({
      kind: z.literal('query'),
      // Only its outline: the conversation parses it against the catalog that the clicker may see.
      query: z.custom<KpiQuery>((value) => typeof value === 'object' && value !== null && 'measures' in value),
      label: z.string().max(300),
    }),
    z.strictObject({
      kind: z.literal('press'),
      reply: z.string().min(1).max(1_000),
      act: z.enum(ALERT_ACTS),
      label: z.string().max(300),
      isInFeed: z.boolean(),
    }),
    z.strictObject({
      kind: z.literal('verify'),
      reply: z.string().min(1).max(1_000),
      label: z.string().max(300),
    }),
  ]),
  as: z.string().min(1).max(200).optional(),
  locale,
})

const incidentBody = z.strictObject({ name: z.string().max(100) })

const askBody = z.strictObject({
  id: z.union([z.string(), z.number()]).nullish(),
  question: z.string(),
  thread: z.string().min(1).max(200).optional(),
  // As `--now` takes it: without an offset it is wall-clock time of the catalog's zone.
  now: z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
      error: `write ${momentForms}`,
    })
    .optional(),
  planner: z.string().max(40).optional(),
  as: z.string().min(1).max(200).optional(),
  locale,
})

interface RouterParts extends WebParts {
  readonly transcripts: Transcripts
  readonly streams: Streams
  readonly take: TakeMessage
}

export function createRouter(parts: RouterParts): Router {
  const router = Router()
  const json = express.json({ limit: '1mb', strict: true })
  router.use(createShield(parts))

  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', async (_request, response) => {
    const byPart = await parts.ready()
    const isReady = Object.values(byPart).every((fault) => fault === null)
    const shown = Object.fromEntries(Object.entries(byPart).map(([part, fault]) => [part, fault ?? 'ok']))
    response
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json(shown)
  })
  router.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4; charset=utf-8').send(await parts.metrics())
  })
  router.get('/charts/:file', async (request, response) => {
    const id = /^([A-Za-z0-9_-]{1,100})\.png$/.exec(request.params.file)?.[1]
    const chart = id === undefined ? null : await parts.charts.get(id)
    if (!chart) return refuse(response, 404, 'no_picture', 'This picture has expired. Ask again for a new one.')
    // Chat clients show pictures inside pages of their own; who knows the id may see it anywhere.
    response.set('Cross-Origin-Resource-Policy', 'cross-origin')
    response.type('image/png').set('Cache-Control', 'private, max-age=3600, immutable').send(chart.png)
  })

  router.get('/api/hello', async (request, response) => {
    const asker = await who(request, response)
    if (!asker) return
    const actAs = actingAs(request)
    const hello: Hello = {
      person: printPerson(asker),
      roles: parts.roles(asker),
      suggestions: await parts.suggestions(asker, actAs),
      incidents: parts.incidents?.choices ?? [],
      hasAlertForm: parts.alertForm?.isFor(asker, actAs) ?? false,
    }
    response.set('Cache-Control', 'no-store').json(hello)
  })
  router.get('/api/alert-form', async (request, response) => {
    const asker = await who(request, response)
    if (!asker) return
    const offered: AlertFormOffer = { kpis: (await parts.alertForm?.kpis(asker, actingAs(request))) ?? [] }
    response.set('Cache-Control', 'no-store').json(offered)
  })
  router.get('/api/alerts/events', async (request, response) => {
    const asker = await who(request, response)
    if (!asker) return
    if (!parts.mayFollow(asker)) return notForYou(response)
    const { conversation } = alertsFeed
    const { epoch } = await parts.transcripts.begin(conversation, '')
    await parts.streams.open(response, conversation, epoch, request.get('last-event-id') ?? null)
  })
  router.post('/api/demo/incident', json, async (request, response, next) => {
    if (!parts.incidents) return next()
    const asker = await who(request, response)
    const body = asker && read(incidentBody, request, response)
    if (!body) return
    const known = parts.incidents.choices.map(({ name }) => name)
    if (!known.includes(body.name))
      return refuse(response, 400, 'no_such_incident', `It is one of ${known.join(', ')}.`)
    response.json({ text: await parts.incidents.cause(body.name) })
  })
  router.get('/api/conversations/:id/events', async (request, response) => {
    const found = await enter(request, response)
    if (!found) return
    const lastEventId = request.get('last-event-id') ?? null
    await parts.streams.open(response, request.params.id, found.conversation.epoch, lastEventId)
  })
  router.post('/api/conversations/:id/messages', json, async (request, response) => {
    const found = await enter(request, response)
    if (!found) return
    const body = read(messageBody, request, response)
    if (!body) return
    if (body.said.kind === 'press' && body.said.isInFeed && !parts.mayFollow(found.asker)) return notForYou(response)
    switch (await parts.take(toMessage(request.params.id, found.asker, body), body.said)) {
      case 'taken':
      case 'known':
        response.status(202).json({ id: body.id })
        return
      case 'busy':
        response.set('Retry-After', '5')
        return refuse(response, 429, 'too_many', 'Many questions are still being answered here. Wait for them first.')
      case 'stopping':
        response.set('Retry-After', '5')
        return refuse(response, 503, 'stopping', 'The server is starting or stopping. Ask again in a moment.')
    }
  })
  router.post('/api/ask', json, async (request, response) => {
    const asker = await who(request, response)
    const body = asker && read(askBody, request, response)
    if (!asker || !body) return
    const leaving = new AbortController()
    response.on('close', () => leaving.abort())
    const { as: actAs, id, ...question } = body
    const result = await parts.ask({ ...question, id: id ?? null, asker, actAs, signal: leaving.signal })
    if (!response.destroyed) response.set('Cache-Control', 'no-store').json(result)
  })
  router.use('/api', (_request, response) =>
    refuse(response, 404, 'no_such_address', 'There is nothing here. See the HTTP section of the manual.'),
  )

  // Vite names these by their content.
  router.use('/assets', express.static(`${parts.staticDir}/assets`, { immutable: true, maxAge: '1y', index: false }))
  router.use('/assets', (_request, response) => refuse(response, 404, 'no_such_file', 'Reload the page.'))
  router.get('/', async (request, response) => {
    // The page holds no data: who has no identity gets it with status 401 and is asked for a token there.
    const asker = await parts.identify(request)
    response.status(asker ? 200 : 401).set('Cache-Control', 'no-cache')
    response.sendFile('index.html', { root: parts.staticDir }, (error: unknown) => {
      if (error && !response.headersSent) refuse(response, 404, 'no_page', 'Build the page first: npm run build:web.')
    })
  })
  router.use(express.static(parts.staticDir, { index: false }))
  router.use(onError)
  return router

  async function who(request: Request, response: Response): Promise<Person | null> {
    const asker = await parts.identify(request)
    if (!asker) {
      response.set('WWW-Authenticate', 'Bearer')
      refuse(response, 401, 'who_are_you', 'Send a token: Authorization: Bearer …, made by `tidings token create`.')
    }
    return asker
  }

  async function enter(
    request: Request,
    response: Response,
  ): Promise<{ asker: Person; conversation: Conversation } | null> {
    const asker = await who(request, response)
    if (!asker) return null
    const id = conversationId.safeParse(request.params['id'])
    const conversation = id.success ? await parts.transcripts.begin(id.data, printPerson(asker)) : null
    // Somebody else's conversation looks like none at all.
    if (conversation?.owner === printPerson(asker)) return { asker, conversation }
    refuse(response, 404, 'no_conversation', 'There is no such conversation. Begin a new one.')
    return null
  }

  function notForYou(response: Response): void {
    refuse(response, 403, 'not_for_you', 'Your role sees less than what is told to all here.')
  }

  function onError(error: unknown, request: Request, response: Response, next: NextFunction): void {
    if (response.headersSent) return next(error)
    const status = z.object({ status: z.number().int() }).safeParse(error).data?.status ?? 500
    if (status === 413) return refuse(response, 413, 'too_large', 'More than 1 MB cannot be a question. Send less.')
    if (status < 500) return refuse(response, status, 'not_readable', 'The request could not be read. Send JSON.')
    parts.log.error({ err: error, path: request.path }, 'request failed')
    refuse(response, 500, 'failed', 'Something went wrong on our side. Try again; the log says what it was.')
  }
}

function toMessage(conversation: string, author: Person, body: z.infer<typeof messageBody>): ChatMessage {
  return {
    id: `${conversation}.${body.id}`,
    place: { platform: 'web', workspace: 'local', conversation, thread: null },
    author,
    audience: 'asker',
    askedAt: new Date(),
    said: saidBy(body.said),
    ...(body.as !== undefined && { actAs: body.as }),
    ...(body.locale !== undefined && { locale: body.locale }),
  }
}

function saidBy(said: z.infer<typeof messageBody>['said']): Said {
  if (said.kind === 'verify') return { kind: 'press', reply: said.reply, press: { kind: 'verify' } }
  if (said.kind === 'words') return { kind: 'words', text: said.text }
  if (said.kind !== 'press') return said
  const press = { kind: 'alert', act: said.act } as const
  return { kind: 'press', reply: said.reply, press, ...(said.isInFeed && { feed: alertsFeed }) }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** The body as `schema` has it; else null, and the answer says what is wrong. */
function read<T>(schema: z.ZodType<T>, request: Request, response: Response): T | null {
  if (!request.is('application/json')) {
    refuse(response, 415, 'not_json', 'Send JSON with the header Content-Type: application/json.')
    return null
  }
  const parsed = schema.safeParse(request.body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue?.path.join('.')
  refuse(
    response,
    400,
    'wrong_body',
    `The body is not right${at ? ` at ${at}` : ''}: ${issue?.message ?? 'unreadable'}.`,
  )
  return null
}

function actingAs({ query }: Request): string | null {
  return typeof query['as'] === 'string' ? query['as'] : null
}
