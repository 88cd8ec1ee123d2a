/**
 * Text from data and people, made safe for where it goes. Blocks carry it in rich text and plain text, in which nothing has
 * a meaning; only a message's `text` is read as markup, and only `markup` writes for that.
 */

/** One line, never empty and never longer than `most`. */
export function line(text: string, most: number, instead = '–'): string {
  const found = visible(text.slice(0, most * 20))
    .replace(/\s+/g, ' ')
    .trim()
  return found === '' ? instead : cut(found, most)
}

/** Lines, with no more than one empty one between them; never empty and never longer than `most`. */
export function lines(text: string, most: number, instead = '–'): string {
  const found = visible(text.slice(0, most * 20))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return found === '' ? instead : cut(found, most)
}

/** Code as it stands, its white space included; never empty. */
export function code(text: string, most: number): string {
  const found = visible(text.slice(0, most * 20)).trimEnd()
  return found.trim() === '' ? '–' : cut(found, most)
}

/** At most `most` long, with an ellipsis where something is missing. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // Not in the middle of a character, nor between a character and what modifies it.
  const kept = text
    .slice(0, most - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/(?:\u200D|\uFE0F|\p{Emoji_Modifier})+$/u, '')
  return `${kept.trimEnd()}…`
}

/**
 * For a message's `text`, which Slack reads as markup: nothing in it pings, links, formats or becomes an emoji. What Slack has
 * no escape for gets an invisible word joiner or gives way to a sign that looks the same.
 */
export function markup(text: string, most: number): string {
  const safe = lines(text, most)
    .replace(/^>+/gm, (found) => '›'.repeat(found.length))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/`/g, 'ˋ')
    .replace(/(?<![\p{L}\p{N}])\*|\*(?![\p{L}\p{N}])/gu, '∗')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
    .replace(/(?<![\p{L}\p{N}])~|~(?![\p{L}\p{N}])/gu, '∼')
    .replace(/@(?=\S)/g, `@${joiner}`)
    .replace(/#(?=\p{L})/gu, `#${joiner}`)
    .replace(/:(?=\S)/g, `:${joiner}`)
    .replace(/(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, `.${joiner}`)
  if (safe.length <= most) return safe
  return `${cut(safe, most)
    .slice(0, -1)
    .replace(/&[a-z]{0,3}$/, '')}…`
}

const joiner = '\u2060'

/** A name that every file system and Slack take: letters, digits and dashes, with its ending. */
export function fileName(name: string): string {
  const found = /^(.*?)(?:\.([A-Za-z0-9]{1,8}))?$/s.exec(name.slice(0, 1_000))
  const stem = (found?.[1] ?? '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  const ending = found?.[2] === undefined ? '' : `.${found[2].toLowerCase()}`
  return `${cut(stem, 60).replace(/[-…]+$/, '') || 'tidings'}${ending}`
}

// Joins pictographs into one; anywhere else it hides.
const joining = /(?<!\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D|\u200D(?!\p{Extended_Pictographic})/gu
/** Without what cannot be seen: control and direction characters, zero-width ones, halves of surrogate pairs. */
function visible(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(joining, '')
    .replace(/[\p{Cs}\p{Co}]/gu, '\uFFFD')
    .replace(/(?![\n\t\u200D])[\p{Cc}\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/\t/g, ' ')
}
