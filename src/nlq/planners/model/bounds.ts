/** Numbers of conditions: which, in which direction and of which figure is what the words beside each number say. */
import type { Bounds, Figure } from '../../../analytics/kpi-query.ts'
import { turned } from '../../falling.ts'
import { phraseMeanings } from '../../phrases.ts'
import { same } from '../../same.ts'
import type { Token } from '../../text.ts'
import type { Asked } from './asked.ts'
import { hasCueIn, lastBefore, nextAfter, wordsBetween } from './places.ts'
import { changes, isKept, numberOf, wordsOf, type Case, type Said } from './spoken.ts'
import { convertedTo, isToldByUnit, targetOf, targetOfFigure, type Target } from './units-said.ts'

/** The first bound that the question does not set, for the model. */
export function boundsFault(held: Case): string | null {
  const { query, asked } = held
  for (const { measure: index, figure, bounds } of query.conditions) {
    if (asked.last?.conditions.some((other) => same(other.bounds, bounds))) continue
    const measure = query.measures[index]
    const name = measure?.kind === 'kpi' ? measure.kpi : null
    const isChange = figure === 'change' || figure === 'change_percent'
    const target = targetOfFigure(query, index, figure, asked)
    const fault = figureFault(figure, held) ?? boundFault(bounds, { target, isChange, name }, held)
    if (fault !== null) return fault
  }
  for (const filter of query.filters) {
    if (filter.kind !== 'range' || isKept(filter, asked)) continue
    const name = filter.field.kind === 'kpi' ? filter.field.kpi : filter.field.dimension
    const fault = boundFault(filter.bounds, { target: targetOf(filter.field, asked), isChange: false, name }, held)
    if (fault !== null) return fault
  }
  return null
}

/** A condition on a change or on what was before needs words for that. */
function figureFault(figure: Figure, { said, timing }: Case): string | null {
  const says = (kind: 'change' | 'before') => said.some(({ meanings }) => meanings.some((each) => each.kind === kind))
  if (figure === 'previous')
    return says('before') || timing.roles.some(({ role }) => role === 'compared')
      ? null
      : 'no quoted word says that the condition is on what was before'
  return (figure === 'change' || figure === 'change_percent') && !says('change')
    ? `no quoted word speaks of a change, and a condition is on ${figure}`
    : null
}

interface Of {
  readonly target: Target
  readonly isChange: boolean
  /** Of the KPI or dimension that is bounded; null where it has no name of its own. */
  readonly name: string | null
}

function boundFault(bounds: Bounds, { target, isChange, name }: Of, held: Case): string | null {
  const { said, asked } = held
  const { op, value } = bounds
  if (isChange && value === 0 && (op === 'over' || op === 'under') && changes(said, op)) return null
  const isFalling = isChange && changes(said, 'under') && !changes(said, 'over')
  const numbers = said.filter(({ as }) => as === 'number')
  const read = numbers.map((span) => ({ span, is: convertedTo(span, target, asked) }))
  const set = read.flatMap(({ span, is }) => {
    if (is === null) return []
    return opsOfNumber(span, held).flatMap((each) => {
      const upper = each === 'between' ? (read.find((other) => other.span.from > span.to)?.is ?? null) : null
      const plain = { op: each, value: is, ...(upper !== null && { to: upper }) }
      // "Dropped by more than 10 %" is a change of under -10 %.
      return { span, bounds: isFalling ? turned(plain) : plain }
    })
  })
  const places = set.filter((each) => same(each.bounds, bounds)).map(({ span }) => span)
  if (places.length === 0) return unset(bounds, target, set, read, asked)
  if (name !== null && !places.some((span) => isOf(name, span, held) || isToldByUnit(span, name, asked)))
    return `the number ${value} is not set beside ${name} in the question`
  return null
}

