/** What charts by member say. */
import { sharePercent } from '../format.ts'
import type { Ranking } from '../ranking.ts'
import { type Series, total } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { lower, sentence } from '../words.ts'
import { move } from './change.ts'
import { type Finding, brings, byline, haveMost, isCounted, isWord, memberAt, short } from './finding.ts'
import { multiLineFinding } from './over-time.ts'
import { differenceInWords } from './two-members.ts'

/** A ranking's title: the leader's share where it is one of the whole, else how large it is. */
export function barFinding(sheet: Sheet, figure: Figure, ranking: Ranking): Finding {
  const { label, format } = figure
  const by = sheet.members.map((column) => column.label.toLowerCase()).join(' and ')
  const shown = ranking.bars.filter((bar) => bar.value !== null)
  const list = shown.slice(0, 3).map((bar) => `${bar.name} ${format.words(bar.value ?? 0)}`)
  const more = ranking.count - list.length
  const altText = sentence(`${label} by ${by}: ${list.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  const title = (said: string): Finding => ({ title: said, altText })
  const members = knownMembers(sheet, figure)
  const [only, second] = members
  if (!only) return title(`${label} by ${by}: no data`)
  const difference = differenceInWords(sheet, figure)
  if (difference !== null) return title(difference)
  const most = movedMost(sheet, figure)
  if (!second && most === null && !isFirstOfMany(sheet, figure, ranking.isAscending))
    return title(`${short(only.name)}: ${format.words(only.value)}${isWord(figure) ? '' : ` ${lower(label)}`}`)
  const moved = most ?? movedAsAWhole(sheet, figure, ranking)
  if (moved !== null) return title(moved)
  const alike = allAlike(sheet, figure, members)
  if (alike !== null) return title(alike)
  const { names, value } = extremeOf(members, ranking.isAscending)
  const scope = scopeOf(sheet, figure, members.length, ranking.isAscending)
  const [lead = ''] = names
  const share =
    ranking.isAscending || names.length > 1 || scope !== ''
      ? null
      : shareOfLead(sheet, ranking, value, ranking.bars.find((bar) => bar.isLead)?.share ?? null)
  if (share === null || share <= 0 || share >= 1)
    return title(haveMost(figure, names, members.length, value, scope, ranking.isAscending))
  const percent = sharePercent(share, sheet.locale)
  return title(
    sheet.answer.query.filters.length === 0
      ? `${short(lead)} ${brings(figure)} ${percent} of ${lower(label)}`
      : `${short(lead)} leads with ${format.words(value)}, a share of ${percent}`,
  )
}

interface Member {
  readonly name: string
  readonly row: number
  readonly value: number
}

/** Every member with a figure, whether the picture has room for it or not. */
function knownMembers(sheet: Sheet, figure: Figure): readonly Member[] {
  return figure.values.flatMap((value, row) => (value === null ? [] : [{ name: memberAt(sheet, row), row, value }]))
}

function extremeOf(members: readonly Member[], isLeast: boolean): { names: readonly string[]; value: number } {
  const value = members.reduce(
    (best, each) => (isLeast ? Math.min(best, each.value) : Math.max(best, each.value)),
    members[0]?.value ?? 0,
  )
  return { value, names: members.filter((each) => each.value === value).map((each) => each.name) }
}

/** ` of these 5` where a superlative holds for the rows only, these having been picked by something else. */
function scopeOf(sheet: Sheet, figure: Figure, count: number, isLeast: boolean): string {
  const { limit, conditions } = sheet.answer.query
  const isPicked = limit !== undefined || conditions.length > 0 || sheet.answer.truncated
  return isPicked && !isFirstOfMany(sheet, figure, isLeast) ? ` of these ${count}` : ''
}

/** Whether rows were left out, but only such as come behind these in this very figure. */
function isFirstOfMany(sheet: Sheet, figure: Figure, isLeast: boolean): boolean {
  const { limit, conditions, order } = sheet.answer.query
  const [first] = order
  const isRanked =
    first?.by.kind === 'measure' &&
    first.by.index === figure.measure &&
    first.by.figure === 'value' &&
    first.direction === (isLeast ? 'ascending' : 'descending')
  const keep = isLeast ? ['under', 'at_most'] : ['over', 'at_least']
  const isKept = conditions.every(
    (each) => each.measure === figure.measure && each.figure === 'value' && keep.includes(each.bounds.op),
  )
  const isCut = limit !== undefined || sheet.answer.truncated
  return (isCut || conditions.length > 0) && isKept && (!isCut || isRanked)
}

/** Hardly anything between the highest and the lowest: naming a leader would make much of nothing. */
function allAlike(sheet: Sheet, figure: Figure, members: readonly Member[]): string | null {
  const { label, format, values } = figure
  const [high, low] = [extremeOf(members, false).value, extremeOf(members, true).value]
  const { limit, conditions, order } = sheet.answer.query
  if (members.length < 2 || limit || conditions.length > 0 || order[0]?.by.kind === 'measure') return null
  const every =
    members.length === values.length && !sheet.answer.truncated
      ? `every ${sheet.members.map((column) => lower(column.label)).join(' and ')}`
      : `each of ${members.length}`
  const be = isCounted(figure) ? 'are' : 'is'
  if (high === low) return `${label} ${be} ${high === 0 ? '0' : format.words(high)} for ${every}`
  if (low <= 0 || high - low > high * ALIKE) return null
  const range = format.short(low) === format.short(high) ? '' : `${format.short(low)} to `
  return `${label} ${be} about alike for ${every}: ${range}${format.words(high)}`
}

const ALIKE = 0.02

/** Ordered by change: who changed most, or least. */
function movedMost(sheet: Sheet, figure: Figure): string | null {
  const [order] = sheet.answer.query.order
  if (order?.by.kind !== 'measure' || order.by.index !== figure.measure || !figure.previous) return null
  if (order.by.figure !== 'change' && order.by.figure !== 'change_percent') return null
  const [value, before] = [figure.values[0] ?? null, figure.previous[0] ?? null]
  if (value === null || before === null || value === before) return null
  const isMost = value > before === (order.direction === 'descending')
  // "Rose by 0.9 %" of what is a percentage would be read as relative.
  const isPercent = figure.unit === 'percent' || figure.unit === 'percentage_points'
  const distance = isPercent || order.by.figure === 'change_percent' ? figure.format.distance(value, before) : null
  const far = distance ?? figure.format.short(Math.abs(value - before))
  return `${short(memberAt(sheet, 0))} ${value > before ? 'rose' : 'fell'} ${isMost ? 'most' : 'least'}: by ${far} to ${figure.format.words(value)}`
}

/** How all members together changed, and which of them most; null where that cannot be added up. */
function movedAsAWhole(sheet: Sheet, figure: Figure, ranking: Ranking): string | null {
  if (ranking.total === null || !figure.previous || sheet.answer.query.filters.length > 0) return null
  const before = figure.previous.reduce<number | null>(
    (sum, each) => (sum === null || each === null ? null : sum + each),
    0,
  )
  // Over all members, those behind "others" included.
  const known = figure.values.flatMap((value, row) => {
    const earlier = figure.previous?.[row] ?? null
    return value === null || earlier === null ? [] : [{ name: memberAt(sheet, row), by: value - earlier }]
  })
  if (before === null || figure.values.includes(null)) return null
  const { verb, direction } = move(figure, ranking.total, before)
  const [most, second] = known.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
  if (direction === 0 || !most) return null
  const whole = `${figure.label} ${verb} ${figure.format.words(ranking.total)}`
  if (most.by === 0 || Math.abs(most.by) === Math.abs(second?.by ?? 0)) return whole
  return `${whole}; ${short(most.name)} moved most (${most.by > 0 ? '+' : ''}${figure.format.short(most.by)})`
}

/** The leader's part of the whole: from the answer's own share column, or by adding up all members. */
function shareOfLead(sheet: Sheet, ranking: Ranking, value: number, given: number | null): number | null {
  if (given !== null) return sheet.answer.query.share?.within.length ? null : given
  if (ranking.total === null || ranking.total <= 0 || ranking.bars.some((bar) => (bar.value ?? 0) < 0)) return null
  return value / ranking.total
}

/** Members in an order of their own: where the peak is. */
export function columnsFinding(sheet: Sheet, figure: Figure): Finding {
  const known = knownMembers(sheet, figure)
  const { label, format } = figure
  const by = byline(sheet)
  const [only, second] = known
  if (!only) return { title: `${label}${by}: no data`, altText: sentence(`${label}${by}: no data`) }
  const [high, low] = [extremeOf(known, false), extremeOf(known, true)]
  const altText = sentence(
    `${label}${by}: highest ${high.names[0]} ${format.words(high.value)}, lowest ${low.names[0]} ${format.words(low.value)}`,
  )
  const [order] = sheet.answer.query.order
  const isLeast = order?.by.kind === 'measure' && order.by.figure === 'value' && order.direction === 'ascending'
  if (!second && !isFirstOfMany(sheet, figure, isLeast))
    return {
      title: `${short(only.name)}: ${format.words(only.value)}${isWord(figure) ? '' : ` ${lower(label)}`}`,
      altText,
    }
  const best = isLeast ? low : high
  const scope = scopeOf(sheet, figure, known.length, isLeast)
  return {
    title: allAlike(sheet, figure, known) ?? haveMost(figure, best.names, known.length, best.value, scope, isLeast),
    altText,
  }
}

/** Stacked over time: who holds the largest part of all that is shown. */
export function stackFinding(sheet: Sheet, figure: Figure, lines: readonly Series[]): Finding {
  // Levels, shares and running totals do not add up over time: what counts is how they stand now.
  if (!figure.adds.time)
    return multiLineFinding(
      sheet,
      lines.map((series) => ({ series, figure })),
    )
  const sized = lines.map((series) => ({ name: series.name, value: total(series) }))
  return partFinding(sheet, figure, sized, byline(sheet))
}

/** Groups of bars: the largest single one. */
export function groupFinding(sheet: Sheet, figure: Figure): Finding {
  return partFinding(
    sheet,
    figure,
    figure.values.flatMap((value, row) => (value === null ? [] : [{ name: memberAt(sheet, row), value }])),
    byline(sheet),
  )
}

function partFinding(
  sheet: Sheet,
  figure: Figure,
  parts: readonly { readonly name: string; readonly value: number }[],
  by: string,
): Finding {
  const sorted = parts.toSorted((a, b) => b.value - a.value)
  const [top] = sorted
  const { label, format } = figure
  const list = sorted.slice(0, 3).map((each) => `${each.name} ${format.words(each.value)}`)
  const altText = sentence(
    `${label}${by}: ${list.join(', ')}${sorted.length > 3 ? ` and ${sorted.length - 3} more` : ''}`,
  )
  if (!top) return { title: `${label}${by}: no data`, altText }
  const { query, truncated } = sheet.answer
  const isWhole =
    figure.adds.members && !truncated && !query.limit && query.conditions.length === 0 && query.filters.length === 0
  const sum = sorted.reduce((all, each) => all + each.value, 0)
  const isShare =
    isWhole && (sheet.time === null || figure.adds.time) && sum > 0 && sorted.every((each) => each.value >= 0)
  const best = parts.filter((each) => each.value === top.value).map((each) => each.name)
  if (isShare && best.length === 1 && top.value < sum)
    return {
      title: `${short(top.name)} ${brings(figure)} ${sharePercent(top.value / sum, sheet.locale)} of ${lower(label)}`,
      altText,
    }
  // Over time these are sums, which no limit or condition was about.
  const scope = sheet.time === null ? scopeOf(sheet, figure, parts.length, false) : ''
  return { title: haveMost(figure, best, parts.length, top.value, scope), altText }
}

export function pieFinding(sheet: Sheet, figure: Figure, ranking: Ranking): Finding {
  const sum = ranking.bars.reduce((all, bar) => all + (bar.value ?? 0), 0)
  const list = ranking.bars
    .filter((bar) => (bar.value ?? 0) > 0)
    .map((bar) => `${bar.name} ${sharePercent((bar.value ?? 0) / sum, sheet.locale)}`)
  return {
    title: barFinding(sheet, figure, ranking).title,
    altText: sentence(`Shares of ${lower(figure.label)}: ${list.join(', ')}`),
  }
}

export function heatmapFinding(sheet: Sheet, figure: Figure): Finding {
  const finding = columnsFinding(sheet, figure)
  return {
    title: finding.title,
    altText: sentence(
      `Grid of ${finding.altText.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()).replace(/\.$/, '')}`,
    ),
  }
}
