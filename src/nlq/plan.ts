/** What a planner makes of a question, and how it accounts for every word of it. */
import type { ChartWish } from '../analytics/chart-kinds.ts'
import type { Catalog, Scalar } from '../analytics/catalog.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import type { ModelUse } from './model-use.ts'
import type { AlertCommand } from './rules/command.ts'

/** A question as a person put it, with the clock and the conversation so far. */
export interface Question {
  readonly text: string
  /** The moment it was asked; decides "last week" together with the catalog's zone. */
  readonly now: Date
  /** Earlier turns of the thread, oldest first. */
  readonly thread: readonly Turn[]
  /** On whose account; absent: nobody's in particular. */
  readonly asker?: string
}

/** One earlier turn: what was asked and, if it led to one, the query that was answered. */
export interface Turn {
  readonly text: string
  readonly query: KpiQuery | null
  readonly wish: ChartWish | null
  /** Unverified SQL that it was answered with, or that was offered for it; then there is no query. */
  readonly sql?: string
  /** What could be chosen from, when it was asked back about. */
  readonly choices?: readonly Choice[]
  /** The same, where it was no query that was asked for. */
  readonly sentences?: readonly Saying[]
  /** What it said of alerts. */
  readonly alerts?: AlertCommand
}

/** The SQL that answered the question before this one; `question` null: it was typed. */
export interface SqlBefore {
  readonly question: string | null
  readonly sql: string
}

/** A whole sentence that says what somebody may have meant, under a short name. */
export interface Saying {
  readonly label: string
  readonly text: string
}

export interface Choice {
  readonly label: string
  readonly query: KpiQuery
}

/** What part of a plan a span of the question became. */
export type ReadingPart =
  | 'measure'
  | 'aggregation'
  | 'dimension'
  /** A dimension's word that only carries a filter: courses that are not mandatory. */
  | 'noun'
  | 'value'
  | 'number'
  | 'condition'
  | 'period'
  | 'grain'
  | 'time_part'
  | 'comparison'
  | 'order'
  | 'limit'
  | 'share'
  | 'window'
  | 'shape'
  | 'negation'
  | 'chart'
  | 'view'
  | 'command'
  | 'thread'
  | 'choice'
  /** The whole question: somebody vouched for it. `means` names the verified question. */
  | 'verified'

/** A span of the question, [from, to) in UTF-16 units, and what it was taken as. `means` names it: `revenue`, `region=EMEA`. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly as: ReadingPart
  readonly means: string
  /** No list knows the words as that: somebody's guess, which the understanding must say (interpreted.ts). */
  readonly isInterpretation?: true
  /** Nor may they be read so unasked: only a question back that says so may hold it. */
  readonly isGuess?: true
}

export type Reading = readonly Span[]

/** How sure a planner is of a query. */
export interface Confidence {
  /** That the answer is right, 0 to 1. */
  readonly chance: number
  /** What it was computed from, by name. */
  readonly signs: Readonly<Record<string, number>>
}

/** How far what was understood can be relied on: vouched for, read twice, or taken for what nobody said. */
export interface Mark {
  readonly kind: 'verified' | 'confirmed' | 'taken'
  /** As it stands in `understood`, after a comma. */
  readonly text: string
}

export type CommandName = 'help' | 'questions' | 'kpis' | 'dimensions' | 'define' | 'freshness' | 'reset' | 'digest'

export type Plan =
  | {
      readonly kind: 'query'
      readonly query: KpiQuery
      readonly reading: Reading
      /** One plain sentence: what was understood, with every default taken. */
      readonly understood: string
      readonly wish: ChartWish | null
      /** Absent where nobody had to understand words. */
      readonly confidence?: Confidence
      /** What stands in `understood` and is not to be read past. */
      readonly marks?: readonly Mark[]
      /** What a follow-up kept and what it replaced. */
      readonly carried?: string
      /** The text that the reading is of, where it is this question's together with the one before. */
      readonly readAs?: string
    }
  | {
      readonly kind: 'clarify'
      readonly ask: string
      /** Two to four, or the one that a guess leads to, each complete; none where there are `sentences`. */
      readonly choices: readonly Choice[]
      /** Where it is no query that is asked for: what would leave nothing open. */
      readonly sentences?: readonly Saying[]
      readonly reading: Reading
      /** As of a query. */
      readonly readAs?: string
    }
  | {
      readonly kind: 'decline'
      /** One or two sentences for the asker: what is missing or why not. */
      readonly because: string
      /** It asks for something that is no figure, whoever reads it. */
      readonly isFinal?: true
      /** Questions that would work here. */
      readonly instead: readonly string[]
      /** Nothing was asked: a greeting, thanks and the like. */
      readonly isTalk?: true
    }
  | {
      readonly kind: 'command'
      readonly name: CommandName
      readonly arguments: Readonly<Record<string, string>>
      readonly reading: Reading
    }
  | {
      readonly kind: 'command'
      readonly name: 'alerts'
      readonly arguments: Readonly<Record<string, string>>
      readonly alerts: AlertCommand
      /** One plain sentence: what was understood, with every default taken. */
      readonly understood: string
      readonly reading: Reading
      /** As of a query. */
      readonly readAs?: string
    }

/** The distinct values of a policy's dimensions: view → dimension → values, most frequent first where known. */
export type DimensionValues = ReadonlyMap<string, ReadonlyMap<string, readonly Scalar[]>>

/** First and last moment a view has data for, as wall-clock times of its zone. */
export type History = ReadonlyMap<string, { readonly from: string; readonly to: string }>

/** View → dimensions that some rows have no value of. */
export type Empties = ReadonlyMap<string, ReadonlySet<string>>

/** All that planners know of the data: the policy's catalog, its values and its history. Built once a policy and refresh. */
export interface Knowledge {
  readonly catalog: Catalog
  readonly values: DimensionValues
  readonly history: History
  readonly empties: Empties
}

/** Whether a query would be answered; `canonical` is the same for queries that are sure to have the same answer. */
export type Trial = (
  query: KpiQuery,
) => Promise<{ readonly ok: true; readonly canonical: string } | { readonly ok: false; readonly because: string }>

/** A planner; `null` when it has nothing to say and the next one should try. */
export interface Planner {
  readonly name: string
  /** It costs time or money, so that it is only asked where somebody waits for an answer. */
  readonly costs?: true
  plan(question: Question, aside?: Aside): Promise<Plan | null>
}

/** Beside a question: who still waits, and who wants to know what it cost. */
export interface Aside {
  readonly signal?: AbortSignal
  readonly onUse?: (use: ModelUse) => void
}
