/** Text as pictures need it: cleaned, measured with the bundled faces, shortened to what fits. */
import { ADVANCES } from './advances.ts'

export type Weight = keyof typeof ADVANCES

/** Longest name kept of any cell; what does not fit a place is shortened further. */
const LONGEST = 60

/**
 * One line that can be drawn: control, direction and invisible characters out, white space folded, broken surrogates
 * replaced, cut at 60 characters. Never empty for text that held something.
 */
export function clean(text: string, longest: number = LONGEST): string {
  // No name needs more than this to be cut at `longest`; the rest is not even looked at.
  const line = text
    .slice(0, longest * 20)
    .replace(/\p{Cs}/gu, '\uFFFD')
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\uFE00-\uFE0F]+/gu, '')
    .replace(/\p{M}{4,}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return ellipsis(drawable(line), longest)
}

/**
 * Only what the faces can draw: pictographs go where other characters remain, everything else without a glyph becomes a
 * box, so that a name in another script is at least seen to be there.
 */
function drawable(line: string): string {
  const plain = line.replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]+/gu, (found) =>
    Array.from(found).every((each) => hasGlyph(each.codePointAt(0) ?? 0)) ? found : '',
  )
  const kept = /[\p{L}\p{N}]/u.test(plain) ? plain.replace(/ {2,}/g, ' ').trim() : line
  return Array.from(kept, (each) => (hasGlyph(each.codePointAt(0) ?? 0) ? each : /\p{M}/u.test(each) ? '' : '□')).join(
    '',
  )
}

/** At most `longest` characters as people count them. */
function ellipsis(line: string, longest: number): string {
  if (line.length <= longest) return line
  const characters = [...new Intl.Segmenter().segment(line)].map((each) => each.segment)
  if (characters.length <= longest) return line
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`
}

/** Width in pixels, kerning left out. */
export function widthOf(text: string, size: number, weight: Weight = 'regular'): number {
  const advances = FACES[weight]
  let sum = 0
  for (const character of text) sum += advances.get(character.codePointAt(0) ?? 0) ?? 1000
  return (sum * size) / 1000
}

/** The text itself, or as much of it as fits before an ellipsis; at least one character of it stays. */
export function fit(text: string, width: number, size: number, weight: Weight = 'regular'): string {
  if (widthOf(text, size, weight) <= width) return text
  const characters = [...new Intl.Segmenter().segment(text)].map((each) => each.segment)
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const shorter = `${characters.slice(0, kept).join('').trimEnd()}…`
    if (widthOf(shorter, size, weight) <= width) return shorter
  }
  return `${characters[0] ?? ''}…`
}

/** Names shortened so that no two become the same that were not: where the beginnings agree, the middle goes. */
export function fitApart(
  names: readonly string[],
  width: number,
  size: number,
  weight: Weight = 'regular',
): readonly string[] {
  const plain = names.map((name) => fit(name, width, size, weight))
  return plain.map((short, index) => {
    const name = names[index] ?? ''
    const isTaken = plain.some((other, at) => at !== index && other === short && names[at] !== name)
    return isTaken ? withoutMiddle(name, width, size, weight) : short
  })
}

function withoutMiddle(name: string, width: number, size: number, weight: Weight): string {
  const characters = Array.from(new Intl.Segmenter().segment(name), (each) => each.segment)
  for (let kept = characters.length - 1; kept > 2; kept--) {
    const tail = Math.floor(kept / 2)
    const shorter = `${characters
      .slice(0, kept - tail)
      .join('')
      .trimEnd()}…${characters.slice(-tail).join('').trimStart()}`
    if (widthOf(shorter, size, weight) <= width) return shorter
  }
  return fit(name, width, size, weight)
}

/** Lines broken at spaces, at most `most`; the last one shortened when there is more. */
export function wrap(text: string, width: number, size: number, most: number, weight: Weight = 'regular'): string[] {
  const lines: string[] = []
  const words = text.split(' ')
  while (words.length > 0 && lines.length < most) {
    if (lines.length === most - 1) {
      lines.push(fit(words.join(' '), width, size, weight))
      break
    }
    let line = words.shift() ?? ''
    while (words.length > 0 && widthOf(`${line} ${words[0]}`, size, weight) <= width) line += ` ${words.shift()}`
    lines.push(fit(line, width, size, weight))
  }
  return lines
}

/** Whether the bundled faces can draw it. */
export function hasGlyph(codePoint: number): boolean {
  return FACES.regular.has(codePoint)
}

const FACES = { regular: parse(ADVANCES.regular), semibold: parse(ADVANCES.semibold) }

function parse(ranges: string): ReadonlyMap<number, number> {
  const advances = new Map<number, number>()
  for (const range of ranges.split(' ')) {
    const [first = '', widths = ''] = range.split(':')
    const start = Number.parseInt(first, 16)
    widths.split(',').forEach((width, index) => advances.set(start + index, Number(width)))
  }
  return advances
}
