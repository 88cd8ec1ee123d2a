/** Finds verified questions: the one that is asked again, and those that are like it. */
import type { Lexicon } from '../lexicon.ts'
import type { Verified } from './verified.ts'
import { nearKey } from './near-identical.ts'
import { wordsOf } from '../abbreviations.ts'
import { structureWords } from '../words/en.ts'

interface Index {
  readonly of: readonly Verified[]
  readonly byKey: ReadonlyMap<string, Verified>
  readonly stems: readonly (readonly [Verified, ReadonlySet<string>])[]
}

/** One for each lexicon, made anew when what is verified has changed. */
const indexes = new WeakMap<Lexicon, Index>()

/** The one that is near-identical, the last one of several; null: nobody vouched for it. */
export function findVerified(text: string, all: readonly Verified[], lexicon: Lexicon): Verified | null {
  return all.length === 0 ? null : (indexOf(all, lexicon).byKey.get(nearKey(text, lexicon)) ?? null)
}

/** Those that share words with it, the nearest first: by the share of the words that both have (Jaccard). */
export function likeVerified(text: string, all: readonly Verified[], lexicon: Lexicon): readonly Verified[] {
  if (all.length === 0) return []
  const said = stemsIn(text, lexicon)
  return indexOf(all, lexicon)
    .stems.map(([one, stems]) => {
      const both = [...said].filter((stem) => stems.has(stem)).length
      return { one, likeness: both / (said.size + stems.size - both) }
    })
    .filter(({ likeness }) => likeness >= leastLikeness)
    .toSorted((one, other) => other.likeness - one.likeness)
    .map(({ one }) => one)
}

const leastLikeness = 0.2

function indexOf(all: readonly Verified[], lexicon: Lexicon): Index {
  const known = indexes.get(lexicon)
  if (known?.of === all) return known
  const made: Index = {
    of: all,
    byKey: new Map(all.map((one) => [nearKey(one.question, lexicon), one])),
    stems: all.map((one) => [one, stemsIn(one.question, lexicon)]),
  }
  indexes.set(lexicon, made)
  return made
}

function stemsIn(text: string, lexicon: Lexicon): ReadonlySet<string> {
  return new Set(
    wordsOf(text, lexicon)
      .filter(({ word, stem }) => stem !== '' && !structureWords.has(word))
      .map(({ stem }) => stem),
  )
}
