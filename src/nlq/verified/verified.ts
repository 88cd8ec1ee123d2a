/** Verified answers: questions that somebody with the right to vouched for, each with the query that answers it. */
import { z } from 'zod'

const words = z.string().trim().min(1).max(2_000)
const stretch = z.strictObject({ from: z.string(), to: z.string(), zone: z.string() })
/** In words of the calendar ("last week"), read anew whenever it is asked; or the same days for ever. */
const period = z.union([words, stretch])

/**
 * What answers a question: a sentence that the grammar reads, or a KpiQuery whose periods are words. What else stands in it
 * is left to the parser of queries, as it depends on the catalog.
 */
export const verifiedQuery = z.union([
  words,
  z.looseObject({
    measures: z.array(z.looseObject({})),
    period: period.optional(),
    compare: z.strictObject({ kind: z.enum(['previous', 'year_ago', 'period']), period: period.optional() }).optional(),
  }),
])

export type VerifiedQuery = z.infer<typeof verifiedQuery>
/** A query whose periods are in words. */
export type TimelessQuery = Exclude<VerifiedQuery, string>
export type SaidPeriod = z.infer<typeof period>

/** One question that somebody vouched for. */
export interface Verified {
  /** Where it stands: `sql/verified.yml:12`, or `chat 7`. */
  readonly id: string
  readonly question: string
  readonly query: VerifiedQuery
  /** What whoever vouched for it is called. */
  readonly by: string
  /** The day that they did, ISO 8601. */
  readonly on: string
  /** Who that is, of those that were vouched for in chat: `slack:T01/U02`. */
  readonly person?: string
  /** Fingerprint of what its query leaned on when it was vouched for; null: not known, as of all those of the file. */
  readonly definitions: string | null
}

/** All that is verified now. The same array as long as nothing changes. */
export interface VerifiedBook {
  read(): Promise<readonly Verified[]>
}

/** Nothing is. */
export const noneVerified: VerifiedBook = { read: async () => none }
const none: readonly Verified[] = []

/** "verified by Ada, 3 Nov 2026" */
export function vouchedInWords({ by, on }: Pick<Verified, 'by' | 'on'>): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return `verified by ${by}, ${day.format(new Date(`${on}T00:00:00Z`))}`
}
