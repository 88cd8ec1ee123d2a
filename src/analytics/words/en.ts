/** English words of the sentences that the analytics floor writes: how a query was understood. */
import type { Grain } from '../catalog.ts'
import type { AxisPart, Bounds, Figure, TimePart } from '../kpi-query.ts'
import { upperFirst } from './letters.ts'

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export const partWords: Readonly<Record<AxisPart, string>> = {
  hour_of_day: 'hour of day',
  day_of_week: 'day of week',
  day_of_month: 'day of month',
  month_of_year: 'month of year',
  quarter_of_year: 'quarter of year',
  weekend: 'weekday or weekend',
}

export const figureWords: Readonly<Record<Figure, (label: string) => string>> = {
  value: (label) => label,
  previous: (label) => `${label} before`,
  change: (label) => `change in ${label}`,
  change_percent: (label) => `change in ${label} in percent`,
  share: (label) => `share of ${label}`,
}

/** `over 100`, with the numbers already written. */
export function boundsInWords(op: Bounds['op'], value: string, to: string): string {
  return {
    over: `over ${value}`,
    at_least: `at least ${value}`,
    under: `under ${value}`,
    at_most: `at most ${value}`,
    between: `between ${value} and ${to}`,
    equals: `exactly ${value}`,
    not_equals: `other than ${value}`,
  }[op]
}

/** `on Saturdays and Sundays`, `from 09:00 to 11:59`. */
export function partValuesInWords(part: TimePart, values: readonly number[], include: boolean): string {
  const sorted = [...values].toSorted((one, other) => one - other)
  const not = include ? '' : 'not '
  switch (part) {
    case 'hour_of_day': {
      const [first = 0] = sorted
      const isRow = sorted.every((hour, index) => hour === first + index)
      if (isRow) return `${not}from ${first}:00 to ${first + sorted.length}:00`
      // Over midnight: the row begins where the hour before is none of them.
      const starts = sorted.filter((hour) => !sorted.includes((hour + 23) % 24))
      if (starts.length === 1) return `${not}from ${starts[0]}:00 to ${(starts[0]! + sorted.length) % 24}:00`
      return `${not}in the hours from ${listed(sorted.map((hour) => `${hour}:00`))}`
    }
    case 'day_of_week':
      return `${not}on ${listed(sorted.map((day) => WEEKDAYS[day - 1] ?? `${day}`))}`
    case 'day_of_month':
      return `${not}on ${sorted.length > 1 ? 'days' : 'day'} ${listed(sorted.map(String))} of the month`
    case 'month_of_year':
      return `${not}in ${listed(sorted.map((month) => MONTHS[month - 1] ?? `${month}`))}`
    case 'quarter_of_year':
      return `${not}in ${listed(sorted.map((quarter) => `Q${quarter}`))}`
  }
}

export const testWords = {
  contains: ['contains', 'does not contain'],
  starts_with: ['starts with', 'does not start with'],
  ends_with: ['ends with', 'does not end with'],
} as const

/** What a whole unit is called on the day of asking: `today`, `last week`. */
export function unitInWords(unit: Grain, which: 'this' | 'last'): string {
  if (unit === 'day') return which === 'this' ? 'today' : 'yesterday'
  return `${which} ${unit}`
}

/** A fiscal year, named for the calendar year in which it ends. */
export function fiscalYearInWords(year: number): string {
  return `fiscal ${year}`
}

/** What came before a period as long as this: `week`, `month`, `10 days`. */
export function lengthInWords(months: number, days: number): string {
  if (months > 0) return { 1: 'month', 3: 'quarter', 6: 'half year', 12: 'year' }[months] ?? `${months} months`
  if (days > 0) return { 1: 'day', 7: 'week' }[days] ?? `${days} days`
  return 'period'
}

