/** The model put together: the endpoint, what it may cost, and what becomes known of every question it was asked. */
import type { Logger } from 'pino'
import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { printPerson, printPlace } from '../analytics/place.ts'
import type { Audit } from '../analytics/store/audit.ts'
import { takeNotice } from '../analytics/store/notices.ts'
import type { Store } from '../analytics/store/store.ts'
import type { Question } from '../bot/message.ts'
import type { Metrics } from '../bot/metrics.ts'
import { words } from '../bot/replies/en.ts'
import type { ModelConfig } from '../config/model.ts'
import type { Lexicon } from '../nlq/lexicon.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import type { Planning } from '../nlq/order.ts'
import type { Planner, Trial } from '../nlq/plan.ts'
import { createEndpoint, type OutputMode } from '../nlq/planners/model/endpoint.ts'
import { ModelFailed, type ModelFailure } from '../nlq/planners/model/failed.ts'
import type { ExchangeParts } from '../nlq/planners/model/exchange.ts'
import { createModelPlanner, type Examples } from '../nlq/planners/model/planner.ts'
import { createWriteSql, type WriteSql } from '../nlq/planners/model/sql/write-sql.ts'
import { createComment, type Comment } from '../nlq/planners/model/prose/comment.ts'
import { createBudget } from './model-budget.ts'

/** How a model reads questions here. */
export interface Model {
  readonly planning: Planning
  /** The planner of one policy; `trial` tells what would be answered under it. */
  readonly planner: (trial: Trial, examples: Examples) => (lexicon: Lexicon) => Planner
  /** Null: it does not comment on answers. */
  readonly comment: Comment | null
  /** Null: it writes no SQL. */
  readonly sql: { readonly write: WriteSql; readonly asksFirst: boolean } | null
}

interface Parts {
  readonly store: Store | null
  readonly timezone: string
  readonly log: Logger
}

export function openModel(config: ModelConfig, { store, timezone, log }: Parts): Model {
  const endpoint = createEndpoint({ ...config, model: config.name })
  const budget = createBudget(config, { store, timezone, log })
  const parts: ExchangeParts = {
    endpoint,
    budget,
    ...(config.logsPrompts && {
      onExchange: (said, answer) => log.info({ said, answer }, 'a model was asked'),
    }),
  }
  return {
    planning: config.planning,
    sql:
      config.sql === 'off'
        ? null
        : {
            write: createWriteSql({ ...parts, sendsValues: config.sendsValues }),
            asksFirst: config.sql === 'ask',
          },
    comment: config.prose ? createComment(parts) : null,
    planner: (trial, examples) =>
      createModelPlanner({
        ...parts,
        sendsValues: config.sendsValues,
        async examples(question, now, lexicon) {
          const found = await examples(question, now, lexicon)
          return config.sendsValues ? found : found.filter(({ query }) => !namesValues(query))
        },
        async unanswerable(query) {
          const tried = await trial(query)
          return tried.ok ? null : tried.because
        },
      }),
  }
}

function namesValues({ filters }: KpiQuery): boolean {
  return filters.some(({ kind }) => kind === 'members' || kind === 'text')
}

/** How an endpoint answers, or why it does not. */
export type ModelAnswer =
  | { readonly kind: 'answers'; readonly mode: OutputMode; readonly ms: number; readonly isWell: boolean }
  | { readonly kind: 'fails'; readonly failure: ModelFailure; readonly because: string }

/** Asks it for something of no consequence, in a handful of tokens. */
export async function checkModel(config: ModelConfig): Promise<ModelAnswer> {
  const endpoint = createEndpoint({ ...config, model: config.name })
  const schema = {
    type: 'object',
    properties: { ready: { type: 'boolean' } },
    required: ['ready'],
    additionalProperties: false,
  }
  try {
    const said = [
      { role: 'system', text: 'You answer only with the JSON object "check": {"ready": true}.' },
      { role: 'user', text: 'Are you ready?' },
    ] as const
    const { text, mode, ms } = await endpoint.ask(said, { name: 'check', schema })
    return { kind: 'answers', mode, ms, isWell: /"ready"\s*:/.test(text) }
  } catch (error) {
    if (error instanceof ModelFailed) return { kind: 'fails', failure: error.failure, because: error.message }
    throw error
  }
}

interface NotingParts {
  readonly store: Store | null
  readonly audit: Audit
  readonly metrics: Metrics
  readonly timezone: string
  readonly onUse?: ((use: ModelUse) => void) | undefined
}

/** Counts what asking a model came to and writes it down; what people should know of it, once a place and day, else null. */
export type NoteUse = (message: Question, use: ModelUse) => Promise<string | null>

export function createNoteUse({ store, audit, metrics, timezone, onUse }: NotingParts): NoteUse {
  const told = new LRUCache<string, true>({ max: 10_000 })
  const isFirst = async (key: string) => {
    if (told.has(key)) return false
    told.set(key, true)
    return store ? takeNotice(store, key) : true
  }
  return async function noteUse(message, use) {
    metrics.asked(use)
    onUse?.(use)
    const place = printPlace(message.place)
    if (use.calls > 0)
      await audit({ kind: 'model', message: message.id, place, person: printPerson(message.author), model: use })
    // Without a commentary, or SQL where none was promised, an answer is what it always is.
    const notice = use.purpose === 'reading' ? words.model(use.outcome) : null
    if (notice === null) return null
    const day = Temporal.Now.plainDateISO(timezone).toString()
    return (await isFirst(`model ${use.outcome} ${day} ${place}`)) ? notice : null
  }
}
