/** What a share is of: all groups together, or all that each group has. */
import type { DraftMeasure } from './draft.ts'
import { rowsCounted } from './same-measure.ts'
import type { Walk } from './walk.ts'

/** "The proportion of women per department" is of each department's people; "the share of EMEA's revenue by channel" of EMEA's. */
export function settleShare(walk: Walk): void {
  const { draft } = walk
  const [measure, more] = draft.measures
  const within = draft.shareWithin ?? []
  const isOpen = draft.share && measure !== undefined && !more && draft.by.length > 0
  const part = draft.members.filter(
    ({ dimension }) => !draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension),
  )
  if (!isOpen || part.length === 0) return
  // "Share of comedies in each studio": within every group there is only the group itself, so the whole is without the filter.
  if (within.length > 0) {
    const isOfAll = draft.by.every((axis) => axis.kind === 'dimension' && within.includes(axis.dimension))
    if (isOfAll) {
      draft.shareWithin = null
      draft.shareOf = 'unfiltered'
    }
    return
  }
  if (isPredicate(walk) || (isCount(measure, walk) && !/^shares?\b|\bmix\b|contribut/.test(shareWord(walk)))) {
    draft.shareOf = 'unfiltered'
    return
  }
  if (isCount(measure, walk))
    draft.fault ??= { kind: 'which_draft', drafts: [{ ...draft, shareOf: 'unfiltered' }, { ...draft }] }
}

function isCount(measure: DraftMeasure, { lexicon }: Walk): boolean {
  return rowsCounted(measure, lexicon.knowledge.catalog) !== null
}

/** "What percentage of orders are gifts": the part is said of the whole. */
function isPredicate({ items, tokens }: Walk): boolean {
  const measure = items.findIndex(({ meaning }) => meaning.kind === 'kpi' || meaning.kind === 'records')
  const part = items.findIndex(({ meaning }) => meaning.kind === 'value' || meaning.kind === 'flag')
  return (
    measure >= 0 &&
    measure < part &&
    tokens.slice(items[measure]!.to, items[part]!.from).some(({ word }) => copulas.has(word))
  )
}

const copulas = new Set('is are was were come comes came comes that which who'.split(' '))

function shareWord({ items, tokens }: Walk): string {
  const item = items.find(({ meaning }) => meaning.kind === 'cue' && meaning.cue === 'share')
  return item
    ? tokens
        .slice(item.from, item.to)
        .map(({ word }) => word)
        .join(' ')
    : ''
}
