/** What kind of answer a proposed query asks for: groups, a list, a histogram, what moved a figure. */
import { GRAINS, type View } from '../../../analytics/catalog.ts'
import type { Filter, KpiQuery, KpiQueryInput } from '../../../analytics/kpi-query.ts'
import { leafDimensions } from '../../../analytics/why/leaf-dimensions.ts'
import { usualOf } from '../../../analytics/why/usual.ts'
import { phraseMeanings } from '../../phrases.ts'
import { isCarried } from '../../row-numbers.ts'
import type { Asked } from './asked.ts'
import { fieldOf } from './build-filters.ts'
import type { Timing } from './build-times.ts'
import type { ProposedQuery } from './proposal.ts'

/** Ranges of a histogram where nobody said how many. */
const defaultBins = 20

/** The shape, and what of the query is another because of it. */
export type Shaped = Partial<Omit<KpiQueryInput, 'shape'>> & Pick<KpiQueryInput, 'shape'>

interface Parts {
  readonly measures: KpiQuery['measures']
  readonly filters: readonly Filter[]
  readonly timing: Timing
  readonly view: View
}

export function shapeOf(proposed: ProposedQuery, parts: Parts, asked: Asked): Shaped | string {
  const { shape } = proposed
  const { measures, view } = parts
  if (shape === null) return measures.length === 0 ? 'there is no measure' : { shape: { kind: 'groups' } }
  const { kind, of, aggregate } = shape
  switch (kind) {
    case 'members':
      return { shape: { kind, view: view.name } }
    case 'count_buckets':
      return { shape: { kind } }
    case 'count_members':
      return of === null ? 'count_members needs a dimension in "of"' : { shape: { kind, of } }
    case 'over': {
      if (of === null || aggregate === null) return 'over needs "of" and "aggregate"'
      if (view.dimensions.has(of)) return { shape: { kind, aggregate, each: { kind: 'member', dimension: of } } }
      const grain = GRAINS.find((each) => each === of)
      return grain
        ? { shape: { kind, aggregate, each: { kind: 'bucket', grain } } }
        : `"${of}" is no dimension and no grain`
    }
    case 'histogram':
      return histogramOf(proposed, parts, asked)
    case 'records':
      return recordsOf(proposed, view, asked)
    case 'correlation':
      return pointsOf(proposed, parts, asked) ?? { shape: { kind } }
    case 'drivers':
      return driversOf(proposed, parts, asked)
  }
}

function histogramOf({ shape, measures }: ProposedQuery, { view }: Parts, asked: Asked): Shaped | string {
  const name = shape?.of ?? measures[0]?.name
  if (name === undefined) return 'a histogram needs the number that it is of, in "of"'
  const field = fieldOf(name, view, asked)
  const isShared = field.kind === 'dimension' && asked.lexicon.viewsOf(field.dimension).length > 1
  const bins = Math.min(100, Math.max(2, shape?.bins ?? defaultBins))
  const width = shape?.width ?? null
  return {
    measures: [],
    by: [],
    shape: {
      kind: 'histogram',
      field: isShared ? { ...field, view: view.name } : field,
      bins,
      ...(width !== null && { width }),
    },
  }
}

/** A row each, with the fields in `by`, then the figures. */
function recordsOf({ by, measures }: ProposedQuery, view: View, asked: Asked): Shaped | string {
  const names = [...by, ...measures.flatMap(({ kind, name }) => (kind === 'records' ? [] : [name]))]
  if (names.length === 0) return 'records need the dimensions or KPIs that are listed of each, in "by"'
  const fields = [...new Set(names)].map((name) => fieldOf(name, view, asked))
  return { measures: [], by: [], shape: { kind: 'records', view: view.name, fields } }
}

/** Two numbers of each record, with no groups named: a point a record, as the grammar has it. */
function pointsOf({ by, grain, order, limit }: ProposedQuery, { measures, view }: Parts, asked: Asked): Shaped | null {
  const { kpis } = asked.lexicon.knowledge.catalog
  if (by.length > 0 || grain !== null || order !== null || limit !== null || !view.rows) return null
  const read = measures.map((measure) => {
    const kpi = measure.kind === 'kpi' && !measure.aggregation ? kpis.get(measure.kpi) : undefined
    return kpi && kpi.view === view.name && isCarried(kpi) ? kpi : null
  })
  const [one, other, more] = read
  if (!one || !other || more !== undefined) return null
  const fields = [one, other].map(({ name }) => ({ kind: 'kpi' as const, kpi: name }))
  return { measures: [], by: [], shape: { kind: 'records', view: view.name, fields, whole: true } }
}

/** Which segments moved the figure: against what is usual, or against what it is compared with. */
function driversOf({ by, compare }: ProposedQuery, { filters, timing, view }: Parts, asked: Asked): Shaped | string {
  const { period, compare: before } = timing
  if (!period || !before) return 'drivers need a period: quote the words that say when it moved'
  const dimensions =
    by.length > 0 ? by : leafDimensions(view, asked.lexicon.knowledge.values.get(view.name) ?? new Map(), filters)
  const usual = compare === null ? usualOf(period) : null
  const moved = movedIn(asked)
  return {
    by: [],
    compare: undefined,
    shape: {
      kind: 'drivers',
      dimensions: [...dimensions],
      against: [...(usual ?? [{ from: before.period.from, to: before.period.to }])],
      ...(moved && { moved }),
    },
  }
}

/** Which way it moved, by the words of the question; null where they say neither or both. */
function movedIn({ corrected }: Asked): 'up' | 'down' | null {
  const changes = corrected.flatMap((_, from) =>
    [1, 2, 3].flatMap((length) =>
      phraseMeanings(corrected.slice(from, from + length)).flatMap((each) => (each.kind === 'change' ? [each] : [])),
    ),
  )
  const [rising, falling] = [changes.some((each) => each.rising), changes.some((each) => each.falling)]
  return rising === falling ? null : rising ? 'up' : 'down'
}
