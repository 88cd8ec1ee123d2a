/** Labels at the beginning and in the middle of sentences. */
import pluralize from 'pluralize'

export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Lower-cases the first letter, unless the word is an acronym. */
export function lowerFirst(text: string): string {
  return /^[A-Z][A-Z0-9]/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1)
}

/** A label as the name of many; one that is that already stays. */
export function plural(label: string): string {
  return pluralize(label)
}
