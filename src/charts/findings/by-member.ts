/** What charts by member say. */
import { sharePercent } from '../format.ts'
import type { Ranking } from '../ranking.ts'
import { type Series, total } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { sentence } from '../words.ts'
import { move } from './change.ts'
import { type Finding, brings, byline, isWord, least, lower, memberAt, most, short } from './finding.ts'

/** A ranking's title: the leader's share where it is one of the whole, else how large it is. */
export function barFinding(sheet: Sheet, figure: Figure, ranking: Ranking): Finding {
  const { label, format } = figure
  const by = sheet.members.map((column) => column.label.toLowerCase()).join(' and ')
  const shown = ranking.bars.filter((bar) => bar.value !== null)
  const list = shown.slice(0, 3).map((bar) => `${bar.name} ${format.words(bar.value ?? 0)}`)
  const more = ranking.count - list.length
  const altText = sentence(`${label} by ${by}: ${list.join(', ')}${more > 0 ? ` and ${more} more` : ''}`)
  const lead = ranking.bars.find((bar) => bar.isLead)
  if (shown.length === 0) return { title: `${label} by ${by}: no data`, altText }
  if (shown.every((bar) => bar.value === 0)) return { title: `${label} is 0 for every ${by}`, altText }
  if (!lead || lead.value === null) return { title: `${label} by ${by}`, altText }
  if (shown.length === 1 && sheet.answer.query.limit === undefined)
    return {
      title: `${short(lead.name)}: ${format.words(lead.value)}${isWord(figure) ? '' : ` ${lower(label)}`}`,
      altText,
    }
  const moved = movedAsAWhole(sheet, figure, ranking)
  if (moved !== null) return { title: moved, altText }
  if (ranking.isAscending)
    return {
      title: `${short(lead.name)} has the ${least(figure)} ${lower(label)}: ${format.words(lead.value)}`,
      altText,
    }
  const share = shareOfLead(sheet, ranking, lead.value, lead.share)
  if (share !== null && share > 0 && share < 1) {
    const percent = sharePercent(share, sheet.locale)
    const isAll = sheet.answer.query.filters.length === 0
    return {
      title: isAll
        ? `${short(lead.name)} ${brings(figure)} ${percent} of ${lower(label)}`
        : `${short(lead.name)} leads with ${format.words(lead.value)}, a share of ${percent}`,
      altText,
    }
  }
  return { title: `${short(lead.name)} has the ${most(figure)} ${lower(label)}: ${format.words(lead.value)}`, altText }
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
  const known = figure.values.flatMap((value, row) => (value === null ? [] : [{ value, name: memberAt(sheet, row) }]))
  const { label, format } = figure
  const by = byline(sheet)
  const [first] = known
  if (!first) return { title: `${label}${by}: no data`, altText: sentence(`${label}${by}: no data`) }
  const high = known.reduce((a, b) => (b.value > a.value ? b : a))
  const low = known.reduce((a, b) => (b.value < a.value ? b : a))
  const altText = sentence(
    `${label}${by}: highest ${high.name} ${format.words(high.value)}, lowest ${low.name} ${format.words(low.value)}`,
  )
  if (high.value === low.value)
    return {
      title:
        known.length === 1
          ? `${high.name}: ${format.words(high.value)}`
          : `${label} is ${format.words(high.value)} for each of ${known.length}`,
      altText,
    }
  const isAlone = known.filter((each) => each.value === high.value).length === 1
  return {
    title: isAlone
      ? `${short(high.name)} has the ${most(figure)} ${lower(label)}: ${format.words(high.value)}`
      : `${label}${by}`,
    altText,
  }
}

/** Stacked over time: who holds the largest part of all that is shown. */
export function stackFinding(sheet: Sheet, figure: Figure, lines: readonly Series[]): Finding {
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
  const [top, second] = sorted
  const { label, format } = figure
  const list = sorted.slice(0, 3).map((each) => `${each.name} ${format.words(each.value)}`)
  const altText = sentence(
    `${label}${by}: ${list.join(', ')}${sorted.length > 3 ? ` and ${sorted.length - 3} more` : ''}`,
  )
  if (!top || top.value === second?.value) return { title: `${label}${by}`, altText }
  const { query, truncated } = sheet.answer
  const isWhole =
    figure.adds.members && !truncated && !query.limit && query.conditions.length === 0 && query.filters.length === 0
  const sum = sorted.reduce((all, each) => all + each.value, 0)
  const isShare =
    isWhole && (sheet.time === null || figure.adds.time) && sum > 0 && sorted.every((each) => each.value >= 0)
  if (isShare && top.value < sum)
    return {
      title: `${short(top.name)} ${brings(figure)} ${sharePercent(top.value / sum, sheet.locale)} of ${lower(label)}`,
      altText,
    }
  return { title: `${short(top.name)} has the ${most(figure)} ${lower(label)}: ${format.words(top.value)}`, altText }
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
