/** The same message in ever plainer forms, for a Slack that refuses the blocks before: each says all that it can. */
import type { ActionsBlock, ContextActionsBlock, DataTableBlock, KnownBlock, TableBlock } from '@slack/types'
import { words } from '../words.ts'
import { actions, button, codeBlock, context } from './elements.ts'
import type { SlackMessage } from './message.ts'

const rowsInCode = 20
const widestCell = 24
const longestCode = 2_500

/** The plainest last, which is words alone; forms that are no plainer than the one before are left out. */
export function plainer(message: SlackMessage): readonly SlackMessage[] {
  const { text, blocks } = message
  const older = blocks.flatMap(withOlderBlocks)
  const basic = older.flatMap(withBasicBlocks)
  const forms: SlackMessage[] = []
  if (isOther(older, blocks)) forms.push({ text, blocks: older })
  if (isOther(basic, older)) forms.push({ text, blocks: basic })
  return [...forms, { text, blocks: [] }]
}

function isOther(blocks: readonly KnownBlock[], before: readonly KnownBlock[]): boolean {
  return blocks.length !== before.length || blocks.some((block, index) => block !== before[index])
}

/** Without the newest blocks. */
function withOlderBlocks(block: KnownBlock): KnownBlock[] {
  if (block.type === 'data_table') return [olderTable(block)]
  return block.type === 'context_actions' ? thumbs(block) : [block]
}

/** With nothing but text and what can be pressed. */
function withBasicBlocks(block: KnownBlock): KnownBlock[] {
  if (block.type === 'table') return [tableInCode(block)]
  return block.type === 'image' ? context([block.alt_text]) : [block]
}

function olderTable({ rows }: DataTableBlock): TableBlock {
  const columns = rows[1] ?? []
  return {
    type: 'table',
    rows,
    column_settings: columns.map(({ type }) => ({ align: type === 'raw_number' ? 'right' : 'left', is_wrapped: true })),
  }
}

function thumbs({ elements }: ContextActionsBlock): ActionsBlock[] {
  return elements.flatMap((element) => {
    if (element.type !== 'feedback_buttons') return []
    const { positive_button: good, negative_button: bad } = element
    return actions([
      button({ action: 'feedback', which: 'good', label: good.text.text, value: good.value }, words.good),
      button({ action: 'feedback', which: 'bad', label: bad.text.text, value: bad.value }, words.bad),
    ])
  })
}

/** Columns of equal width, figures to the right. */
function tableInCode({ rows, column_settings: settings = [] }: TableBlock): KnownBlock {
  const cells = rows
    .slice(0, rowsInCode + 1)
    .map((row) => row.map((cell) => ('text' in cell ? Array.from(cell.text).slice(0, widestCell) : [])))
  const widths = settings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const printed = cells.map((row) =>
    row
      .map((cell, column) => {
        const text = cell.join('')
        const room = ' '.repeat(Math.max(0, (widths[column] ?? 0) - cell.length))
        return settings[column]?.align === 'right' ? room + text : text + room
      })
      .join('  ')
      .trimEnd(),
  )
  if (rows.length > cells.length) printed.push(words.more(rows.length - cells.length))
  return codeBlock(printed.join('\n'), longestCode)
}
