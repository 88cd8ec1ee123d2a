/** What travels between the web server and its page. Of the house the page imports these types and the form for alerts. */
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Mark } from '../../../nlq/plan.ts'
import type { AskResult } from '../../ask-result.ts'
import type { AlertAct } from '../../message.ts'
import type { AlertShown, WayOn } from '../../reply.ts'
import type { FormKpi } from '../../../nlq/rules/form.ts'

/** `GET /api/hello`: who is here and what to ask. */
export interface Hello {
  readonly person: string
  /** Roles this person may try; empty for who may not act as others. */
  readonly roles: readonly RoleChoice[]
  /** Questions that work here. */
  readonly suggestions: readonly string[]
  /** Incidents that may be caused here; none outside the demo. */
  readonly incidents: readonly IncidentChoice[]
  /** Whether this person may have an alert on anything. */
  readonly hasAlertForm: boolean
}

/** `GET /api/alert-form`: what the form for alerts offers this person; empty where nothing is watched. */
export interface AlertFormOffer {
  readonly kpis: readonly FormKpi[]
}

/** `POST /api/demo/incident` takes its name. */
export interface IncidentChoice {
  readonly name: string
  readonly label: string
}

export interface RoleChoice {
  readonly name: string
  readonly label: string
}

/** `POST /api/conversations/:id/messages`. `id` is made by the page, and the same id is answered once. */
export interface WireMessage {
  readonly id: string
  readonly said: WireSaid
  readonly as?: string
  readonly locale?: string
}

export type WireSaid =
  /** `label`: of the button that says these words. */
  | { readonly kind: 'words'; readonly text: string; readonly label?: string | undefined }
  | { readonly kind: 'query'; readonly query: KpiQuery; readonly label: string }
  /** Something done with the alert that came under this key: in the feed of alerts, or in this very conversation. */
  | {
      readonly kind: 'press'
      readonly reply: string
      readonly act: AlertAct
      readonly label: string
      readonly isInFeed: boolean
    }
  /** The answer that came under this key is to be vouched for. */
  | { readonly kind: 'verify'; readonly reply: string; readonly label: string }

/** A reply with its picture by address instead of by bytes. */
export interface WireReply {
  readonly result: AskResult
  readonly headline: string
  readonly table: readonly (readonly string[])[]
  readonly provenance: string | null
  readonly picture: WirePicture | null
  readonly pictureMissing: string | null
  readonly ways: readonly WayOn[]
  /** What was understood, without the marks that are shown beside it. */
  readonly understood: string | null
  /** Who vouched for it and the like, as sentences. */
  readonly marks: readonly Mark[]
  /** A model's commentary; null: there is none. `label: text` stands in the words of the reply. */
  readonly commentary: { readonly label: string; readonly text: string } | null
  /** SQL that nobody checked, as it stands in the words of the reply; null: there is none. */
  readonly unverifiedSql: string | null
  /** Who asked may vouch for it. */
  readonly isTheirsToVerify?: true
  /** Set when it tells of an incident. */
  readonly alert?: AlertShown
}

export interface WirePicture {
  readonly url: string
  readonly altText: string
  readonly width: number
  readonly height: number
}

/** One thing that happened in a conversation. `at` is ISO 8601. */
export type WireEvent =
  | {
      readonly kind: 'said'
      readonly id: string
      readonly said: WireSaid
      readonly at: string
      readonly as: string | null
    }
  /** `to` is the message being answered; null for what nobody asked, an alert or a digest. */
  | {
      readonly kind: 'reply'
      readonly key: string
      readonly to: string | null
      /** Key of the reply that it takes the place of. */
      readonly replaces?: string
      readonly at: string
      readonly reply: WireReply
    }
  /** Nothing more comes for this message. */
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'failed'; readonly id: string; readonly text: string }

/**
 * A data line of `GET /api/conversations/:id/events`. `opened` comes first; an epoch other than before means that the server
 * has forgotten what it was working on. Everything kept is told again then, so the page takes each key once.
 */
export type StreamLine = WireEvent | { readonly kind: 'opened'; readonly epoch: string }

/** The body of every answer with a status of 400 and up. */
export interface WireError {
  readonly error: { readonly code: string; readonly message: string }
}
