/** The words of a reply that its headline, rows, small print and buttons do not say already. */
import type { Reply } from '../../../reply.ts'

export function beside({ headline, provenance, result, table, ways }: Reply): string {
  const isAnswer = result.kind === 'answer'
  const shown = new Set<string | null>([
    ...(isAnswer ? [headline, result.understood, provenance] : []),
    ...ways.map(({ label }) => `• ${label}`),
  ])
  let row = 0
  const isRow = (line: string) => {
    if (table.length === 0) return false
    if (line.startsWith('… ')) return true
    const cells = line.startsWith('• ') ? table[row] : undefined
    if (!cells?.every((cell) => line.includes(cell))) return false
    row += 1
    return true
  }
  return result.text
    .split('\n')
    .filter((line) => !shown.has(line) && !(isAnswer && isRow(line)))
    .join('\n')
}
