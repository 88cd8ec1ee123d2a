/** JSON as PostgreSQL keeps it. */

// NUL and halves of surrogate pairs: jsonb refuses a whole document for one of them.
const notStorable = /[\0\p{Surrogate}]/gu

/** With a blank for each character that jsonb does not keep. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'string' ? part.replace(notStorable, ' ') : part,
  )
}
