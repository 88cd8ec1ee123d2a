/** What else a value is called, read off the way it is written. */
import { functionWords } from './words/en.ts'

const lead = /^the\s+(?=\S)/i
const inBrackets = /^(.*\S)\s*[([]([^()[\]]{2,})[)\]]\s*$/
const range = /^(\D{0,3}\d[\d.,]*\D{0,3}?)\s*[-–—]\s*(\D{0,3}\d[\d.,]*\D{0,12})$/
const atLeast = /^(\D{0,3}\d[\d.,]*)\s*\+$/

/** "The Grand" without its article, "London (LHR)" by either name, "18-24" with "to", "65+" with "or more", "A&E" without the sign. */
export function otherNames(text: string): readonly string[] {
  // Most values are plain words, and there may be hundreds of thousands of them.
  if (!/[^A-Za-z0-9 ]|^the /i.test(text)) return []
  const found: string[] = []
  if (lead.test(text)) found.push(text.replace(lead, ''))
  const [, before, inside] = inBrackets.exec(text) ?? []
  if (before !== undefined && inside !== undefined) found.push(before, inside)
  const [, from, to] = range.exec(text) ?? []
  if (from !== undefined && to !== undefined) found.push(`${from} to ${to}`)
  const least = atLeast.exec(text)?.[1]
  if (least !== undefined) found.push(`${least} or more`, `${least} and over`, `${least} and up`)
  if (/\w\s*&\s*\w/.test(text)) found.push(text.replaceAll('&', ''))
  return found
}

/** "UK" for "United Kingdom", "USA" for "United States of America": first letters of names written with capitals. */
export function initialsOf(text: string): readonly string[] {
  const words = text.split(/[\s-]+/)
  if (words.length < 2 || words.length > 6) return []
  const isSmall = (word: string, at: number) => at > 0 && functionWords.has(word.toLowerCase())
  const large = words.filter((word, at) => !isSmall(word, at))
  // "In Transit" is no name.
  if (
    large.length < 2 ||
    !large.every((word) => /^\p{Lu}\p{L}+$/u.test(word) && !functionWords.has(word.toLowerCase()))
  )
    return []
  const lettersOf = (of: readonly string[]) => of.map((word) => word[0]!.toLowerCase()).join('')
  return [...new Set([lettersOf(large), lettersOf(words)])]
}
