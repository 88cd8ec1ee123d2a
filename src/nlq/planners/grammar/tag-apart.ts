/** Tags names whose words stand apart: all of them are there, so each run of them is a word for the name. */
import type { Lexicon } from '../../lexicon.ts'
import type { Item } from '../../meaning.ts'
import { sameNamed, type Named } from '../../named.ts'
import type { Token } from '../../text.ts'
import { sharedHeads } from '../../shared-heads.ts'
import { functionWords } from '../../words/en.ts'

/** Adds the parts of such names; what stands between them is a small word or a member. */
export function tagApart(tokens: readonly Token[], lexicon: Lexicon, lattice: Item[][]): void {
  const items = lattice.flat()
  const isPassable = (at: number) =>
    functionWords.has(tokens[at]!.word) ||
    items.some(
      ({ from, to, meaning }) => from <= at && at < to && (meaning.kind === 'value' || meaning.kind === 'flag'),
    )
  const namesOf = (part: { readonly from: number; readonly to: number }) =>
    items.flatMap(({ from, to, meaning, fit }) =>
      from === part.from && to === part.to && isName(meaning) && fit >= 0.9 ? [meaning] : [],
    )
  const found = lexicon.apart(tokens, isPassable)
  for (const { from, to, name, fit } of found) {
    const names = found.filter((part) => sameNamed(part.name, name)).map(namesOf)
    // What is made of other names alone is those things.
    if (names.every((all) => all.length > 0 && !all.some((one) => sameNamed(one, name)))) continue
    const here = lattice[from]!
    const isKnown = here.some(({ to: end, meaning }) => end === to && isName(meaning) && sameNamed(meaning, name))
    if (!isKnown) here.push({ from, to, meaning: name, fit })
  }
  for (const { from, to, name, fit } of sharedHeads(tokens, lexicon)) {
    // "Cancellation and occupancy rate": rather the rate than what else has to do with cancelling.
    const others = lattice[from]!.map((item) =>
      item.to === to && isName(item.meaning) ? { ...item, fit: item.fit * lessLikely } : item,
    )
    lattice[from] = [...others, { from, to, meaning: name, fit }]
  }
}

function isName(meaning: Item['meaning']): meaning is Named {
  return meaning.kind === 'kpi' || meaning.kind === 'dimension' || meaning.kind === 'records'
}

const lessLikely = 0.85
