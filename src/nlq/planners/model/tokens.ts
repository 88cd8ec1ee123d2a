/** How many tokens a text comes to, without the model's own tokenizer: an estimate that errs on the long side. */

/**
 * Words of letters at one token for four letters begun, those without vowels at one for two; digits at one for three and one
 * more; other signs of ASCII at one for two that stand together; all other letters at one each. No less than what OpenAI's
 * o200k and cl100k count for prose, JSON and names, and up to half as much again.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const [run] of text.matchAll(/[A-Za-z]+|[0-9]+|[!-/:-@[-`{-~]+|[^\s!-~]|\s{2,}/gu)) {
    const { length } = run
    if (/^[A-Za-z]/.test(run)) tokens += Math.ceil(length / (/[aeiouyAEIOUY]/.test(run) ? 4 : 2))
    else if (/^[0-9]/.test(run)) tokens += 1 + Math.ceil(length / 3)
    else if (/^[!-~]/.test(run)) tokens += Math.ceil(length / 2)
    else tokens += run.codePointAt(0)! > 0xffff ? 3 : 2
  }
  return tokens
}
