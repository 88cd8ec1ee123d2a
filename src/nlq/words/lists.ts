/** How the word lists are written: words between blanks, phrases between bars. */

/** Words, blanks between. */
export function list(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''))
}

/** Phrases, bars between. */
export function phrases(text: string): readonly string[] {
  return text.split('|').map((phrase) => phrase.trim())
}

/** Phrase → meaning, from meaning → phrases. */
export function table<Meaning extends string>(
  entries: Readonly<Partial<Record<Meaning, string>>>,
): ReadonlyMap<string, Meaning> {
  const found = new Map<string, Meaning>()
  for (const [meaning, text] of Object.entries(entries) as [Meaning, string][])
    for (const phrase of phrases(text)) found.set(phrase, meaning)
  return found
}
