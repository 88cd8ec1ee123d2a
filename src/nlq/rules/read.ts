/** Reads what a rule is to be: every piece of the sentence becomes a part of it, or a fault. */
import type { Aggregation, Kpi } from '../../analytics/catalog.ts'
import { matchWhen } from '../calendar-phrases.ts'
import { functionWords } from '../words/en.ts'
import { isWrittenAsName } from '../written.ts'
import type { SaidCondition } from './command.ts'
import { conditionAt, sizeAt } from './conditions.ts'
import { limits } from './limits.ts'
import { createMatcher, pattern, type Hit, type Piece, type Sentence } from './pieces.ts'
import { account, nothingSaid, setOnce, type SaidRule } from './said-rule.ts'

const leads =
  '(?:(?:in|for|from|within|of|at|on|via|through|with|where|by|only|just|to|inside|the|our|whose|and|but|per|any) )*'
const eachSource =
  '(?:(?:in|for|of|by|per|within|across|at|on|from|with|over|split by|broken down by|grouped by|separately(?: (?:for|by|in|per))?|individually(?: (?:for|by|in|per))?|and|only|to) )*(?:any|each|every|a single|single|one|one or more|an individual)(?: one)?(?: of)?(?: (?:the|our|all|single|other|individual))* §D(?: s)?(?: separately| individually| by itself| on its own| alone)?'
const slices = {
  each: pattern(
    `${eachSource}|(?:by|per|split by|broken down by|grouped by|separately (?:for|by|in|per)|individually (?:for|by|in|per)|in an?|for an?)(?: the)? §D(?: separately| individually| by itself| on its own)?|each §D|§D by §D`,
  ),
  all: pattern('(?:(?:in|for|across|over|of|at|from) )*(?:all(?: of)?(?: (?:the|our))*|across(?: the)?) §D'),
  excluded: pattern(
    '(?:(?:but|and) )?(?:except|excluding|without|outside(?: of)?|other than|but not|not|apart from|ignoring|everywhere but|all but|anywhere but)(?: (?:in|for|from|the|of|by|at|on))* (?:§D )?§V(?: §D)?',
  ),
  members: pattern(`${leads}(?:§D )?(?:(?:is|are|=|equals|being|called|named|of|in) )?§V(?: s)?(?: §D)?`),
  whole: pattern('overall|in total|altogether|as a whole|all together|in all|for everything'),
}
const subject = pattern(
  '(?:(?:(?<aggregation>total|overall|sum of|total number of|number of|count of|average|mean|median|maximum|max|highest|minimum|min|lowest|amount of|volume of|level of|value of)|the|our|their|its|your|my|all|any|new|more|some|in|of|on|for|about|to|from|with|kpi|metric|measure) )*§K(?: s)?(?: kpi| metric)?',
)
const joint = pattern(
  '(?<or>or(?: if| when)?|or else)|(?<and>and(?: if| when| also)?|as well as|plus|but(?: also)?|while)',
)
const skipped = pattern(
  '(?:the|a|an|our|my|your|its|their|it|is|are|be|that|this|which|there|we|i|you|they|in|of|on|for|to|with|at|from|when|if|whenever|just|please|pls|now|also|then|so|will|do|does|get|gets|getting|have|has|see|sees|notice|detect|happens|happen|happening|occurs|occur|ever|actually|really|immediately|instantly|right away|straight away|asap|quickly|at once|thanks|thank you|s|re|me know|about|only if|only when|suddenly|somewhere|anywhere|kpi|metric|alert|alerts|rule)',
)

/** Every pattern, for the words they are made of. */
export const slicePatterns: readonly RegExp[] = [...Object.values(slices), subject, joint, skipped]

