/** Words in sentences. */

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** With a full stop, once. */
export function sentence(text: string): string {
  return /[.…]$/.test(text) ? text : `${text}.`
}
