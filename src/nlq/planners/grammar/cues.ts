/** Words that shape a question: what each leads to, and what it says by itself. */
import type { Cue, Item } from '../../meaning.ts'
import { fail, leave, near, span, take, text, unknown, type Walk } from './walk.ts'

export function onCue(walk: Walk, next: Cue, item: Item): void {
  switch (next) {
    case 'by':
    case 'per':
      // "Not by region"
      if (walk.cue === 'not') {
        walk.draft.lean.alone ??= {
          kind: 'unsupported',
          because: 'There is nothing before this to take that away from.',
        }
        return
      }
      leave(walk, next, item)
      return
    case 'and':
      // A list goes on with what it is a list of.
      if (walk.role === 'by' || walk.role === 'not' || walk.role === 'versus') walk.cue ??= walk.role
      return
    case 'with':
      if (walk.role === 'by' && walk.lastBy && !walk.isLastBySplit) walk.draft.picksGroups = true
      // "compare with last year"
      if (walk.comparing && walk.cue === null) return leave(walk, 'versus', item)
      return
    case 'not':
      span(walk, item, 'negation', 'not')
      leave(walk, 'not', item)
      return
    case 'versus':
      span(walk, item, 'comparison', 'versus')
      walk.versus = true
      leave(walk, 'versus', item)
      return
    case 'compare':
      span(walk, item, 'comparison', 'compare')
      walk.comparing = true
      return
    case 'difference':
      span(walk, item, 'comparison', 'compare')
      walk.difference = item
      walk.comparing = true
      return
    case 'count':
      // "How many women and how many men"
      if (walk.counting) {
        span(walk, walk.counting, 'aggregation', 'count')
        if (walk.draft.members.length > 0) walk.comparing = true
      }
      walk.counting = item
      return
    case 'distinct':
      walk.distinct = item
      return
    case 'share':
      span(walk, item, 'share', 'share')
      walk.draft.share = true
      walk.draft.isShareOfNext = walk.draft.measures.length === 0
      return
    case 'running':
      span(walk, item, 'window', 'running_total')
      walk.draft.window = { kind: 'running_total' }
      return
    case 'moving':
      span(walk, item, 'window', 'moving_average')
      walk.draft.window = {
        kind: 'moving_average',
        buckets: walk.draft.window?.kind === 'moving_average' ? walk.draft.window.buckets : null,
      }
      return
    case 'distribution':
      span(walk, item, 'shape', 'distribution')
      walk.draft.distribution = true
      return
    case 'peak':
      if (/peak|record/.test(text(walk, item))) {
        span(walk, item, 'order', 'highest')
        walk.draft.ranking ??= { rank: 'highest', count: null }
      } else {
        span(walk, item, 'shape', 'peak')
        walk.draft.asksWhen = true
      }
      return
    case 'trend':
      span(walk, item, 'grain', 'trend')
      walk.draft.wantsTrend = true
      take(walk)
      return
    case 'sort':
      span(walk, item, 'order', 'sort')
      walk.sorting = true
      // "sorted by region" sorts by it, "rank regions" ranks them.
      if (/ (?:by|of)$/.test(text(walk, item))) leave(walk, 'sort', item)
      return
    case 'relation':
      walk.relation = item
      return
    case 'which':
      return
    case 'wise':
      // "Segment wise": what stands before it has been split by already.
      if (walk.role !== 'by') unknown(walk, item)
      return
    case 'between': {
      const at = walk.items.indexOf(item)
      // A stretch that begins before it ends would have been read as one.
      if (near(walk, at, 1)?.meaning.kind === 'when') fail(walk, 'That period ends before it begins.')
      return
    }
  }
}
