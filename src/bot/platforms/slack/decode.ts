/** Slack's way of writing a message → the plain words somebody typed. */

/** Words as a person would read them aloud: no tags, entities, marks of formatting or emoji names. */
export function decodeText(text: string): string {
  const untagged = text.replace(/<([^<>]{1,3000})>/g, (_tag, inside: string) => ` ${wordsOfTag(inside)} `)
  return (
    unmarked(untagged)
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
      .replace(/[‘’‚‛′]/g, "'")
      .replace(/[“”„‟″]/g, '"')
      // Zero-width and direction marks, which come with text that was pasted.
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, '')
      .replace(/\s+/g, ' ')
      .replace(/ (?=[,.;!?])/g, '')
      // What is left of "@Tidings, …".
      .replace(/^[\s,:;]+|[\s,;]+$/g, '')
  )
}

/** Ids of the people named in a message, in order. */
export function mentionsIn(text: string): readonly string[] {
  return [...text.matchAll(/<@([A-Z0-9]{1,40})(?:\|[^<>]*)?>/g)].map(([, user]) => user!)
}

/** A person's, group's or broadcast's name says nothing about a KPI and is left out; a link is its label. */
function wordsOfTag(inside: string): string {
  const [target, label] = splitOnce(inside, '|')
  if (target.startsWith('@')) return ''
  if (target.startsWith('#')) return label ? `#${label}` : ''
  if (target.startsWith('!date^')) return label ?? ''
  if (target.startsWith('!')) return ''
  if (label !== undefined) return label
  return target.replace(/^(?:mailto|tel):/, '')
}

function splitOnce(text: string, at: string): [string, string?] {
  const index = text.indexOf(at)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}

// Bounded, so that a long message of nothing but asterisks costs nothing.
const marked = /(^|[\s("'])(\*|_|~|`{1,3})(?=\S)([^\n]{1,400}?\S?)\2(?=$|[\s)"'.,:;!?])/gm
// "> revenue", a line set off as a quotation: whoever sends one means its words.
const quoted = /^[ \t]*(?:&gt;){1,3}[ \t]*/gm
const emoji = /:(?:[a-z][a-z0-9_'+-]{1,60}|[+-]1):/g

function unmarked(text: string): string {
  let plain = text.replace(quoted, '').replace(emoji, ' ')
  // Marks nest: bold around italics around code.
  for (let depth = 0; depth < 3; depth++) plain = plain.replace(marked, '$1$3')
  return plain
}
