/** JSON as PostgreSQL keeps it. */

// NUL and halves of surrogate pairs: jsonb refuses a whole document for one of them.
const notStorable = /[\0\p{Surrogate}]/gu

/** How JSON writes them, and a few harmless ones. */
const suspicious = /\\u(?:0000|d[89a-f])/

/** With a blank for each character that jsonb does not keep. */
export function asJson(value: unknown): string {
  const text = JSON.stringify(value)
  // Looking at every part of a long reply takes long, and there is next to never one to be replaced.
  if (!suspicious.test(text)) return text
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'string' ? part.replace(notStorable, ' ') : part,
  )
}
