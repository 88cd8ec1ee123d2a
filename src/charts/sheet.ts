/** An answer as charts read it: which column is time, which are members, which are figures, and what may be added up. */
import type { Answer, Cell, ResultColumn } from '../analytics/answer.ts'
import type { Catalog, GoodWhen, Kpi, SimpleMeasure } from '../analytics/catalog.ts'
import type { AxisPart } from '../analytics/kpi-query.ts'
import { kpisOf } from '../analytics/measured.ts'
import { isCounting, isShareOfWhole } from '../analytics/kpi-query-meaning.ts'
import { bucketName, bucketsOf, type Bucket } from './buckets.ts'
import { formatOf, type Format } from './format.ts'
import { clean } from './text.ts'
import { capital, lower } from './words.ts'
import { dateFormat, numberFormat } from './intl.ts'

export interface Sheet {
  readonly answer: Answer
  readonly locale: string
  /** The time column's buckets, one a row; null when the answer has no time column. */
  readonly time: readonly Bucket[] | null
  readonly members: readonly MemberColumn[]
  readonly figures: readonly Figure[]
  /** Columns that hold ranges of a number. */
  readonly ranges: readonly number[]
  readonly rowCount: number
  /** The catalog's week start, 0 Sunday to 6 Saturday. */
  readonly weekStarts: number
}

/** A column that names members: a dimension or a recurring part of time. */
export interface MemberColumn {
  readonly label: string
  readonly dimension: string | null
  readonly part: AxisPart | null
  /** One a row. */
  readonly names: readonly string[]
  readonly cells: readonly Cell[]
  /** Whether members stand in an order of their own (hours, numbers, booleans), which a sort by value would break. */
  readonly isOrdered: boolean
}

/** One measure with the columns that go with it. */
export interface Figure {
  /** Index into the query's measures; null for what the query does not list, as records of a histogram. */
  readonly measure: number | null
  readonly label: string
  readonly unit: string | null
  readonly format: Format
  readonly goodWhen: GoodWhen
  /** Whether members may be added up, and whether buckets of time may. */
  readonly adds: { readonly members: boolean; readonly time: boolean }
  readonly values: readonly (number | null)[]
  readonly previous: readonly (number | null)[] | null
  readonly share: readonly (number | null)[] | null
  /** What each bucket is to reach; null where the catalog sets nothing for such buckets. */
  readonly target: number | null
}