/** What the numbers of the question say instead. */
function unset(
  { op, value }: Bounds,
  target: Target,
  set: readonly { readonly bounds: Bounds }[],
  read: readonly { readonly span: Said; readonly is: number | null }[],
  asked: Asked,
): string {
  const strange = read.find(({ is }) => is === null)
  if (strange && set.length === 0)
    return `"${wordsOf(strange.span, asked)}" is in another unit than what it is compared with`
  const said = set.map(
    ({ bounds }) => `${bounds.op} ${bounds.value}${bounds.to === undefined ? '' : ` to ${bounds.to}`}`,
  )
  const hint = said.length > 0 ? `: the quoted words say ${said.join(', ')}` : ''
  return set.some(({ bounds }) => bounds.value === value || bounds.to === value)
    ? `no word beside that number says "${op.replaceAll('_', ' ')}"${hint}`
    : `no quoted number comes to ${value}${target.kind === 'fraction' ? ' (5 % is 0.05)' : ''}${hint}`
}

/** By the words before the number or after it; where there are none, by any that is quoted, and `equals` goes without saying. */
function opsOfNumber(span: Said, { said, asked }: Case): readonly Bounds['op'][] {
  const beside = opsBeside(span, asked)
  if (beside.length > 0) return beside
  const quoted = said.filter(({ as }) => as === 'condition').flatMap(({ meanings }) => meanings.flatMap(opsOf))
  return quoted.length > 0 ? quoted : ['equals']
}

function opsOf(meaning: ReturnType<typeof phraseMeanings>[number]): readonly Bounds['op'][] {
  if (meaning.kind === 'bound' || meaning.kind === 'bound_after') return [meaning.op]
  return meaning.kind === 'cue' && meaning.cue === 'between' ? ['between'] : []
}

const longestBound = 5

function opsBeside(span: Said, asked: Asked): readonly Bounds['op'][] {
  const [number] = numberOf(span, asked)
  const start = asked.corrected.findIndex((token) => token.from >= span.from)
  if (start < 0) return []
  // "or more" stands behind a unit, "over" before a sign or an article.
  const behind = asked.corrected.slice(Math.max(number?.to ?? start + 1, start + 1))
  for (const skipped of [0, 1])
    for (let length = longestBound; length > 0; length--) {
      const found = phraseMeanings(behind.slice(skipped, skipped + length)).filter(({ kind }) => kind === 'bound_after')
      if (found.length > 0) return found.flatMap(opsOf)
    }
  const before = asked.corrected.slice(0, start)
  while (before.length > 0 && isSkipped(before.at(-1)!)) before.pop()
  for (let length = Math.min(longestBound, before.length); length > 0; length--) {
    const found = phraseMeanings(before.slice(-length)).flatMap(opsOf)
    if (found.length > 0) return found
  }
  return []
}

function isSkipped({ word }: Token): boolean {
  return skipped.has(word)
}

const skipped = new Set(['a', 'an', 'the', '$', '€', '£', '¥', 'of'])

/** More words between a name and its number than this, and it may be another's. */
const mostBetween = 5
const mostBehind = 2

/** "Charges of at least 1000", "more than 10 readmissions"; where neither stands there, the one that is named. */
function isOf(name: string, span: Said, { said, asked }: Case): boolean {
  const named = said.filter(({ as }) => as === 'measure' || as === 'dimension' || as === 'noun')
  const [before, after] = [lastBefore(span, named), nextAfter(span, named)]
  const behind = after && wordsBetween(span.to, after.from, asked).length <= mostBehind ? after : undefined
  if (before) {
    const between = wordsBetween(before.to, span.from, asked)
    const leads = between.length <= mostBetween && !(behind && hasCueIn(between, 'with', 'which'))
    if (leads && (before.as === 'measure' || before.means === name)) return before.means === name
  }
  if (behind) return behind.means === name
  const figures = new Set(said.flatMap(({ as, means }) => (as === 'measure' ? [means] : [])))
  return figures.has(name) ? figures.size === 1 : figures.size === 0 || named.some(({ means }) => means === name)
}
