/** Where the assembler is in a question: what has been said so far and what still waits for its object. */
import type { Grain } from '../../../analytics/catalog.ts'
import { isPluralWord } from '../../inflection.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Cue, Item, Meaning } from '../../meaning.ts'
import type { ReadingPart } from '../../plan.ts'
import type { Token } from '../../text.ts'
import type { Subject } from '../../words/en-everyday.ts'
import { emptyDraft, type Draft, type DraftCondition, type DraftMeasure } from './draft.ts'

/** What an item joined by "and" continues. */
type Role = 'by' | 'not' | 'versus' | 'filter' | 'measure' | null

export interface Walk {
  readonly tokens: readonly Token[]
  readonly items: readonly Item[]
  readonly lexicon: Lexicon
  readonly draft: Draft
  /** The cue that still waits for what it leads to, and the item it came from. */
  cue: Cue | null
  cueItem: Item | null
  role: Role
  /** "how many", "distinct" and an aggregation wait for what they are of. */
  counting: Item | null
  /** What "how many" was asked of, if that is a dimension. */
  counted: DraftMeasure | null
  distinct: Item | null
  aggregation: { readonly item: Item; readonly meaning: Meaning & { readonly kind: 'aggregation' } } | null
  /** How the picture is to show the dimension that comes next. */
  channel: 'colour' | 'panels' | null
  /** Panels were asked for without saying of what. */
  panelled: Item | null
  /** "Instead of": what comes next was there before and goes. */
  replacing: boolean
  comparing: boolean
  versus: boolean
  sorting: boolean
  /** Bounds, the item each begins with, and what its words are about. */
  readonly bounds: {
    readonly condition: DraftCondition
    readonly first: number
    readonly subject: { readonly item: Item; readonly of: Subject } | null
    readonly unitWord: string
  }[]
  /** "Average and median" of one figure. */
  readonly moreAggregations: NonNullable<Walk['aggregation']>[]
  /** An aggregation of records waits for the buckets it is over. */
  overRecords: Walk['aggregation']
  /** The buckets of "daily" in "average daily revenue", and how the grain was said. */
  each: Grain | null
  grainCue: 'by' | 'per' | null
  /** "More", "cheaper"; "the difference between". */
  comparative: { readonly item: Item; readonly subject: Subject | null } | null
  moreComparatives: number
  currency: { readonly item: Item; readonly code: string } | null
  difference: Item | null
  /** "Relationship between". */
  relation: Item | null
  /** Words that stand for a figure without being its name. */
  readonly everyday: { readonly item: Item; readonly subject: Subject }[]
  rankingSubject: { readonly item: Item; readonly subject: Subject } | null
  /** "How many" has found what it counts. */
  isCounted: boolean
  /** "By origin and destination": one list of axes. */
  joinsAxes: boolean
  /** A superlative of records: the dearest order, not the group with the dearest orders. */
  isOfRecords: boolean
  /** The word that ranked first. */
  rankedAs: string | null
  /** The item that the last axis came from, and whether "by" or "per" led to it. */
  lastBy: Item | null
  isLastBySplit: boolean
  /** Items that an earlier one has already used. */
  readonly used: Set<Item>
}

/** Before the first item. */
export function startWalk(tokens: readonly Token[], items: readonly Item[], lexicon: Lexicon): Walk {
  return {
    tokens,
    items,
    lexicon,
    draft: emptyDraft(),
    cue: null,
    cueItem: null,
    role: null,
    counting: null,
    counted: null,
    distinct: null,
    aggregation: null,
    channel: null,
    panelled: null,
    replacing: false,
    comparing: false,
    versus: false,
    sorting: false,
    bounds: [],
    moreAggregations: [],
    overRecords: null,
    each: null,
    grainCue: null,
    comparative: null,
    moreComparatives: 0,
    currency: null,
    difference: null,
    relation: null,
    everyday: [],
    rankingSubject: null,
    isCounted: false,
    joinsAxes: false,
    isOfRecords: false,
    rankedAs: null,
    lastBy: null,
    isLastBySplit: false,
    used: new Set(),
  }
}

/** An item's words as written. */
export function text({ tokens }: Walk, item: Item): string {
  return tokens
    .slice(item.from, item.to)
    .map((token) => token.raw)
    .join(' ')
}

/** Accounts for an item's words. */
export function span({ draft, tokens }: Walk, item: Item, as: ReadingPart, means: string): void {
  draft.spans.push({ from: tokens[item.from]!.from, to: tokens[item.to - 1]!.to, as, means })
}

/** This reading cannot be, and why; the first reason counts. */
export function fail({ draft }: Walk, because: string): void {
  draft.fault ??= { kind: 'unsupported', because }
}

/** The words cannot be taken together in this way; another way in which they can is not less likely for it. */
export function failToRead({ draft }: Walk, because: string): void {
  draft.fault ??= { kind: 'unsupported', because, isNoReading: true }
}

/** The item has no meaning where it stands. */
export function unknown(walk: Walk, item: Item): void {
  walk.draft.unknown.push(text(walk, item))
  walk.draft.fault ??= { kind: 'unknown', text: text(walk, item) }
}

/** The waiting cue, which has now found its object. */
export function take(walk: Walk): Cue | null {
  const taken = walk.cue
  walk.cue = null
  walk.cueItem = null
  return taken
}

/** A cue that waits for its object from now on. */
export function leave(walk: Walk, next: Cue, item: Item): void {
  if (walk.cue === 'by' || walk.cue === 'per') walk.draft.fit -= 1
  walk.cue = next
  walk.cueItem = item
}

/** The next (1) or previous (-1) item that is more than filler. */
export function near({ items }: Walk, at: number, step: 1 | -1): Item | undefined {
  for (let next = at + step; next >= 0 && next < items.length; next += step)
    if (items[next]!.meaning.kind !== 'filler') return items[next]
  return undefined
}

export function isPlural({ tokens }: Walk, item: Item): boolean {
  return isPluralWord(tokens[item.to - 1]!.word)
}