/** Reads an answer's columns; cells that are no numbers where numbers belong count as missing. */
export function readSheet(answer: Answer, catalog: Catalog, locale: string): Sheet {
  const { columns, rows, query } = answer
  const indexes = (role: ResultColumn['role']) =>
    columns.flatMap((column, index) => (column.role === role ? [index] : []))
  const cellsOf = (index: number) => rows.map((row) => row[index] ?? null)
  const numbersOf = (index: number) => cellsOf(index).map(numberOf)
  const [timeIndex] = indexes('time')
  const buckets = timeIndex === undefined ? null : bucketsOf(answer, cellsOf(timeIndex), catalog)
  // "The five best days" are a ranking of days, not a course over time.
  const isRanked =
    buckets !== null &&
    rows.length > 1 &&
    // How two figures go together is told by the buckets in no order.
    (query.shape.kind === 'correlation' || (query.limit !== undefined && query.order[0]?.by.kind === 'measure'))
  const ranked: MemberColumn[] = isRanked
    ? [
        {
          label: clean(columns[timeIndex ?? 0]?.label ?? '', 40),
          dimension: null,
          part: null,
          cells: cellsOf(timeIndex ?? 0),
          names: buckets.map((bucket) => capital(bucketName(bucket, locale))),
          isOrdered: false,
        },
      ]
    : []
  const beside = (measure: number | undefined, role: ResultColumn['role']) => {
    const found = columns.findIndex((column) => column.role === role && column.measure === measure)
    return found < 0 ? null : numbersOf(found)
  }
  const named: readonly MemberColumn[] = indexes('dimension')
    .map((index, place): MemberColumn => {
      const axis = query.by[place]
      const part = axis?.kind === 'part' ? axis.part : null
      const cells = cellsOf(index)
      return {
        label: clean(columns[index]?.label ?? '', 40),
        dimension: axis?.kind === 'dimension' ? axis.dimension : null,
        part,
        cells,
        names: told(
          cells,
          cells.map((cell) => (part ? partName(part, cell, locale) : memberName(cell, locale))),
        ),
        isOrdered:
          axis?.kind === 'part' ||
          axis?.kind === 'periods' ||
          ['number', 'date', 'time'].includes(columns[index]?.type ?? 'text'),
      }
    })
    .concat(ranked)
  return {
    answer,
    locale,
    time: isRanked ? null : buckets,
    members: isToldByTime(buckets, named) && !isRanked ? [] : named,
    figures: indexes('measure').flatMap((index) => {
      // The earliest or latest date of something is a cell to read, not a figure to draw.
      if (columns[index]?.type !== 'number') return []
      const column = columns[index]
      const kind = kindOf(answer, column?.measure, catalog)
      const figure: Figure = {
        measure: column?.measure ?? null,
        label: clean(column?.label ?? '', 40),
        unit: column?.unit ?? null,
        format: formatOf(column?.unit ?? null, locale),
        goodWhen: kind.goodWhen,
        adds: kind.adds,
        values: numbersOf(index),
        previous: beside(column?.measure, 'previous'),
        // Of a difference, which is no part of the figure itself.
        share: query.shape.kind === 'drivers' ? null : beside(column?.measure, 'share'),
        target: targetOf(answer, column?.measure, catalog),
      }
      const isOverTime = buckets !== null && !isRanked && rows.length > 1
      const isOfEach = query.by.length > 0 && isShareOfWhole(query)
      return isOverTime || isOfEach ? shareOver(figure, locale, isOfEach) : figure
    }),
    ranges: indexes('bucket'),
    rowCount: rows.length,
    weekStarts: WEEKDAYS.indexOf(catalog.weekStarts),
  }
}

/** Over time, and of each group's whole, the share is what was asked for, and what is drawn. */
function shareOver(figure: Figure, locale: string, isOfEach: boolean): Figure {
  if (figure.share === null) return figure
  return {
    ...figure,
    label: `Share of ${lower(figure.label)}`,
    unit: 'percent',
    format: formatOf('percent', locale),
    adds: { members: figure.adds.members && !isOfEach, time: false },
    values: figure.share,
    previous: null,
    share: null,
    target: null,
  }
}

/** Parts of time beside the time itself say nothing new: each bucket has but one weekday. */
function isToldByTime(buckets: readonly Bucket[] | null, members: readonly MemberColumn[]): boolean {
  if (buckets === null || members.some((column) => column.part === null)) return false
  return new Set(buckets.map((bucket) => bucket.at)).size === buckets.length
}

/** Members that look the same once cleaned and cut are still two: the second one gets a number. */
function told(cells: readonly Cell[], names: readonly string[]): readonly string[] {
  const nameOf = new Map<string, string>()
  const taken = new Set<string>()
  return cells.map((cell, row) => {
    const key = `${typeof cell} ${cell}`
    const known = nameOf.get(key)
    if (known !== undefined) return known
    const plain = names[row] ?? ''
    let name = plain
    for (let count = 2; taken.has(name); count++) name = `${plain} (${count})`
    taken.add(name)
    nameOf.set(key, name)
    return name
  })
}

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

/** A cell as a number; null for what is none. Beyond 2^53 the picture is as exact as a double. */
export function numberOf(cell: Cell): number | null {
  if (typeof cell === 'boolean' || cell === null || cell === '') return null
  const value = Number(cell)
  // Beyond these, sums and squares overflow and steps between ticks underflow; no figure of anything is that large or small.
  if (Math.abs(value) < 1e-150) return 0
  return Math.abs(value) <= 1e150 ? value : null
}

