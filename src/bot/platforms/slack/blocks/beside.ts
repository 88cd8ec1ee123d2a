/** The words of a reply that its headline, rows, small print and buttons do not say already. */
import type { Reply } from '../../../reply.ts'

interface Beside {
  /** To be read before the rows. */
  readonly before: string
  /** What belongs to the rows: how far one is from another. */
  readonly after: string
}

export function beside({ headline, provenance, result, table, ways }: Reply): Beside {
  const offered = new Set(ways.map(({ label }) => `• ${label}`))
  const lines = result.text.split('\n').filter((line) => !offered.has(line))
  if (result.kind !== 'answer') return { before: lines.join('\n'), after: '' }
  const said = new Set<string | null>([headline, result.understood, provenance])
  let row = 0
  const isRow = (line: string) => {
    if (line.startsWith('… ')) return true
    const cells = line.startsWith('• ') ? table[row] : undefined
    if (!cells?.every((cell) => line.includes(cell))) return false
    row += 1
    return true
  }
  const rest = lines.filter((line) => !said.has(line) && !(table.length > 0 && isRow(line)))
  const isOfRows = (line: string) => table.length > 0 && line.startsWith('• ')
  return {
    before: rest.filter((line) => !isOfRows(line)).join('\n'),
    after: rest.filter(isOfRows).join('\n'),
  }
}
