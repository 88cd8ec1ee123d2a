/** The words of a reply that its headline, rows, small print and buttons do not say already. */
import type { Reply } from '../../../reply.ts'

interface Beside {
  /** What comes before the finding: who shared it, whom it is for. */
  readonly above: string
  /** To be read before the rows. */
  readonly before: string
  /** What belongs to the rows: how far one is from another. */
  readonly after: string
}

export function beside({ headline, provenance, result, table, ways }: Reply): Beside {
  // SQL that nobody checked stands as code.
  const sql = result.query === null ? result.sql : null
  if (result.kind !== 'answer') {
    const offered = new Set(ways.map(({ label }) => `• ${label}`))
    const lines = without(result.text, sql)
      .split('\n')
      .filter((line) => !offered.has(line))
    return { above: '', before: lines.join('\n'), after: '' }
  }
  const start = `\n${result.text}\n`.indexOf(`\n${headline}\n`)
  const above = result.text.slice(0, Math.max(0, start)).trim()
  const said = [headline, result.understood, provenance, sql].reduce<string>(
    without,
    result.text.slice(Math.max(0, start)),
  )
  const lines = said.split('\n')
  if (table.length === 0) return { above, before: lines.join('\n'), after: '' }
  const isRow = rowFinder(table)
  const rest = lines.filter((line) => !line.startsWith('… ') && !isRow(line))
  const isOfRows = (line: string) => line.startsWith('• ')
  return {
    above,
    before: rest.filter((line) => !isOfRows(line)).join('\n'),
    after: rest.filter(isOfRows).join('\n'),
  }
}

/** A text without some words that are lines of their own. */
function without(text: string, words: string | null): string {
  return words === null || words === '' ? text : `\n${text}\n`.replace(`\n${words}\n`, () => '\n').slice(1, -1)
}

/** Whether a line of the text is the next row of the table. */
function rowFinder(table: Reply['table']): (line: string) => boolean {
  let next = 0
  return (line) => {
    const cells = line.startsWith('• ') ? table[next] : undefined
    if (!cells?.every((cell) => line.includes(cell.replace(/\s+/g, ' ').trim()))) return false
    next += 1
    return true
  }
}
