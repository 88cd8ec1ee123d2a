/** How a follow-up leans on the turn before, apart from the parts of a query that it names itself. */
import type { Aggregation } from '../../../analytics/catalog.ts'
import type { QueryPart, ThreadHow } from '../../meaning.ts'
import type { DraftMeasure, Fault } from './draft.ts'

export interface Lean {
  /** The word that decides what is replaced and what is added; null when no word does. */
  how: ThreadHow | null
  /** "why", "what drove it". */
  why: boolean
  /** "the others". */
  others: boolean
  /** "further", "drill down": one level more. */
  further: boolean
  /** "the other way round". */
  flip: boolean
  /** "show all": no limit, no filter. */
  all: boolean
  /** "all regions". */
  saysAll: boolean
  /** "again", "back": as it was before. */
  again: boolean
  /** "which was highest": one of them. */
  asksOne: boolean
  /** "Who bought", "where do orders go": of members. */
  asksWhose: boolean
  /** "The worst ones", "the top": more than one. */
  saysOnes: boolean
  /** "By" or the like led to the last breakdown. */
  splits: boolean
  /** Parts taken away by name: "remove the filter". */
  drops: QueryPart[]
  dropsGrain: boolean
  droppedMeasures: DraftMeasure[]
  /** "average instead", "how many were cancelled", "10 instead", "per order": said of what was asked before. */
  aggregation: Aggregation | null
  counts: boolean
  count: number | null
  per: string | null
  /** "And by orders?": nothing to split by a figure here, but the turn before may have been ranked. */
  byFigure: boolean
  /** "compare with France": beside what was there. */
  besides: boolean
  /** Why the words mean nothing without a turn before. */
  alone: Fault | null
}

export function emptyLean(): Lean {
  return {
    how: null,
    why: false,
    others: false,
    further: false,
    flip: false,
    all: false,
    saysAll: false,
    again: false,
    asksOne: false,
    asksWhose: false,
    saysOnes: false,
    splits: false,
    drops: [],
    dropsGrain: false,
    droppedMeasures: [],
    aggregation: null,
    counts: false,
    count: null,
    per: null,
    byFigure: false,
    besides: false,
    alone: null,
  }
}

/** Why this cannot stand without a turn before it; null when it can. */
export function standsNot(lean: Lean): Fault | null {
  if (lean.why) return { kind: 'cause' }
  if (lean.alone) return lean.alone
  if (lean.byFigure) return unsupported('I can only break down by a dimension, not by a figure.')
  if (lean.how === 'without') return unsupported('I can only read figures. I never change, delete or add data.')
  return lean.others || lean.flip || lean.how === 'back'
    ? unsupported('There is no answer before this one that it could go back to.')
    : null
}

/** A reason in words for people. */
export function unsupported(because: string): Fault {
  return { kind: 'unsupported', because }
}