/** What a member is called in a picture. */
export function memberName(cell: Cell, locale: string): string {
  if (cell === null) return '(none)'
  if (typeof cell === 'boolean') return cell ? 'Yes' : 'No'
  if (typeof cell === 'number') return numberFormat(locale, { useGrouping: false }).format(cell)
  return clean(cell) || '(empty)'
}

/** What a recurring part of time is called. */
export function partName(part: AxisPart, cell: Cell, locale: string): string {
  const number = numberOf(cell)
  if (number === null) return memberName(cell, locale)
  const date = (options: Intl.DateTimeFormatOptions, day: number, month = 0) =>
    dateFormat(locale, options).format(Date.UTC(2024, month, day))
  switch (part) {
    case 'weekend':
      return memberName(cell, locale)
    case 'hour_of_day':
      return `${String(number).padStart(2, '0')}:00`
    case 'day_of_week':
      return date({ weekday: 'short' }, number)
    case 'day_of_month':
      return String(number)
    case 'month_of_year':
      return date({ month: 'short' }, 1, number - 1)
    case 'quarter_of_year':
      return `Q${number}`
  }
}

interface MeasureKind {
  readonly goodWhen: GoodWhen
  readonly adds: Figure['adds']
}

/** What may be done with a measure's figures. What is not known for certain to add up does not. */
function kindOf(answer: Answer, index: number | undefined, catalog: Catalog): MeasureKind {
  const measure = index === undefined ? undefined : answer.query.measures[index]
  // A moving average or a running total is no longer the measure: its buckets do not add up.
  const isWindowed = answer.query.window !== undefined
  // Averages, medians and peaks of many figures add up to nothing.
  const isOverMany = answer.query.shape.kind === 'over'
  const adds = (members: boolean, time: boolean) => ({
    members: members && !isOverMany,
    time: time && !isWindowed && !isOverMany,
  })
  if (measure === undefined) return { goodWhen: 'steady', adds: adds(answer.query.shape.kind === 'histogram', false) }
  // The same shop may count in several groups.
  if (isCounting(answer.query)) return { goodWhen: 'steady', adds: adds(false, false) }
  switch (measure.kind) {
    case 'kpi': {
      const kpi = catalog.kpis.get(measure.kpi)
      const how = measure.aggregation ?? (kpi && simple(kpi)?.aggregation)
      const isSum = how === 'sum' || how === 'count'
      return { goodWhen: kpi?.goodWhen ?? 'steady', adds: adds(isSum || how === 'last', isSum) }
    }
    case 'records':
      return { goodWhen: 'steady', adds: adds(true, true) }
    case 'dimension': {
      const isSum = measure.aggregation === 'sum' || measure.aggregation === 'count'
      return { goodWhen: 'steady', adds: adds(isSum, isSum) }
    }
    case 'ratio':
      return { goodWhen: 'steady', adds: adds(false, false) }
    case 'difference': {
      const both = kpisOf(measure).map((name) => simple(catalog.kpis.get(name))?.aggregation)
      const isSum = both.every((how) => how === 'sum' || how === 'count')
      return { goodWhen: 'steady', adds: adds(isSum, isSum) }
    }
  }
}

/** A target is set for the whole of a KPI in buckets of one grain: not for a part of it, nor for sums over several. */
function targetOf({ query }: Answer, index: number | undefined, catalog: Catalog): number | null {
  const measure = index === undefined ? undefined : query.measures[index]
  if (measure?.kind !== 'kpi' || measure.aggregation !== undefined || query.measures.length > 1) return null
  if (query.by.length > 0 || query.filters.length > 0 || query.window || query.share) return null
  if (query.shape.kind !== 'groups') return null
  const target = catalog.kpis.get(measure.kpi)?.target ?? null
  return target !== null && target.per === query.grain ? numberOf(target.value) : null
}

function simple(kpi: Kpi | undefined): SimpleMeasure | null {
  return kpi?.measure.kind === 'simple' ? kpi.measure : null
}
