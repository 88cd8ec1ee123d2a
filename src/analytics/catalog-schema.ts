/** The shape of `sql/catalog.yml`: what may stand where, before any name or type is checked against the database. */
import { z } from 'zod'
import { AGGREGATIONS, GRAINS } from './catalog.ts'
import { stream } from './catalog-streams-schema.ts'
import { duration, scalar, word } from './catalog-words.ts'

const words = z.array(z.string().min(1)).default([])
const relation = z.string().regex(/^[^.]+\.[^.]+$/, 'write it schema-qualified: schema.name')
const zone = z.string().refine(isZone, 'not an IANA time zone (Europe/Berlin, UTC, …)')

export const time = z.strictObject({
  column: z.string().min(1),
  grain: z.enum(GRAINS).default('day'),
  label: z.string().optional(),
  synonyms: words,
  zone: zone.optional(),
})
const dimension = z.strictObject({
  column: z.string().min(1),
  label: z.string().optional(),
  description: z.string().default(''),
  synonyms: words,
  values: z.record(z.string(), words).default({}),
  within: word.optional(),
  masked: z.boolean('write true or false').default(false),
})
const where = z.record(z.string(), z.union([scalar.transform((value) => [value]), z.array(scalar).min(1)]))
export const simple = z
  .strictObject({
    sum: z.string().optional(),
    count: z.union([z.literal(true), z.string()]).optional(),
    count_distinct: z.string().optional(),
    average: z.string().optional(),
    min: z.string().optional(),
    max: z.string().optional(),
    median: z.string().optional(),
    last: z.string().optional(),
    where: where.optional(),
  })
  .refine(
    (written) => AGGREGATIONS.filter((aggregation) => written[aggregation] !== undefined).length === 1,
    `name exactly one of ${AGGREGATIONS.join(', ')} or ratio`,
  )
export const measure = z.union([z.strictObject({ ratio: z.strictObject({ of: simple, over: simple }) }), simple])
const role = z.strictObject({
  kpis: z.union([z.literal('all'), z.array(word)]),
  except: z.array(word).default([]),
  rows: z.record(word, z.record(word, z.union([scalar.transform((value) => [value]), z.array(scalar)]))).default({}),
  hide: z.array(z.string()).default([]),
  unmasked: z.array(z.string()).default([]),
  may_act_as: z.boolean('write true or false').default(false),
  may_verify: z.boolean('write true or false').default(false),
  sql: z.boolean('write true or false').default(false),
})
/** The file's shape; `sql/catalog.schema.json` is printed from it. */
export const catalogSchema = z.strictObject({
  timezone: zone.default('UTC'),
  week_starts: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']).default('monday'),
  fiscal_year_starts: z.int().min(1).max(12).default(1),
  calendar: z.strictObject({ holidays: z.array(z.string()).default([]), events: relation.optional() }).optional(),
  views: z.record(
    word,
    z.strictObject({
      relation,
      label: z.string().optional(),
      description: z.string().default(''),
      synonyms: words,
      time: time.optional(),
      other_times: z.record(word, time).default({}),
      dimensions: z.record(word, dimension).default({}),
      rows: z.strictObject({ label: z.string(), synonyms: words }).optional(),
      as_of: z.string().optional(),
      live: relation.optional(),
    }),
  ),
  kpis: z.record(
    word,
    z.strictObject({
      view: word,
      measure,
      also: z.array(z.enum(AGGREGATIONS)).default([]),
      unit: z.string().default('count'),
      label: z.string().optional(),
      synonyms: words,
      description: z.string().default(''),
      good_when: z.enum(['up', 'down', 'steady']).default('up'),
      owner: z.string().optional(),
      target: z.strictObject({ value: z.number(), per: z.enum(GRAINS) }).optional(),
      settles: duration.optional(),
    }),
  ),
  access: z
    .strictObject({
      default_role: word,
      roles: z.record(word, role),
      people: z.record(z.string(), z.array(word).min(1)).default({}),
      channels: z.record(z.string(), word).default({}),
    })
    .optional(),
  streams: z.record(word, stream).default({}),
})
export type Written = z.output<typeof catalogSchema>

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
