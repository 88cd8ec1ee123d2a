/** The sentences about verified answers, in English. */

export const sentences = {
  offer: (question: string) => `Use this answer whenever "${question}" is asked?`,
  yes: 'Yes, whenever it is asked',
  verify: (question: string) => `use this answer whenever "${question}" is asked`,
  forget: 'Forget this verified answer',
  forgetIt: (question: string) => `forget the verified answer to "${question}"`,
  verified: (question: string, understood: string, vouched: string) =>
    `From now on "${question}" is answered like this whenever it is asked: ${understood}. It is ${vouched}.`,
  already: (question: string, vouched: string) => `"${question}" has this answer already, ${vouched}.`,
  inFile: (question: string, where: string) =>
    `The answer to "${question}" stands in ${where}: it is changed or taken out there.`,
  forgotten: (question: string, vouched: string) =>
    `"${question}" is read anew from now on. The answer was ${vouched}.`,
  noAnswer: 'There is no answer here that could be verified. Ask the question, then say "verify this answer".',
  noneSuch: 'No answer to that question is verified.',
  mayNot:
    'Only owners of these KPIs and people whose role says may_verify can vouch for that answer; the catalog names them.',
  leans:
    'That answer leans on what was said before it. Ask the whole question by itself in a new conversation, then verify its answer.',
  noPeriod:
    'The period of that answer is not said in words that I could read again another day. Ask with the period in words, then verify that answer.',
  none: 'No answers are verified here.',
  list: (lines: readonly string[], more: number) =>
    ['Verified here:', ...lines.map((line) => `• ${line}`), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'),
  line: (question: string, vouched: string) => `"${question}", ${vouched}`,
  changedLine: (question: string, vouched: string) =>
    `"${question}", ${vouched}, but its definition has changed since: it is read anew until somebody verifies its answer again`,
  noStore: 'Nothing is kept here, so that answers can only be verified in verified.yml.',
} as const
