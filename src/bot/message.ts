/** What people say, as every platform hands it in. */
import type { KpiQuery } from '../analytics/kpi-query.ts'
import type { Person, Place } from '../analytics/place.ts'

export interface ChatMessage {
  /** The platform's own id of the message or click; the same id is answered once. */
  readonly id: string
  readonly place: Place
  readonly author: Person
  readonly askedAt: Date
  readonly said: Said
  /** Whose rights instead of the author's, where the author may act as others. */
  readonly actAs?: string
  /** BCP 47; for numbers and dates in words. */
  readonly locale?: string
}

/** Words, or a button that carries a whole query (checked anew under the clicker's rights). */
export type Said =
  | { readonly kind: 'words'; readonly text: string; readonly planner?: string }
  | { readonly kind: 'query'; readonly query: KpiQuery; readonly label: string }
