/** The web chat put together. */
import { join } from 'node:path'
import type { Request } from 'express'
import type { Logger } from 'pino'
import type { Catalog } from '../analytics/catalog.ts'
import { readMoment } from '../analytics/moment.ts'
import { packageRoot } from '../analytics/package-root.ts'
import type { Person } from '../analytics/place.ts'
import { alertsFeed } from '../bot/alerts-feed.ts'
import type { Conversation } from '../bot/conversation.ts'
import type { Metrics } from '../bot/metrics.ts'
import type { WebParts } from '../bot/platforms/web/parts.ts'
import { createWeb } from '../bot/platforms/web/web.ts'
import { rolesToTry, seesAllOf, type RightsOf } from '../bot/rights.ts'
import type { Drawing } from './drawing.ts'
import { webQuestion } from './web-question.ts'

export interface WebOptions {
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

interface Parts {
  readonly catalog: Catalog
  readonly conversation: Conversation
  readonly drawing: Drawing
  readonly rightsOf: RightsOf
  readonly metrics: Metrics
  /** Questions that work for somebody at a moment. */
  readonly suggestions: (asker: Person, now: Date, actAs: string | null) => Promise<readonly string[]>
  readonly alertForm: WebParts['alertForm'] | null
  readonly ready: WebParts['ready']
  readonly log: Logger
}

export function openWeb(options: WebOptions, parts: Parts): ReturnType<typeof createWeb> {
  const { identify, localOnly, publicUrl, clock, incidents } = options
  const { catalog, conversation, drawing, rightsOf, metrics, suggestions, alertForm, ready, log } = parts
  const web = createWeb({
    log,
    localOnly,
    publicUrl,
    staticDir: join(packageRoot, 'dist', 'web'),
    charts: {
      get: async (id) => {
        const png = await drawing.find(id)
        return png && { png }
      },
    },
    identify,
    roles: (asker) => rolesToTry(asker, catalog, rightsOf),
    suggestions: (asker, actAs) => suggestions(asker, clock(), actAs),
    ...(alertForm && { alertForm }),
    mayFollow: (asker) => seesAllOf(rightsOf, asker, alertsFeed),
    ...(incidents && { incidents }),
    ask: async ({ id, question, thread, now, planner, asker, actAs, locale, signal }) => {
      const message = webQuestion(asker, { text: question, actAs, thread, planner, locale })
      const at = now === undefined ? clock() : readMoment(now, catalog.timezone)
      const reply = await conversation.answer({ ...message, askedAt: at }, signal)
      metrics.answered('web', reply)
      return { ...reply.result, id }
    },
    ready,
    metrics: () => metrics.print(),
  })
  return { ...web, start: (hear) => web.start((message) => hear({ ...message, askedAt: clock() })) }
}
