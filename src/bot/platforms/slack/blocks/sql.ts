/** The SQL behind a number, to be read and run: the query and what its parameters stand for. */
import type { KnownBlock } from '@slack/types'
import { words } from '../words.ts'
import { codeBlock, context } from './elements.ts'
import { limits } from './limits.ts'

const longestParameters = 1_000

/** A query of up to so many pieces of three thousand characters is whole; of a longer one the beginning is shown, and that it is one. */
export function sqlBlocks(sql: string, parameters: readonly unknown[], mostPieces = 2): KnownBlock[] {
  const all = pieces(sql, limits.section)
  const shown = all.slice(0, mostPieces)
  const named = parameters.map((value, index) => `$${index + 1} = ${JSON.stringify(value) ?? 'null'}`)
  return [
    ...shown.map((piece) => codeBlock(piece, limits.section)),
    ...context(shown.length < all.length ? [words.sqlGoesOn] : []),
    ...(named.length > 0 ? [codeBlock(named.join('\n'), longestParameters)] : []),
  ]
}

/** Parted between lines, where there are any. */
function pieces(text: string, most: number): readonly string[] {
  const found: string[] = []
  let rest = text
  while (rest.length > most) {
    const end = rest.lastIndexOf('\n', most)
    const at = end > 0 ? end : most
    found.push(rest.slice(0, at))
    rest = rest.slice(end > 0 ? at + 1 : at)
  }
  return [...found, rest]
}
