/** The shape of a stream in `sql/catalog.yml`: which events feed which view, or which topic carries finished points. */
import { z } from 'zod'
import { STREAM_AGGREGATIONS } from './catalog.ts'
import { duration, MS, scalar, word } from './catalog-words.ts'

const topic = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/, 'a topic is letters, digits, dots, dashes and underscores, at most 249')
/** Where in the JSON, dots between names: `amount`, `customer.region`. */
const field = z.string().regex(/^[^.]+(\.[^.]+)*$/, 'write a field of the event, dots between names: customer.region')
const when = z.record(z.string().min(1), z.union([scalar.transform((value) => [value]), z.array(scalar).min(1)]))
const position = z.enum(['earliest', 'latest']).default('earliest')

const unmergeable = (name: string) =>
  z.never(`${name} cannot be merged from parts: feed a sum and a count, and make the KPI a ratio of the two`)

const measure = z
  .strictObject({
    sum: field.optional(),
    count: z.literal(true).optional(),
    count_distinct: field.optional(),
    min: field.optional(),
    max: field.optional(),
    last: field.optional(),
    where: when.optional(),
    average: unmergeable('average').optional(),
    median: unmergeable('median').optional(),
  })
  .refine(
    (written) => STREAM_AGGREGATIONS.filter((aggregation) => written[aggregation] !== undefined).length === 1,
    `name exactly one of ${STREAM_AGGREGATIONS.join(', ')}`,
  )

const events = z.strictObject({
  kind: z.literal('events').default('events'),
  topic,
  time: field,
  id: field.optional(),
  type: z
    .strictObject({ field, counted: z.array(z.string()).min(1), ignored: z.array(z.string()).default([]) })
    .optional(),
  from: position,
  into: word,
  measures: z.record(z.string().min(1), measure).optional(),
  columns: z.record(z.string().min(1), field).optional(),
  dimensions: z.record(word, field).default({}),
  slices: z.array(z.array(word).min(1).max(3)).optional(),
  late: duration.default(MS.h),
  ahead: duration.default(5 * MS.m),
  duplicates: duration.default(10 * MS.m),
})

const points = z.strictObject({
  kind: z.literal('points'),
  topic,
  from: position,
  ahead: duration.default(5 * MS.m),
})

export const stream = z.discriminatedUnion('kind', [events, points])
export type WrittenEvents = z.output<typeof events>
