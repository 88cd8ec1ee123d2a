/** What is typed or pressed about an alert that waits to be saved: save, cancel, another size. Pure. */

export type Typed =
  | { readonly kind: 'save' | 'cancel'; readonly draft: number | null }
  /** A size that was offered. */
  | { readonly kind: 'at'; readonly draft: number; readonly size: string }
  /** Something else that it should be: what follows "change it to". */
  | { readonly kind: 'instead'; readonly text: string }

const save =
  /^(?:(?:yes|ok(?:ay)?|please)[,!]? )?(?:please )?save(?: (?:it|that|this|the alert|alert|draft (\d+)))?(?: please)?$/
const cancel = /^(?:cancel|drop|discard|forget|never mind|don'?t save)(?: (?:it|that|this|the alert|draft (\d+)))?$/
const agreed = /^(?:yes|yep|yes please|ok(?:ay)?|do it|go ahead|sure)$/
const refused = /^(?:no|nope|no thanks|no thank you)$/
const offered = /^draft (\d+) at (.+)$/
const instead = /^(?:no|rather|better|make it|instead)[,:;]? (.+)$/
const bare =
  /^(?:(?:at|to|with) )?((?:over |under |above |below )?[$€£]?\d[\d.,]*\s*(?:%|percent|points|[km]|[a-z]{3,10})?)$/

/** Null: it is about something else. Bare agreement and sizes count only right after the alert was proposed. */
export function typed(text: string, isProposed: boolean): Typed | null {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!]+$/, '')
  const named = offered.exec(said)
  if (named) return { kind: 'at', draft: Number(named[1]), size: named[2]! }
  for (const [kind, pattern] of [
    ['save', save],
    ['cancel', cancel],
  ] as const) {
    const found = pattern.exec(said)
    if (found) return { kind, draft: found[1] === undefined ? null : Number(found[1]) }
  }
  if (!isProposed) return null
  if (agreed.test(said)) return { kind: 'save', draft: null }
  if (refused.test(said)) return { kind: 'cancel', draft: null }
  const other = instead.exec(said) ?? bare.exec(said)
  return other ? { kind: 'instead', text: other[1]! } : null
}