/** `a`, `a and b`, `a, b and c`; `or` for alternatives. */
export function listed(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`
}

const EACH_GRAIN: Readonly<Record<Grain, string>> = {
  minute: 'per-minute',
  hour: 'hourly',
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  quarter: 'quarterly',
  year: 'yearly',
}

const AGGREGATE = { average: 'Average', median: 'Median', min: 'Lowest', max: 'Highest' } as const

const DIRECTIONS = {
  time: { ascending: 'earliest first', descending: 'latest first' },
  number: { ascending: 'lowest first', descending: 'highest first' },
  text: { ascending: 'A to Z', descending: 'Z to A' },
} as const

/** What one figure of many is called. */
export const overWords = {
  buckets: (aggregate: keyof typeof AGGREGATE, grain: Grain, label: string) =>
    `${AGGREGATE[aggregate]} ${EACH_GRAIN[grain]} ${label}`,
  members: (aggregate: keyof typeof AGGREGATE, label: string, member: string) =>
    `${AGGREGATE[aggregate]} ${label} ${aggregate === 'min' || aggregate === 'max' ? 'of one' : 'per'} ${member}`,
} as const

/** A view, the day its data begins, and the period that begins earlier. */
interface Late {
  readonly label: string
  readonly day: string
  readonly period: string
}

export const sentence = {
  notFinal: (label: string, length: string) => `not final yet: ${label} may change for ${length}`,
  drivers: (labels: string) => `What moved ${labels}`,
  comparedWith: (period: string) => `compared with ${period}`,
  comparedWithWeeks: (count: number) => `compared with the average of the same time in the ${count} weeks before`,
  comparedWithAverage: (periods: readonly string[]) => `compared with the average of ${listed(periods)}`,
  fewerWeeks: (count: number) => `with data for only ${count} of them`,
  nothingUsual: (view: string, day: string) =>
    `${view}: the data begins on ${day}, so there is nothing to compare with.`,
  doesNotAddUp: (label: string) =>
    `${label} of the parts does not add up to that of the whole, so no part accounts for a change of it. Ask for it by something, compared with the period before.`,
  everything: 'Everything',
  everythingElse: 'Everything else',
  noMember: '(empty)',
  by: (axes: readonly string[]) => ` by ${listed(axes)}`,
  only: (filters: readonly string[]) => `only where ${listed(filters)}`,
  isOneOf: (label: string, values: readonly string[], include: boolean) =>
    `${label} is ${include ? '' : 'not '}${listed(values, 'or')}`,
  isEmpty: (label: string, include: boolean) => `${label} is ${include ? '' : 'not '}empty`,
  text: (label: string, test: keyof typeof testWords, text: string, include: boolean) =>
    `${label} ${testWords[test][include ? 0 : 1]} “${text}”`,
  record: (label: string, bounds: string) => `the record’s ${label} is ${bounds}`,
  time: (part: string) => `the time is ${part}`,
  allTime: 'all time',
  period: (words: string, zone: string, name: string | null) =>
    name === null ? `${words} (${zone})` : `${name} (${words}, ${zone})`,
  soFar: (words: string, zone: string, through: string, name: string | null) =>
    name === null
      ? `${words} so far (${zone}, up to ${through})`
      : `${name} so far (${words}, ${zone}, up to ${through})`,
  holidays: (countries: readonly string[], include: boolean) =>
    `the time is ${include ? '' : 'not '}on public holidays of ${listed(countries, 'or')}`,
  sideBySide: (periods: readonly string[]) => `${listed(periods)} side by side`,
  onlyPeriods: (periods: readonly string[]) => `only ${listed(periods)}`,
  withoutPeriods: (periods: readonly string[]) => `without ${listed(periods)}`,
  byOtherTime: (label: string) => `by ${label}`,
  compared: {
    previous: (words: string, unit: string) => `compared with the ${unit} before (${words})`,
    year_ago: (words: string) => `compared with a year before (${words})`,
    period: (words: string) => `compared with ${words}`,
  },
  elapsed: {
    previous: (words: string, unit: string) => `compared with the same elapsed time of the ${unit} before (${words})`,
    year_ago: (words: string) => `compared with the same elapsed time a year before (${words})`,
    period: (words: string) => `compared with the same elapsed time then (${words})`,
  },
  eachBefore: (grain: Grain, isElapsed: boolean) =>
    `each ${grain} compared with the ${grain} before it${isElapsed ? `, the ${grain} still going on with as much of the one before` : ''}`,
  share: (within: readonly string[]) =>
    within.length > 0 ? `with the share within each ${listed(within)}` : 'with the share of the total',
  shareOfWhole: (without: readonly string[], within: readonly string[], groups: readonly string[]) =>
    `with the share of ${groups.length > 0 ? `all in each ${listed(groups)}` : 'the total'}${without.length > 0 ? ` without the condition on ${listed(without)}` : ''}${within.length > 0 ? `, within the same ${listed(within)}` : ''}`,
  runningTotal: 'as a running total',
  movingAverage: (buckets: number, grain: Grain) => `as a moving average over ${buckets} ${grain}s`,
  having: (conditions: readonly string[]) => `only groups with ${listed(conditions)}`,
  first: (count: number, order: string, per: readonly string[]) =>
    `the first ${count} by ${order}, with ties${per.length > 0 ? `, for each ${listed(per)}` : ''}`,
  firstMembers: (count: number, order: string, per: readonly string[]) =>
    `of the first ${count} over all of it by ${order}, with ties${per.length > 0 ? `, for each ${listed(per)}` : ''}`,
  ordered: (order: string) => `ordered by ${order}`,
  order: (what: string, direction: 'ascending' | 'descending', of: keyof typeof DIRECTIONS) =>
    `${what} (${DIRECTIONS[of][direction]})`,
  highestFirst: (label: string | null) => (label === null ? 'highest first' : `highest ${label} first`),
  histogram: (label: string, records: string, { bins, width }: { bins: number; width?: number | undefined }) =>
    `Number of ${records} by ${label}, in ${width === undefined ? `about ${bins} ranges` : `ranges of ${new Intl.NumberFormat('en').format(width)}`}`,
  count: (counted: string, conditions: readonly string[]) => `Number of ${counted} with ${listed(conditions)}`,
  emptyCounts: (grain: Grain) => `a ${grain} without anything counts as 0`,
  countedWithData: (member: string) => `a ${member} without data is not counted`,
  records: (fields: readonly string[], records: string, isWhole: boolean) =>
    `${upperFirst(listed(fields))} of each of the ${records}${isWhole ? ` that have ${fields.length === 2 ? 'both' : 'all of them'}` : ''}`,
  members: (dimensions: readonly string[], view: string) => `Every ${listed(dimensions)} of ${view}`,
  fewerAtStart: (grain: Grain) => `fewer ${grain}s for the first ones, there being none before`,
  dataReaches: (from: string, to: string, label: string | null) =>
    `data${label ? ` of ${label}` : ''} from ${from} to ${to}`,
  dataBegins: (day: string, label: string | null) => `the data${label ? ` of ${label}` : ''} begins on ${day}`,
  nothingBefore: ({ label, day, period }: Late) =>
    `${label}: the data begins on ${day}, so there is nothing in ${period} to compare with.`,
  notWhole: ({ label, day, period }: Late) =>
    `${label}: the data begins on ${day}, so ${period} is not all there, and a comparison with it would mislead.`,
  justBegun: (label: string, grain: Grain) =>
    `${label}: no whole ${grain} of the period is over yet, so there is nothing to compare. Ask again later, or leave out the comparison.`,
  correlation: (figures: string) => `Correlation of ${figures}`,
  overMembers: (member: string) => `over each ${member} that has data`,
  overBuckets: (count: number, grain: Grain, isZero: boolean) =>
    `over ${isZero ? '' : 'those of the '}${count.toLocaleString('en')} ${grain}${count === 1 ? '' : 's'}${isZero ? ', 0 where there is nothing' : ' that have data'}`,
  overBucketsOf: (grain: Grain, bucket: Grain | 'period', isZero: boolean) =>
    `over the ${grain}s of each ${bucket}${isZero ? ', 0 where there is nothing' : ' that have data'}`,
  wholeOnly: (grain: Grain) => `the ${grain} that is not over yet left out`,
  cutEnds: (ends: readonly ('first' | 'last')[], grain: Grain) => `the ${listed(ends)} ${grain} only in part`,
  noneOver: (label: string, grain: Grain) => `${label}: no whole ${grain} of the period is over yet.`,
  ratioOfLevels: (of: string, over: string, span: string) => `${of} over ${over}, both at the end of ${span}`,
  levelOverFlow: (of: string, over: string, span: string) => `${of} at the end of ${span} over its ${over}`,
  flowOverLevel: (of: string, over: string, span: string) => `${of} in ${span} over ${over} at its end`,
  lastValue: (span: string, of: string | null) => `the last value${of ? ` of ${of}` : ''} in ${span}`,
} as const