/** What these pieces say of a rule. `said`: what was read before them. */
export function readRule(sentence: Sentence, pieces: readonly Piece[], said: SaidRule = nothingSaid()): SaidRule {
  const { tokens, text } = sentence
  const matcher = createMatcher(pieces)
  const named = new Set(pieces.flatMap(({ found }) => (found?.kind === 'kpi' ? [JSON.stringify(found.kpis)] : [])))
  said.mentioned = named.size
  let joined: 'and' | 'or' | null = null
  let isOpen = false
  for (let at = 0; at < pieces.length;) {
    const to =
      readLimit(at) ??
      readSlice(at) ??
      readCondition(at) ??
      readSubject(at) ??
      readJoint(at) ??
      readPeriod(at) ??
      readSkipped(at) ??
      readBar(at) ??
      unknownAt(at)
    at = to
  }
  if (said.isPlainSeverity) checkSeverity()
  return said

  /** Where "critical" is a member as well, which is meant is for the person to say. */
  function checkSeverity(): void {
    const { lexicon } = sentence
    const { catalog } = lexicon.knowledge
    const views = said.kpis.flat().map((kpi) => catalog.views.get(catalog.kpis.get(kpi)!.view)!)
    const token = tokens.find(({ word }) => word === said.severity)
    const members = (token ? lexicon.values([token]) : []).filter(({ dimension }) =>
      views.some((view) => view.dimensions.has(dimension)),
    )
    if (token && members.length > 0) said.faults.push({ kind: 'severity_or_member', said: token.raw, values: members })
  }

  function readLimit(at: number): number | null {
    for (const [source, take] of limits) {
      const hit = matcher.at(source, at)
      if (!hit || take(said, hit) === false) continue
      account(said, hit.pieces, tokens, 'command', 'limit')
      joined = null
      return hit.to
    }
    return null
  }

  function readSlice(at: number): number | null {
    const excluded = matcher.at(slices.excluded, at)
    if (excluded) {
      said.faults.push({ kind: 'excluded', said: textOf(excluded) })
      return excluded.to
    }
    const all = matcher.at(slices.all, at)
    if (all) {
      said.faults.push({ kind: 'all_of', dimension: dimensionsIn(all)[0]?.[0] ?? '' })
      return all.to
    }
    const each = matcher.at(slices.each, at)
    if (each) {
      const [dimensions = []] = dimensionsIn(each)
      if (said.each !== null && said.each[0] !== dimensions[0])
        said.faults.push({ kind: 'members', dimension: dimensions[0] ?? '' })
      said.each = dimensions
      account(said, each.pieces, tokens, 'command', 'each')
      return each.to
    }
    const members = matcher.at(slices.members, at)
    if (members) {
      for (const { found } of members.pieces) if (found?.kind === 'value') said.members.push(found.values)
      account(said, members.pieces, tokens, 'command', 'members')
      return members.to
    }
    const whole = matcher.at(slices.whole, at)
    if (!whole) return null
    said.whole = true
    account(said, whole.pieces, tokens, 'command', 'whole')
    return whole.to
  }

  function readCondition(at: number): number | null {
    const last = said.conditions.at(-1)
    const open =
      isOpen && joined === null && last?.kind === 'anomaly' && last.direction !== 'bad' ? last.direction : null
    const hit = (open && sizeAt(matcher, at, open)) ?? conditionAt(matcher, at)
    if (!hit) return null
    // "Falls in EMEA below 500" is one condition, "falls in EMEA above 500" none.
    if (open && !hit.isOpen && directionOf(hit.condition) === open) {
      said.conditions.pop()
      said.conditionOf.pop()
    }
    isOpen = hit.isOpen
    if (hit.fault) said.faults.push(hit.fault)
    for (const { found } of pieces.slice(at, hit.to))
      if (found?.kind === 'kpi' && !said.kpis.some((each) => JSON.stringify(each) === JSON.stringify(found.kpis)))
        said.kpis.push(found.kpis)
    if (hit.grain) setOnce(said, 'grain', hit.grain, 'per what it is counted')
    if (hit.condition) {
      if (said.conditions.length > said.joints.length) said.joints.push(joined)
      said.conditions.push(hit.condition)
      said.conditionOf.push(said.kpis.length)
    }
    joined = null
    account(said, pieces.slice(at, hit.to), tokens, 'command', 'condition')
    return hit.to
  }

  function readSubject(at: number): number | null {
    const hit = matcher.at(subject, at)
    if (!hit) return null
    const found = hit.pieces.find((piece) => piece.found?.kind === 'kpi')?.found
    if (found?.kind !== 'kpi') return null
    const kpis = found.kpis.filter((name) =>
      fits(hit.groups['aggregation'], sentence.lexicon.knowledge.catalog.kpis.get(name)!),
    )
    if (kpis.length === 0) return null
    if (!said.kpis.some((each) => JSON.stringify(each) === JSON.stringify(kpis))) said.kpis.push(kpis)
    account(said, hit.pieces, tokens, 'command', 'kpi')
    return hit.to
  }

  function readJoint(at: number): number | null {
    const hit = matcher.at(joint, at)
    if (!hit) return null
    joined = hit.groups['or'] ? 'or' : 'and'
    account(said, hit.pieces, tokens, 'command', 'joint')
    return hit.to
  }

  function readSkipped(at: number): number | null {
    const hit = matcher.at(skipped, at)
    const piece = pieces[at]!
    // "IT" is no "it".
    if (
      !hit ||
      (piece.to === piece.from + 1 && isWrittenAsName(tokens, piece.from) && tokens[piece.from]!.raw.length > 1)
    )
      return null
    account(said, hit.pieces, tokens, 'command', 'filler')
    return hit.to
  }

  /** A number that stands by itself. */
  function readBar(at: number): number | null {
    const { found } = pieces[at]!
    if (found?.kind !== 'amount' || said.bar !== null || said.conditions.length > 0) return null
    said.bar = found.amount
    said.barAt = [tokens[pieces[at]!.from]!.from, tokens[pieces[at]!.to - 1]!.to]
    account(said, [pieces[at]!], tokens, 'command', 'bar')
    return at + 1
  }

  /** "This month", "since June": what is watched begins now. */
  function readPeriod(at: number): number | null {
    const { from, found } = pieces[at]!
    const [period] = found === null ? matchWhen(tokens, from) : []
    return period && period.to > from + 1 ? unknownAt(at) : null
  }

  function unknownAt(at: number): number {
    const piece = pieces[at]!
    const [period] = piece.found === null ? matchWhen(tokens, piece.from) : []
    // "By about" is as little as "about".
    const isLead = period === undefined && functionWords.has(piece.word) && pieces[at + 1]?.found === null
    const end = period ? period.to : isLead ? pieces[at + 1]!.to : piece.to
    const [from, to] = [tokens[piece.from]?.from ?? 0, tokens[end - 1]?.to ?? text.length]
    said.faults.push(
      period && period.to > piece.from ? { kind: 'period', said: text.slice(from, to) } : { kind: 'unknown', from, to },
    )
    const next = pieces.findIndex((other) => other.from >= end)
    return next < 0 ? pieces.length : Math.max(next, at + 1)
  }
}

