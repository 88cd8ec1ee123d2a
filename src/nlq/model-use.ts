/** What asking a model for one thing came to. */

export interface ModelUse {
  /** The model's name, as it was configured. */
  readonly model: string
  /** What for: to read a question, to comment on an answer, to write SQL. */
  readonly purpose: 'reading' | 'prose' | 'sql'
  readonly outcome: ModelOutcome
  /** Times that something was sent; more than one after a repair, none while it is left alone. */
  readonly calls: number
  readonly tokensIn: number
  readonly tokensOut: number
  /** In the currency of the configured prices; null without prices. */
  readonly cost: number | null
  readonly ms: number
}

export type ModelOutcome =
  /** A plan that every check admitted. */
  | 'used'
  /** It said that it can't. */
  | 'declined'
  /** Everything it proposed was refused. */
  | 'not admitted'
  | 'unreachable'
  | 'refused'
  | 'request refused'
  | 'too slow'
  | 'over budget'
  | 'unusable output'
  /** Whoever asked left before it was answered. */
  | 'cancelled'
