/** Words as PostgreSQL can keep them. */
import type { Said } from './message.ts'

// NUL and halves of surrogate pairs: PostgreSQL keeps neither.
const notStorable = /[\0\p{Surrogate}]/gu

/** The same with a blank for each character that cannot be kept, so that positions stay. */
export function storable<S extends Said>(said: S): S {
  const clean = (text: string) => text.replace(notStorable, ' ')
  return {
    ...said,
    ...('text' in said && { text: clean(said.text) }),
    ...('label' in said && { label: clean(said.label) }),
  }
}
