/**
 * All words that a commentary may have besides names, labels and figures. What is not here is not said: no cause, no forecast, no
 * advice, no share in words, no negation.
 */

/** What a word claims; it is held to the cells. */
export type Claim =
  | { readonly kind: 'way'; readonly way: 'up' | 'down' }
  | { readonly kind: 'times'; readonly times: number }
  | { readonly kind: 'end'; readonly end: 'highest' | 'lowest' }
  | { readonly kind: 'than'; readonly way: 'up' | 'down' }
  /** Waits for "than". */
  | { readonly kind: 'degree'; readonly way: 'up' | 'down' }
  | { readonly kind: 'next' }
  | { readonly kind: 'before' }
  | { readonly kind: 'change' }

const up =
  'up rose risen rise rises rising increased increase increases grew grown grows gained gain climbed climb'.split(' ')
const down = 'down fell fallen fall falls falling decreased decrease decreases declined decline dropped drop'.split(' ')

const claims: readonly (readonly [readonly string[], Claim])[] = [
  [up, { kind: 'way', way: 'up' }],
  [down, { kind: 'way', way: 'down' }],
  [['doubled'], { kind: 'times', times: 2 }],
  [['tripled'], { kind: 'times', times: 3 }],
  [['halved'], { kind: 'times', times: 0.5 }],
  [
    'highest most largest biggest top leads led leading leader peaked peak maximum'.split(' '),
    { kind: 'end', end: 'highest' },
  ],
  ['lowest least smallest fewest bottom minimum'.split(' '), { kind: 'end', end: 'lowest' }],
  [['ahead', 'above', 'exceeds', 'exceeded'], { kind: 'than', way: 'up' }],
  [['behind', 'below', 'trails', 'trailed'], { kind: 'than', way: 'down' }],
  [['more', 'higher', 'greater', 'larger'], { kind: 'degree', way: 'up' }],
  [['less', 'lower', 'fewer', 'smaller'], { kind: 'degree', way: 'down' }],
  [['followed'], { kind: 'next' }],
  [['before', 'previous', 'previously', 'earlier', 'compared', 'against', 'versus', 'vs'], { kind: 'before' }],
  [['change', 'changed'], { kind: 'change' }],
]

export const claimWords: ReadonlyMap<string, Claim> = new Map(
  claims.flatMap(([words, claim]) => words.map((word) => [word, claim] as const)),
)

/** Words that carry nothing by themselves. */
export const smallWords: ReadonlySet<string> = new Set(
  (
    'the a an is are was were at in of for on with had has have made came stood reached recorded posted showed by to from than ' +
    'about around roughly approximately period value figure'
  ).split(' '),
)

/** Words after which another statement begins. */
export const joints: ReadonlySet<string> = new Set(['and', 'while', 'whereas', 'but'])
