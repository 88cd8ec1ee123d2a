/** Proposals as a model would write them, without the keys that are null. */
import { askedOf } from '../../../../src/nlq/planners/model/asked.ts'
import { read, type Read } from '../../../../src/nlq/planners/model/read.ts'
import { buildLexicon, type Lexicon } from '../../../../src/nlq/lexicon.ts'
import type { Turn } from '../../../../src/nlq/plan.ts'
import { now, shop } from '../../catalogs.ts'

const shopWords = buildLexicon(shop)

/** `words as part meaning`, with a bar between: `revenue|measure|revenue`. */
export function quotes(...lines: readonly string[]) {
  return lines.map((line) => {
    const [words = '', as = '', means = words] = line.split('|')
    return { words, as, means }
  })
}

export function kpi(name: string, more: object = {}) {
  return { kind: 'kpi', name, ...more }
}

/** What becomes of a proposal for a question, without compiler and guard. */
export function readFor(
  text: string,
  proposal: unknown,
  thread: readonly Turn[] = [],
  lexicon: Lexicon = shopWords,
): Promise<Read> {
  const said = typeof proposal === 'string' ? proposal : JSON.stringify(proposal)
  return read(said, askedOf({ text, now, thread }, lexicon), async () => null)
}
