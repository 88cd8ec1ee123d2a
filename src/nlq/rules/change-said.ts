/** What is to become different in an alert: "change alert 3 to 30 %", "make it critical", "no: 30 %". */
import { polite } from '../words/en-rules.ts'
import type { RuleChange, Which } from './command.ts'
import { joinedConditions, sliceOf } from './draft.ts'
import type { Fault } from './faults.ts'
import { isGrammar } from './grammar.ts'
import type { Managed, Open } from './manage.ts'
import { pattern, piecesOf, type Matcher, type Piece, type Sentence } from './pieces.ts'
import { readRule } from './read.ts'
import type { SaidRule } from './said-rule.ts'
import { speaksOfAlerts, whichAt } from './which.ts'

const changing = pattern(
  `(?:${polite} )*(?:only )?(?:change|set|raise|lower|make|adjust|update|edit|modify|put|bump|reduce|increase|turn|move|switch|tighten|loosen|limit|restrict|let)`,
)
const numbered = pattern(`(?:${polite} )*(?:for |in |on )?(?:alert|rule) (?:number |no |# )?§S`)

/** The change that a text asks for: of an alert that it names, or of the one spoken of last. */
export function changedBy(
  matcher: Matcher,
  pieces: readonly Piece[],
  sentence: Sentence,
  isOpen: Open | null,
): Managed | null {
  const start = matcher.at(changing, 0)?.to ?? (matcher.at(numbered, 0) ? 0 : null)
  if (start !== null) {
    const found = whichAt(matcher, start, pieces, sentence)
    const isMeant =
      speaksOfAlerts(matcher) || (found?.which.by === 'it' && (isOpen !== null || saysHowSerious(matcher)))
    const isOf = found && isMeant
    if (found && isOf) {
      const kpi = found.which.by === 'kpi' ? found.which.kpi : found.which.by === 'it' ? (isOpen?.kpi ?? null) : null
      return changeFrom(found.to, found.which, pieces, sentence, kpi)
    }
  }
  if (!isOpen || isOpen.isListed) return null
  const made = changeFrom(fragmentFrom(pieces), { by: 'it' }, pieces, sentence, isOpen.kpi)
  return made.kind === 'command' ? made : null
}

const fragmentOpeners = new Set(
  'no nope nah actually rather instead sorry i meant mean better ok okay yes but and also hmm wait please with now then make it that say use take change set to s let lets'.split(
    ' ',
  ),
)

/** Where "no: make it 30 %" comes to the point. */
function fragmentFrom(pieces: readonly Piece[]): number {
  const at = pieces.findIndex(({ word, found }) => found !== null || !fragmentOpeners.has(word))
  return at < 0 ? pieces.length : at
}

/** What the pieces from here on change. */
function changeFrom(
  from: number,
  which: Which,
  pieces: readonly Piece[],
  sentence: Sentence,
  kpi: string | null,
): Managed {
  const first = pieces[from]
  if (!first) return { kind: 'fault', fault: { kind: 'no_change' } }
  // "From 20 to 30 %": what it was is not what it becomes.
  const was =
    first.word === 'from' && pieces[from + 1]?.found?.kind === 'amount' && pieces[from + 2]?.word === 'to' ? 3 : 0
  const run = piecesOf(sentence, [pieces[from + was]?.from ?? first.from, pieces.at(-1)!.to], isGrammar, kpi)
  const said = readRule(
    sentence,
    run.filter(({ word }) => word !== 'instead'),
  )
  const [fault] = said.faults
  if (fault) return { kind: 'fault', fault }
  if (said.kpis.flat().some((other) => other !== kpi)) return { kind: 'fault', fault: { kind: 'other_kpi' } }
  const change = changeOf(said, sentence, kpi)
  return 'kind' in change
    ? { kind: 'fault', fault: change }
    : { kind: 'command', command: { kind: 'change', which, change } }
}

function changeOf(said: SaidRule, { lexicon }: Sentence, kpi: string | null): RuleChange | Fault {
  const { catalog } = lexicon.knowledge
  const when = joinedConditions(said.conditions, said.joints)
  if (when === 'faulty') return { kind: 'joined' }
  const views = [...catalog.views.values()]
  const own = catalog.views.get(catalog.kpis.get(kpi ?? '')?.view ?? '')
  const isSliced = said.each !== null || said.members.length > 0
  const slices = (own ? [own] : views).map((view) => sliceOf(said, view))
  const slice = isSliced ? (slices.find((each) => 'slice' in each) ?? slices[0]) : null
  if (slice && 'fault' in slice) return slice.fault
  const parts: RuleChange['parts'] = {
    ...(slice && 'slice' in slice ? { slice: slice.slice } : said.whole ? { slice: { kind: 'whole' } } : {}),
    ...(said.grain ? { grain: said.grain } : {}),
    ...(said.buckets ? { buckets: said.buckets } : {}),
    ...(said.volume ? { minimumVolume: said.volume.least } : {}),
    ...(said.minimumDurationMs === null ? {} : { minimumDurationMs: said.minimumDurationMs }),
    ...(said.coolDownMs === null ? {} : { coolDownMs: said.coolDownMs }),
    ...(said.quiet === undefined ? {} : { quiet: said.quiet }),
    ...(said.severity ? { severity: said.severity } : {}),
    ...(said.tell ? { tell: said.tell } : {}),
  }
  const { minimumChange, bar } = said
  if (when === null && minimumChange === null && bar === null && Object.keys(parts).length === 0)
    return { kind: 'no_change' }
  return { parts, when, minimumChange, bar }
}

/** "Make it critical" is said of alerts only. */
function saysHowSerious(matcher: Matcher): boolean {
  return /(?:^| )critical(?: |$)/.test(matcher.text)
}
