/** The sentences of explanations, in English. Numbers and names come formatted. */

interface Moved {
  readonly label: string
  readonly was: string
  readonly far: string
  /** The same as a part of what was expected; null where that says nothing. */
  readonly part: string | null
  readonly isUp: boolean
  readonly against: string
}

export const explainedWords = {
  empty: '(empty)',
  all: 'all',
  usual: 'usual',
  asExpected: (label: string, was: string, against: string) => `${label}: ${was}, the same as ${against}.`,
  moved: ({ label, was, far, part, isUp, against }: Moved) =>
    `${label}: ${was}, ${far}${part === null ? '' : ` (${part})`} ${isUp ? 'above' : 'below'} ${against}.`,
  /** Before the figures, where somebody asks why it did. */
  didNot: (label: string, isUp: boolean, against: string) =>
    `${label} did not ${isUp ? 'rise' : 'drop'} against ${against}`,
  broad: (isUp: boolean) => `No single segment explains it: everything ${isUp ? 'rose' : 'fell'} alike.`,
  nothingStandsOut: 'No segment stands out.',
  accountFor: (segments: readonly string[], others: number, share: string) =>
    `${list(segments, others)} ${segments.length + others === 1 ? 'accounts' : 'account'} for ${share} of it.`,
  moreThanAll: (segments: readonly string[], others: number) =>
    `${list(segments, others)} ${segments.length + others === 1 ? 'accounts' : 'account'} for all of it and more; the rest went the other way.`,
  opposite: (segments: readonly string[], others: number) =>
    `Segments moved against each other: ${list(segments, others)}.`,
  against: (segments: readonly string[], others: number) =>
    `Against the whole went ${list(segments, others)}; the rest moved alike.`,
  effects: (rate: string, mix: string) =>
    `The segments' own rates changed it by ${rate}, their changed weights by ${mix}.`,
}

function list(segments: readonly string[], others: number): string {
  const all = others === 0 ? segments : [...segments, `${others} more`]
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join('; ')} and ${all.at(-1)}`
}
