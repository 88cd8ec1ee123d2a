/** Amounts in alert rules: 20 %, $5k, 30 minutes, 5 percentage points, ten to seven o'clock. As said; the KPI gives them a meaning later. */
import { wordsToNumber } from '../numbers.ts'
import type { Token } from '../text.ts'
import { currencies, multipliers } from '../words/en.ts'
import type { Amount } from './command.ts'

const signs: Readonly<Record<string, string>> = { $: 'dollar', '€': 'EUR', '£': 'GBP', '¥': 'JPY' }

/** Seconds of units of time; `m` is minutes only where a duration is meant. */
const times: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, 's sec secs second seconds'],
      [60, 'm min mins minute minutes'],
      [3_600, 'h hr hrs hour hours'],
      [86_400, 'd day days'],
      [604_800, 'w wk wks week weeks'],
    ] as const
  ).flatMap(([seconds, words]) => words.split(' ').map((word) => [word, seconds] as const)),
)

const bytes: ReadonlyMap<string, number> = new Map([
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['tb', 1e12],
])

const bounding = new Set(
  'above over below under exceeds exceed exceeding than least most reaches reach beyond past'.split(' '),
)

/** The amount that starts at a token, and the token after it; null when none does. */
export function amountAt(
  tokens: readonly Token[],
  at: number,
  text: string,
): { readonly amount: Amount; readonly to: number } | null {
  const word = (index: number) => tokens[index]?.word ?? ''
  const made = (to: number, amount: Omit<Amount, 'said'>) => ({
    to,
    amount: { ...amount, said: text.slice(tokens[at]!.from, tokens[to - 1]!.to) },
  })
  const plain = { ms: null, clock: null, unit: null }
  const hours = clockAt(tokens, at)
  if (hours) return made(hours.to, { ...plain, value: hours.minutes / 60, clock: hours.minutes })
  if (word(at) === 'half' && word(at + 1) === 'an' && word(at + 2) === 'hour')
    return made(at + 3, { ...plain, value: 1_800, unit: 'seconds', ms: 1_800_000 })
  // "Exceeds an hour"; "50 an hour" is a grain.
  const length = /^an?$/.test(word(at)) && bounding.has(word(at - 1)) ? times.get(word(at + 1)) : undefined
  if (length) return made(at + 2, { ...plain, value: length, unit: 'seconds', ms: length * 1_000 })
  const sign = signs[word(at)]
  const from = sign ? at + 1 : at
  // "One of the regions", "the one before" are no numbers.
  if (word(from) === 'one' && !times.has(word(from + 1)) && !multipliers.has(word(from + 1))) return null
  const glued = /^([-−]?\d[\d.,]*)([a-z]+)$/.exec(word(from))
  const bare = glued && wordsToNumber([{ ...tokens[from]!, word: glued[1]! }], 0)
  const seconds = glued && times.get(glued[2]!)
  const number = wordsToNumber(tokens, from)
  if (glued && bare) {
    const ms = seconds ? bare.value * seconds * 1_000 : null
    // "5m" is five million of a KPI and five minutes of a duration.
    if (ms !== null && !number) return made(from + 1, { ...plain, value: ms / 1_000, unit: 'seconds', ms })
    if (glued[2] === 'pp' || glued[2] === 'pts') return made(from + 1, { ...plain, value: bare.value, unit: 'points' })
    if (glued[2] === 'x') return made(from + 1, { ...plain, value: bare.value, unit: 'x' })
    const size = bytes.get(glued[2]!)
    if (size) return made(from + 1, { ...plain, value: bare.value * size, unit: 'bytes' })
    if (ms !== null && number) return made(number.to, { ...plain, value: number.value, unit: sign ?? null, ms })
  }
  if (!number) return null
  const { value, to } = number
  if (sign) return made(to, { ...plain, value, unit: sign })
  const next = word(to)
  if (/^(?:%|percent|pct|percentage)$/.test(next)) {
    if (/^(?:points?|pts?)$/.test(word(to + 1))) return made(to + 2, { ...plain, value, unit: 'points' })
    return next === 'percentage' ? made(to, { ...plain, value }) : made(to + 1, { ...plain, value, unit: '%' })
  }
  if (/^(?:points?|pts?|pp|ppt|pps)$/.test(next)) return made(to + 1, { ...plain, value, unit: 'points' })
  if (next === 'basis' && /^points?$/.test(word(to + 1)))
    return made(to + 2, { ...plain, value: value / 100, unit: 'points' })
  const after = signs[next] ?? currencyOf(next)
  if (after) return made(to + 1, { ...plain, value, unit: after })
  const size = bytes.get(next)
  if (size) return made(to + 1, { ...plain, value: value * size, unit: 'bytes' })
  // "500/day" are so many a day.
  const unit = tokens[to]?.gap === '/' ? undefined : times.get(next)
  if (unit) return made(to + 1, { ...plain, value: value * unit, unit: 'seconds', ms: value * unit * 1_000 })
  // What reads as 30 million may be 30 minutes.
  const minutes = /^m$/.test(word(to - 1)) ? wordsToNumber([tokens[from]!], 0) : null
  const isHour = Number.isInteger(value) && value >= 0 && value <= 24 && to === from + 1 && /^\d/.test(word(from))
  return made(to, { ...plain, value, ms: minutes ? minutes.value * 60_000 : null, clock: isHour ? value * 60 : null })
}

function currencyOf(word: string): string | undefined {
  return /^(?:dollars?|bucks)$/.test(word) ? 'dollar' : word.length > 2 ? currencies.get(word) : undefined
}

/** A time of day that cannot be anything else: 22:00, 10pm, noon. */
function clockAt(tokens: readonly Token[], at: number): { readonly minutes: number; readonly to: number } | null {
  const { word = '' } = tokens[at] ?? {}
  if (word === 'noon') return { minutes: 720, to: at + 1 }
  if (word === 'midnight') return { minutes: 0, to: at + 1 }
  const found = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/.exec(word)
  if (!found) return null
  const after = /^(?:am|pm)$/.test(tokens[at + 1]?.word ?? '') ? tokens[at + 1]!.word : null
  const half = found[3] ?? after
  if (found[2] === undefined && half === null) return null
  const hour = Number(found[1])
  const minutes = Number(found[2] ?? 0)
  if (minutes > 59 || hour > (half === null ? 24 : 12) || (half !== null && hour === 0)) return null
  const of = half === null ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
  return { minutes: (of % 24) * 60 + minutes, to: found[3] === undefined && after !== null ? at + 2 : at + 1 }
}
