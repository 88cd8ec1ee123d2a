/** Words as PostgreSQL can keep them. */
import type { Said } from './message.ts'

// NUL and halves of surrogate pairs: PostgreSQL keeps neither.
const notStorable = /[\0\p{Surrogate}]/gu

/** The same with a blank for each character that cannot be kept, so that positions stay. */
export function storable<S extends Said>(said: S): S {
  return {
    ...said,
    ...('text' in said && { text: storableText(said.text) }),
    ...('label' in said && { label: storableText(said.label) }),
  }
}

/** The same of a text by itself. */
export function storableText(text: string): string {
  return text.replace(notStorable, ' ')
}
