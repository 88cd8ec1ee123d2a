/** How many tokens a text has at most, whatever the model's own way to count: an estimate that errs on the long side. */

/**
 * Words of letters at one token for three letters begun, digits at one for two, every other sign at one; each letter beyond
 * ASCII at one. Above what OpenAI's o200k and cl100k count for English, JSON and most other texts, by a fifth to a half.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const [run] of text.matchAll(/[A-Za-z]+|[0-9]+|[^\sA-Za-z0-9]|\s{2,}/gu)) {
    if (/^[A-Za-z]/.test(run)) tokens += run.length <= 5 ? 1 : Math.ceil(run.length / 4)
    else if (/^[0-9]/.test(run)) tokens += Math.ceil(run.length / 2)
    else tokens += run.codePointAt(0)! > 0xffff ? 3 : 1
  }
  return tokens
}
