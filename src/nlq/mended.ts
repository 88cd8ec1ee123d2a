/** "Revenue", after "profit by region" was not understood: the question before with other words for what it did not mean here. */
import { fold, tokenize, type Token } from './text.ts'
import { functionWords } from './words/en.ts'
import { interjections, mendingWords, placeWords } from './words/en-talk.ts'

/** Longer replies are questions of their own. */
const longestReply = 6

/** The last text with its one run of unknown words replaced by the reply; null when it has no such run or the reply is none. */
export function mendedText(last: string, unknown: readonly string[], reply: string): string | null {
  const tokens = tokenize(last)
  const strange = new Set(unknown.flatMap((text) => fold(text).split(' ')))
  const isStrange = tokens.map(({ word }) => strange.has(word))
  const from = isStrange.indexOf(true)
  const to = isStrange.lastIndexOf(true) + 1
  if (from < 0 || isStrange.slice(from, to).includes(false)) return null
  const said = core(tokenize(reply), tokens[from - 1]?.word ?? '')
  if (said.length === 0 || said.length > longestReply) return null
  const words = reply.slice(said[0]!.from, said.at(-1)!.to)
  return last.slice(0, tokens[from]!.from) + words + last.slice(tokens[to - 1]!.to)
}

/** Whether a text is the last one with a run of its words replaced by what the reply says. */
export function isMended(last: string, reply: string, text: string): boolean {
  const [before, after] = [tokenize(last), tokenize(text)].map((tokens) => tokens.map(({ word }) => word))
  let start = 0
  while (start < after!.length && start < before!.length && before![start] === after![start]) start++
  let end = 0
  while (end < after!.length - start && end < before!.length - start && before!.at(-1 - end) === after!.at(-1 - end))
    end++
  const put = after!.slice(start, after!.length - end)
  const said = core(tokenize(reply), before![start - 1] ?? '').map(({ word }) => word)
  return (
    put.length > 0 &&
    put.every((word) => said.includes(word)) &&
    said.every((word) => put.includes(word) || after!.includes(word))
  )
}

/** What a reply names, without "I meant" before and "then" after it, and without the small word that is there already. */
function core(tokens: readonly Token[], lead: string): readonly Token[] {
  const isSmall = ({ word }: Token) => mendingWords.has(word) || interjections.has(word)
  let from = 0
  let to = tokens.length
  while (from < to && isSmall(tokens[from]!)) from++
  while (to > from && isSmall(tokens[to - 1]!)) to--
  // "By region" fills what stood after "by", "in Spain" what stood after "in", and neither a figure's place.
  if (from < to && placeWords.has(tokens[from]!.word)) {
    if (tokens[from]!.word !== lead) return []
    from++
  }
  const said = tokens.slice(from, to)
  return said.every(({ word }) => functionWords.has(word)) ? [] : said
}
