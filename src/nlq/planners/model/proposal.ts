/** What a model may propose: the form it fills in, and the one door through which its output comes. */
import { z } from 'zod'
import { AGGREGATIONS, GRAINS } from '../../../analytics/catalog.ts'
import { formOf, jsonIn } from './form.ts'

/** Why a model would not propose a query. It has no words of its own: what people read is ours. */
const REASONS = ['not_in_catalog', 'not_about_figures', 'cannot_be_expressed', 'unclear'] as const
export type Reason = (typeof REASONS)[number]

/** Parts of a plan that words of the question may be quoted for; as in a Reading, but for what only buttons and commands are. */
const PARTS = [
  'measure',
  'aggregation',
  'dimension',
  'noun',
  'value',
  'number',
  'condition',
  'period',
  'grain',
  'time_part',
  'comparison',
  'order',
  'limit',
  'share',
  'window',
  'shape',
  'negation',
  'chart',
  'view',
  'thread',
] as const

const TEXT_TESTS = ['contains', 'starts_with', 'ends_with', 'not_contains', 'not_starts_with', 'not_ends_with'] as const
const OPS = ['over', 'at_least', 'under', 'at_most', 'between', 'equals', 'not_equals'] as const

const short = z.string().max(200)

const proposedQuery = z.object({
  /** `ratio`: name divided by other; `difference`: name less other; `records`: how many of a view. */
  measures: z
    .array(
      z.object({
        kind: z.enum(['kpi', 'records', 'dimension', 'ratio', 'difference']),
        name: short,
        other: short.nullable().default(null),
        aggregation: z.enum(AGGREGATIONS).nullable().default(null),
      }),
    )
    .max(20)
    .default([]),
  /** Dimensions, parts of time such as `day_of_week`, `period` for the stretches that the filters name; fields of records. */
  by: z.array(short).max(20).default([]),
  grain: z.enum(GRAINS).nullable().default(null),
  time: short.nullable().default(null),
  /** Words of the question, or `before` for the thread's. */
  period: short.nullable().default(null),
  compare: z
    .object({ kind: z.enum(['previous', 'year_ago', 'period']), period: short.nullable().default(null) })
    .nullable()
    .default(null),
  /** On a dimension, a part of time, a KPI of each record; `holidays`; `period`, whose values are words of the question. */
  filters: z
    .array(
      z.object({
        dimension: short,
        test: z.enum(['is', 'is_not', 'empty', ...TEXT_TESTS, ...OPS]),
        values: z
          .array(z.union([short, z.number(), z.boolean()]))
          .max(20)
          .default([]),
      }),
    )
    .max(20)
    .default([]),
  conditions: z
    .array(
      z.object({
        measure: z.number().int().min(0),
        figure: z.enum(['value', 'previous', 'change', 'change_percent', 'share']),
        op: z.enum(OPS),
        value: z.number(),
        to: z.number().nullable().default(null),
      }),
    )
    .max(20)
    .default([]),
  /** Of the total within these dimensions, or (`unfiltered`) of the same figure without the filters on others. */
  share: z
    .object({ of: z.enum(['total', 'unfiltered']), within: z.array(short).max(2).default([]) })
    .nullable()
    .default(null),
  window: z
    .object({ kind: z.enum(['running_total', 'moving_average']), buckets: z.number().int().nullable().default(null) })
    .nullable()
    .default(null),
  order: z
    .object({
      by: z.enum(['measure', 'previous', 'change', 'change_percent', 'share', 'time', 'name']),
      measure: z.number().int().nullable().default(null),
      direction: z.enum(['ascending', 'descending']),
    })
    .nullable()
    .default(null),
  limit: z.number().int().nullable().default(null),
  /** For each member of which dimensions, or each bucket of `time`, the limit counts anew. */
  per: z.array(short).max(2).default([]),
  /** `of`: the dimension whose members, or the grain whose buckets, are counted or averaged over; the number of a histogram. */
  shape: z
    .object({
      kind: z.enum([
        'members',
        'count_buckets',
        'count_members',
        'over',
        'histogram',
        'records',
        'drivers',
        'correlation',
      ]),
      of: short.nullable().default(null),
      aggregate: z.enum(['average', 'median', 'min', 'max']).nullable().default(null),
      /** How many ranges a histogram has, or how wide they are. */
      bins: z.number().int().nullable().default(null),
      width: z.number().nullable().default(null),
    })
    .nullable()
    .default(null),
})

const proposal = z.object({
  kind: z.enum(['query', 'clarify', 'decline']),
  /** One for a query, two to four to choose from for `clarify`. */
  queries: z.array(proposedQuery).max(4).default([]),
  reading: z
    .array(z.object({ words: short, nth: z.number().int().nullable().default(null), as: z.enum(PARTS), means: short }))
    .max(60)
    .default([]),
  reason: z.enum(REASONS).nullable().default(null),
})

export type ProposedQuery = z.infer<typeof proposedQuery>
export type Proposal = z.infer<typeof proposal>

export const proposalForm = formOf('plan', proposal)

/** Reads what a model said, alone or with words and fences around it; or what is wrong with it, for the model. */
export function readProposal(
  text: string,
): { readonly ok: true; readonly proposal: Proposal } | { readonly ok: false; readonly because: string } {
  const json = jsonIn(text)
  if (json === undefined) return { ok: false, because: 'That is not one whole JSON object.' }
  const parsed = proposal.safeParse(withoutNulls(json))
  if (parsed.success) return { ok: true, proposal: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, because: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}` }
}

/** A server that holds to the form has every key in every object; a model that leaves one out means the same by it. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, withoutNulls(each)]])),
  )
}
