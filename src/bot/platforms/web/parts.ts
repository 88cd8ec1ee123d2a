/** What the web platform is built from. */
import type { Request } from 'express'
import type { Logger } from 'pino'
import type { Person } from '../../../analytics/place.ts'
import type { FormKpi } from '../../../nlq/rules/form.ts'
import type { AskResult } from '../../ask-result.ts'
import type { ChatMessage } from '../../message.ts'
import type { IncidentChoice, RoleChoice, WireSaid } from './wire.ts'

/** A question put to `POST /api/ask`, whose answer is the same JSON as that of `tidings ask`. */
export interface HttpQuestion {
  readonly id: string | number | null
  readonly question: string
  readonly thread?: string | undefined
  readonly now?: string | undefined
  readonly planner?: string | undefined
  readonly asker: Person
  /** Whose rights instead of the asker's, where the asker may act as others. */
  readonly actAs?: string | undefined
  readonly locale?: string | undefined
  /** Aborted when the asker hangs up. */
  readonly signal: AbortSignal
}

export interface WebParts {
  readonly log: Logger
  /** Only this machine may ask: foreign `Host` headers are refused. */
  readonly localOnly: boolean
  readonly publicUrl: string | null
  /** The built page. */
  readonly staticDir: string
  readonly charts: { get(id: string): Promise<{ readonly png: Buffer } | null> }
  /** Null: 401. */
  readonly identify: (request: Request) => Promise<Person | null>
  /** Roles that this person may try; empty for who may not act as others. */
  readonly roles: (asker: Person) => readonly RoleChoice[]
  readonly suggestions: (asker: Person, actAs: string | null) => Promise<readonly string[]>
  /** The form for alerts: whether there is one for somebody, and what it offers. Absent: no alert can be kept. */
  readonly alertForm?: {
    isFor(asker: Person, actAs: string | null): boolean
    kpis(asker: Person, actAs: string | null): Promise<readonly FormKpi[]>
  }
  readonly ask: (question: HttpQuestion) => Promise<AskResult>
  /** By part: null when it works, else what is wrong. */
  readonly ready: () => Promise<Readonly<Record<string, string | null>>>
  /** Whether somebody may follow what is told to all on the web. */
  readonly mayFollow: (asker: Person) => boolean
  /** Incidents that may be caused here, and causing one: what it does, in a sentence. Absent outside the demo. */
  readonly incidents?: {
    readonly choices: readonly IncidentChoice[]
    cause(name: string): Promise<string>
  }
  /** Prometheus text. */
  readonly metrics: () => Promise<string>
}

/** Takes a message of an open conversation, with how its page said it: `busy` when too many wait already. */
export type TakeMessage = (message: ChatMessage, said: WireSaid) => Promise<'taken' | 'known' | 'busy' | 'stopping'>
