/** What was understood, without the marks that are shown beside it. */
import type { Mark } from '../nlq/plan.ts'

/** Null: nothing was. */
export function unmarked(understood: string | null, marks: readonly Mark[] = []): string | null {
  return understood === null ? null : marks.reduce((text, mark) => text.replace(`, ${mark.text}`, () => ''), understood)
}

/** A mark as it stands by itself. */
export function markInWords({ text }: Mark): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
