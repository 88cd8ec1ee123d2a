/** A table of plain text: columns under their heads, nothing drawn around them. */
import Table from 'cli-table3'

/** `alignments` has one for each head. */
export function plainTable(
  heads: readonly string[],
  alignments: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: [...heads],
    colAligns: [...alignments],
    style: { head: [], border: [], compact: true },
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
  })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}
