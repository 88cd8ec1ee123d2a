/** What a back-test found, for people: a table of the incidents and counts. */
import Table from 'cli-table3'
import type { Reading } from '../../analytics/live/detect/reading.ts'
import type { SeriesRow } from './series-file.ts'

interface Found {
  readonly from: string
  until: string
  readonly kind: string
  rows: number
  /** The oddest of its rows. */
  value: number | null
  expected: number | null
  low: number | null
  high: number | null
  score: number
}

/** Most lines of the table: the oddest are shown. */
const MOST = 50

/** Collects what is posted; `text` is the report. */
export function createReport(): { add(row: SeriesRow, reading: Reading): void; text(file: string): string } {
  const found: Found[] = []
  let open = false
  let rows = 0
  let unreadable = 0
  let known = 0
  return {
    add(row, reading) {
      rows++
      if (row.at === null || row.value === null) unreadable++
      if (reading.expected !== null) known++
      if (reading.anomaly) {
        const last = found.at(-1)
        if (open && last) extend(last, row, reading)
        else found.push(begin(row, reading))
      }
      open = reading.anomaly
    },
    text(file) {
      const shown = found.toSorted((a, b) => b.score - a.score).slice(0, MOST)
      const inOrder = found.filter((each) => shown.includes(each))
      const table = new Table({
        head: ['from', 'until', 'rows', 'kind', 'value', 'expected', 'normal range', 'score'],
        style: { head: [], border: [] },
      })
      for (const each of inOrder) table.push(line(each))
      const counts = [
        `${file}: ${many(rows, 'row')}, ${unreadable} unreadable, ${many(found.length, 'incident')}.`,
        rows > 0 && unreadable === rows
          ? 'No row has a time and a value that can be read: name their columns with --time and --value.'
          : known === 0
            ? 'Too short a history to judge any of them.'
            : `${rows - known} rows came before enough was known.`,
        ...(found.length > MOST ? [`The ${MOST} oddest are shown.`] : []),
      ]
      return `${found.length === 0 ? '' : `${table.toString()}\n`}${counts.join(' ')}\n`
    },
  }
}

function begin(row: SeriesRow, { kind, expected, low, high, score }: Reading): Found {
  const { time, value } = row
  return { from: time, until: time, kind: kind ?? '', rows: 1, value, expected, low, high, score }
}

function extend(found: Found, row: SeriesRow, { expected, low, high, score }: Reading): void {
  found.until = row.time
  found.rows++
  if (score > found.score) Object.assign(found, { value: row.value, expected, low, high, score })
}

function line({ from, until, rows, kind, value, expected, low, high, score }: Found): (string | number)[] {
  return [from, until, rows, kind, short(value), short(expected), `${short(low)} – ${short(high)}`, score.toFixed(2)]
}

function short(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US', { maximumSignificantDigits: 5 })
}

function many(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`
}
