/** Words in sentences. */

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Labels inside a sentence: small, unless they are names or abbreviations. */
export function lower(label: string): string {
  return /^\p{Lu}[\p{Ll} ]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

/** With a full stop, once. */
export function sentence(text: string): string {
  return /[.…]$/.test(text) ? text : `${text}.`
}
