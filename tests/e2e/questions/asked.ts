/** Questions as people put them, each beside SQL over the base tables that was written without looking at what Tidings does. */

export interface Asked {
  /** Of several, each goes on from the one before; the last one is checked. */
  readonly ask: string | readonly string[]
  /** Under whose rights; the local owner's, who sees all, unless named. */
  readonly as?: string
  /** Columns and rows as the answer should have them: time, dimensions, then value, previous, change, relative change, share. */
  readonly sql: string
  /** What the words of the reply have to state. */
  readonly says?: RegExp
  /** The order of the rows is part of the question. */
  readonly inOrder?: boolean
}

/** A question that must not get a number. */
export interface Unanswerable {
  readonly ask: string | readonly string[]
  readonly as?: string
  readonly kind: 'clarify' | 'decline' | 'command'
  /** What a person would say to it. */
  readonly because: string
  /** The reply's words, or one of its choices, hold this. */
  readonly says: RegExp
}
