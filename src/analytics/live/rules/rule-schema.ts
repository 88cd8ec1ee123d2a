/** The shape of `sql/alerts.yml`: what may stand where, before names are looked up in the catalog. */
import { z } from 'zod'
import { WATCHED_GRAINS, type Size } from '../rule.ts'
import { RULE_DEFAULTS } from './defaults.ts'

const UNITS = { s: 1_000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90s`, `30m`, `1h`, `2d` as milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(s|m|min|h|d)$/, 'write a duration as 90s, 30m, 1h or 2d')
  .transform((text) => Number.parseFloat(text) * UNITS[text.replace(/[\d.\s]/g, '') as keyof typeof UNITS])

/** `20%`, or an amount in the KPI's unit. */
const size = z.union([
  z
    .string()
    .regex(/^\d+(\.\d+)?\s*%$/, 'write a share as 20%, an amount as a plain number')
    .transform((text): Size => ({ fraction: Number.parseFloat(text) / 100 })),
  z
    .number()
    .positive()
    .transform((amount): Size => ({ amount })),
])

const against = z.enum(['previous', 'day', 'week', 'normal']).default('normal')
const change = (key: 'falls' | 'rises' | 'changes') => z.strictObject({ [key]: size, against })

const simple = z.union([
  z.literal('anomaly').transform(() => ({ kind: 'anomaly', direction: 'bad' }) as const),
  z
    .strictObject({ anomaly: z.enum(['up', 'down', 'either', 'bad']) })
    .transform(({ anomaly }) => ({ kind: 'anomaly', direction: anomaly }) as const),
  z.strictObject({ above: z.number() }).transform(({ above }) => ({ kind: 'above', value: above }) as const),
  z.strictObject({ below: z.number() }).transform(({ below }) => ({ kind: 'below', value: below }) as const),
  z
    .strictObject({ outside: z.tuple([z.number(), z.number()]) })
    .refine(({ outside: [low, high] }) => low < high, 'the lower bound comes first')
    .transform(({ outside: [low, high] }) => ({ kind: 'outside', low, high }) as const),
  change('falls').transform((found) => changeOf('down', found)),
  change('rises').transform((found) => changeOf('up', found)),
  change('changes').transform((found) => changeOf('either', found)),
  z.strictObject({ silent: duration }).transform(({ silent }) => ({ kind: 'silent', forMs: silent }) as const),
])

function changeOf(direction: 'up' | 'down' | 'either', found: Readonly<Record<string, unknown>>) {
  const { against: other, ...sizes } = found
  const [by] = Object.values(sizes)
  return { kind: 'change', direction, against: other as z.output<typeof against>, by: by as Size } as const
}

const condition = z.union([
  simple,
  z.strictObject({ all: z.array(simple).min(2) }).transform(({ all }) => ({ kind: 'all', of: all }) as const),
  z.strictObject({ any: z.array(simple).min(2) }).transform(({ any }) => ({ kind: 'any', of: any }) as const),
])

const slice = z.union([
  z.literal('whole').transform(() => ({ kind: 'whole' }) as const),
  z.strictObject({ each: z.string().min(1) }).transform(({ each }) => ({ kind: 'each', dimension: each }) as const),
  z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .transform((members) => ({ kind: 'members', members }) as const),
])

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as "22:00", in quotes')

const rule = z.strictObject({
  kpi: z.string().min(1),
  slice: slice.default(RULE_DEFAULTS.slice),
  per: z.enum(WATCHED_GRAINS).default(RULE_DEFAULTS.grain),
  when: condition.default(RULE_DEFAULTS.when),
  buckets: z
    .strictObject({ n: z.int().min(1).max(100), of: z.int().min(1).max(100) })
    .refine(({ n, of }) => n <= of, 'n of the last `of` buckets: n is the smaller')
    .default(RULE_DEFAULTS.buckets),
  minimum: z
    .strictObject({
      change: size.optional(),
      volume: z.number().nonnegative().optional(),
      duration: duration.optional(),
    })
    .default({}),
  cool_down: duration.default(RULE_DEFAULTS.coolDownMs),
  quiet: z.strictObject({ from: clock, to: clock }).optional(),
  severity: z.enum(['info', 'warning', 'critical']).default(RULE_DEFAULTS.severity),
  tell: z.array(z.string()).min(1, 'name at least one place, as in slack:T01/C03'),
  owner: z.string().optional(),
})

/** A rule that is played over a file: of which KPI it is, and who would hear of it, is all the same. */
export const loneRule = rule.extend({ kpi: z.string().optional(), tell: z.array(z.string()).optional() })

export const rulesSchema = z.strictObject({
  alerts: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'lower-case letters, digits and underscores'), rule)
    .default({}),
})

export type WrittenRules = z.output<typeof rulesSchema>

/** What is said where none of the ways to write something fits. */
export function phraseOf({ code, path, message }: z.core.$ZodIssue): string {
  if (code !== 'invalid_union') return message
  const last = path.at(-1)
  if (last === 'when')
    return 'write anomaly, { above: 50 }, { below: 10 }, { outside: [1, 9] }, { falls: 20%, against: normal }, { rises: … }, { changes: … }, { silent: 30m }, or { all: […] } or { any: […] } of them'
  if (last === 'slice') return 'write whole, { each: DIMENSION }, or members as in { region: EMEA }'
  return path.includes('minimum') || path.includes('when')
    ? 'write a share as 20%, an amount as a plain number'
    : message
}
