/** Labels at the beginning and in the middle of sentences. */

export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Lower-cases the first letter, unless the word is an acronym. */
export function lowerFirst(text: string): string {
  return /^[A-Z][A-Z0-9]/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1)
}

/** A label as the name of many; what ends like one already stays. */
export function plural(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`
  if (/(ss|us|is|x|z|ch|sh)$/i.test(word)) return `${word}es`
  return /s$/i.test(word) ? word : `${word}s`
}