/** The way that a condition goes; null: none in particular. */
function directionOf(condition: SaidCondition | null): 'up' | 'down' | 'either' | null {
  if (condition?.kind === 'bound') return condition.side === 'above' ? 'up' : 'down'
  return condition?.kind === 'change' ? condition.direction : null
}

function dimensionsIn({ pieces }: Hit): readonly (readonly string[])[] {
  return pieces.flatMap(({ found }) => (found?.kind === 'dimension' ? [found.dimensions] : []))
}

function textOf({ pieces }: Hit): string {
  return pieces.map(({ word }) => word).join(' ')
}

/** Whether a word like "total" says of a KPI what it is anyway. */
function fits(word: string | undefined, { measure, unit }: Kpi): boolean {
  if (word === undefined) return true
  const is = (...all: readonly Aggregation[]) => measure.kind === 'simple' && all.includes(measure.aggregation)
  switch (word) {
    case 'average':
    case 'mean':
      return is('average') || measure.kind === 'ratio'
    case 'median':
      return is('median')
    case 'maximum':
    case 'max':
    case 'highest':
      return is('max')
    case 'minimum':
    case 'min':
    case 'lowest':
      return is('min')
    case 'number of':
    case 'count of':
    case 'total number of':
      return unit === 'count'
    case 'level of':
    case 'value of':
      return true
    default:
      return is('sum', 'count', 'count_distinct')
  }
}
