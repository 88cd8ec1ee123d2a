/** Which views a question is about: once it names one, its other words are looked up there first. */
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import type { Token } from '../../text.ts'
import { functionWords } from '../../words/en.ts'

/** As good as written so. */
const sure = 0.85
/** Names of views are weaker than those of what is in them. */
const sureView = 0.6

/**
 * The lattice without what words mean in other views than those the question names, where they mean something in these or
 * in the grammar; `before`: the views of the turn before, for a question that names none.
 */
export function inScope(
  tokens: readonly Token[],
  lattice: readonly Item[][],
  lexicon: Lexicon,
  before: readonly string[],
): Item[][] {
  const items = lattice.flat()
  const named = viewsNamed(items, lexicon)
  const scope = named.size > 0 ? named : new Set(before)
  if (scope.size === 0) return [...lattice]
  const isElsewhere = ({ meaning }: Item) => {
    const views = viewsOf(meaning, lexicon)
    return views !== null && !views.some((view) => scope.has(view))
  }
  // "Tickets by product": a topic called so is nothing to break down by.
  const hasOther = ({ from, to, meaning }: Item) =>
    (to === from + 1 && functionWords.has(tokens[from]!.word)) ||
    items.some(
      (other) =>
        other.from === from &&
        other.to === to &&
        !isElsewhere(other) &&
        !(meaning.kind === 'dimension' && other.meaning.kind === 'value'),
    )
  return lattice.map((here) => here.filter((item) => !isElsewhere(item) || !hasOther(item)))
}

/**
 * The lattice with names doubted whose words are part of a longer name: "guest countries" are countries, and no guests of
 * any kind.
 */
export function preferLonger(lattice: readonly Item[][]): Item[][] {
  const names = lattice.flat().filter(({ meaning, fit }) => isName(meaning) && fit >= 0.9)
  const isPart = ({ from, to }: Item) =>
    names.some((other) => other.from <= from && to <= other.to && other.to - other.from > to - from)
  // What is called as the view is what there is in it.
  const isEmptyName = ({ from, to, meaning }: Item) =>
    meaning.kind === 'view' && names.some((other) => other.from === from && other.to === to && isCounted(other.meaning))
  return lattice.map((here) =>
    here
      .filter((item) => !isEmptyName(item))
      .map((item) => (isName(item.meaning) && isPart(item) ? { ...item, fit: item.fit * partOfLonger } : item)),
  )
}

const partOfLonger = 0.9

function isCounted({ kind }: Item['meaning']): boolean {
  return kind === 'kpi' || kind === 'records'
}

/** The views of figures and records that are named without any doubt about which. */
function viewsNamed(items: readonly Item[], lexicon: Lexicon): ReadonlySet<string> {
  const names = items.filter(
    ({ meaning, fit }) => isName(meaning) && fit >= (meaning.kind === 'view' ? sureView : sure),
  )
  const byRun = new Map<string, Item[]>()
  for (const item of names) {
    const isPart = names.some(
      (other) => other.from <= item.from && item.to <= other.to && other.to - other.from > item.to - item.from,
    )
    const run = `${item.from} ${item.to}`
    if (!isPart) byRun.set(run, [...(byRun.get(run) ?? []), item])
  }
  const found = new Set<string>()
  for (const run of byRun.values()) {
    if (!run.some(({ meaning }) => meaning.kind === 'kpi' || meaning.kind === 'records' || meaning.kind === 'view'))
      continue
    const views = new Set(run.flatMap(({ meaning }) => viewsOf(meaning, lexicon) ?? []))
    if (views.size === 1) for (const view of views) found.add(view)
  }
  return found
}

function isName({ kind }: Item['meaning']): boolean {
  return kind === 'kpi' || kind === 'records' || kind === 'view' || kind === 'dimension' || kind === 'value'
}

/** The views that have what is named; null for words of the grammar. */
function viewsOf(meaning: Item['meaning'], { knowledge: { catalog }, ...lexicon }: Lexicon): readonly string[] | null {
  if (meaning.kind === 'kpi') return [catalog.kpis.get(meaning.kpi)!.view]
  if ('view' in meaning) return [meaning.view]
  return 'dimension' in meaning ? lexicon.viewsOf(meaning.dimension).map(({ name }) => name) : null
}
