import { checkCount, checkElement, checkImage, checkString, checkText, type Notes } from './element-limits.ts'
import { list, object, text, type Json } from './json.ts'

/** Where blocks stand: each place has its own limit and its own kinds. */
export type Surface = 'message' | 'modal' | 'home'

/** Checks every block of a payload against Slack's published limits. */
export function checkBlocks(notes: Notes, at: string, value: unknown, surface: Surface): void {
  checkCount(notes, at, value, 0, surface === 'message' ? 50 : 100)
  const blocks = list(value)
  for (const [i, block] of blocks.entries()) checkBlock(notes, `${at}[${i}]`, block, surface)
  const count = (type: string) => blocks.filter((block) => block['type'] === type).length
  if (count('data_visualization') > 2) notes.add('count', at, 'at most two data_visualization blocks a message')
  if (count('table') > 1) notes.add('count', at, 'at most one table block a message')
  const markdown = blocks.filter((block) => block['type'] === 'markdown').map((block) => text(block['text']).length)
  const total = markdown.reduce((sum, length) => sum + length, 0)
  if (total > 12_000) notes.add('too long', at, `${total} characters of markdown, 12000 allowed in all`)
  const read = blocks
    .filter((block) => proseBlocks.has(text(block['type'])))
    .reduce((sum, block) => sum + wordsIn(block), 0)
  // Slack publishes no figure for `msg_blocks_too_long`; people have met it a little above this.
  if (surface === 'message' && read > 13_000) notes.add('too many words', at, `${read} characters in all blocks`)
  const cells = blocks.filter((block) => block['type'] === 'data_table').flatMap((block) => cellsOf(block))
  const characters = cells.reduce((sum, cell) => sum + cellLength(cell), 0)
  if (characters > 10_000) notes.add('too long', at, `${characters} characters in data tables, 10000 allowed in all`)
}

function checkBlock(notes: Notes, at: string, block: Json, surface: Surface): void {
  const type = text(block['type'])
  if (block['block_id'] !== undefined) {
    checkString(notes, `${at}.block_id`, block['block_id'], 255)
    notes.unique('block_id', `${at}.block_id`, text(block['block_id']))
  }
  const places = onlyIn[type]
  if (places && !places.includes(surface)) notes.add('wrong place', at, `a ${type} block has no place in a ${surface}`)
  switch (type) {
    case 'section':
      checkSection(notes, at, block)
      return
    case 'header':
      checkText(notes, `${at}.text`, block['text'], 150, 'plain')
      return
    case 'context':
      checkCount(notes, `${at}.elements`, block['elements'], 1, 10)
      for (const [i, element] of list(block['elements']).entries()) {
        const here = `${at}.elements[${i}]`
        if (element['type'] === 'image') checkImage(notes, here, element)
        else checkText(notes, here, element, 3000, 'any')
      }
      return
    case 'actions':
      checkCount(notes, `${at}.elements`, block['elements'], 1, 25)
      checkElements(notes, at, block)
      return
    case 'context_actions':
      checkCount(notes, `${at}.elements`, block['elements'], 1, 5)
      for (const [i, element] of list(block['elements']).entries()) {
        const allowed = element['type'] === 'feedback_buttons' || element['type'] === 'icon_button'
        if (!allowed)
          notes.add('wrong place', `${at}.elements[${i}]`, 'only feedback_buttons and icon_button stand here')
      }
      checkElements(notes, at, block)
      return
    case 'image':
      checkImage(notes, at, block)
      return
    case 'input':
      checkText(notes, `${at}.label`, block['label'], 2000, 'plain')
      if (block['hint'] !== undefined) checkText(notes, `${at}.hint`, block['hint'], 2000, 'plain')
      checkElement(notes, `${at}.element`, object(block['element']))
      return
    case 'markdown':
      checkString(notes, `${at}.text`, block['text'], 12_000)
      notes.speaks(`${at}.text`, text(block['text']))
      return
    case 'rich_text':
      checkCount(notes, `${at}.elements`, block['elements'], 1, 100)
      checkRichText(notes, at, block)
      return
    case 'data_table':
      checkDataTable(notes, at, block)
      return
    case 'table':
      checkCount(notes, `${at}.rows`, block['rows'], 1, 100)
      checkRows(notes, at, block)
      return
    case 'data_visualization':
      checkChart(notes, at, block)
      return
    default:
      if (!plainBlocks.has(type)) notes.add('unknown block', at, `Slack has no block "${type}"`)
  }
}

const plainBlocks = new Set([
  'divider',
  'file',
  'video',
  'call',
  'alert',
  'card',
  'carousel',
  'container',
  'plan',
  'task_card',
])

const onlyIn: Readonly<Record<string, readonly Surface[]>> = {
  input: ['modal', 'home', 'message'],
  context_actions: ['message'],
  markdown: ['message'],
  table: ['message'],
  data_table: ['message'],
  data_visualization: ['message'],
}

function checkSection(notes: Notes, at: string, block: Json): void {
  if (block['text'] === undefined && block['fields'] === undefined)
    notes.add('missing', at, 'a section needs text or fields')
  if (block['text'] !== undefined) checkText(notes, `${at}.text`, block['text'], 3000, 'any')
  if (block['fields'] !== undefined) {
    checkCount(notes, `${at}.fields`, block['fields'], 1, 10)
    for (const [i, field] of list(block['fields']).entries()) checkText(notes, `${at}.fields[${i}]`, field, 2000, 'any')
  }
  if (block['accessory'] !== undefined) checkElement(notes, `${at}.accessory`, object(block['accessory']))
}

function checkElements(notes: Notes, at: string, block: Json): void {
  for (const [i, element] of list(block['elements']).entries()) checkElement(notes, `${at}.elements[${i}]`, element)
}

const proseBlocks = new Set(['section', 'header', 'context', 'rich_text', 'markdown'])

/** The characters that people read in a block, menus and pictures apart. */
function wordsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + wordsIn(one), 0)
  const node = object(value)
  const own = typeof node['text'] === 'string' ? node['text'].length : wordsIn(node['text'] ?? [])
  return own + wordsIn(node['elements'] ?? []) + wordsIn(node['fields'] ?? [])
}

/** Walks rich text down to its leaves: those can ping, and must hold something. */
function checkRichText(notes: Notes, at: string, node: Json): void {
  for (const [i, element] of list(node['elements']).entries()) {
    const here = `${at}.elements[${i}]`
    switch (element['type']) {
      case 'broadcast':
        notes.speaks(here, `<!${text(element['range'])}>`)
        break
      case 'user':
        notes.speaks(here, `<@${text(element['user_id'])}>`)
        break
      case 'usergroup':
        notes.speaks(here, `<!subteam^${text(element['usergroup_id'])}>`)
        break
      case 'link':
        notes.speaks(`${here}.url`, text(element['url']))
        break
      case 'text':
        checkString(notes, `${here}.text`, element['text'], 40_000)
        break
      default:
        checkRichText(notes, here, element)
    }
  }
}

function checkDataTable(notes: Notes, at: string, block: Json): void {
  checkString(notes, `${at}.caption`, block['caption'], 2000)
  checkCount(notes, `${at}.rows`, block['rows'], 2, 101)
  const size = block['page_size']
  if (size !== undefined && !(Number(size) >= 1 && Number(size) <= 100))
    notes.add('page size', `${at}.page_size`, '1 to 100')
  for (const cell of list((block['rows'] as unknown[] | undefined)?.[0])) {
    if (cell['type'] === 'rich_text') notes.add('header cell', `${at}.rows[0]`, 'header cells cannot be rich text')
  }
  checkRows(notes, at, block)
}

function checkRows(notes: Notes, at: string, block: Json): void {
  const rows = Array.isArray(block['rows']) ? (block['rows'] as unknown[]) : []
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : -1)))
  if (widths.size > 1) notes.add('ragged rows', `${at}.rows`, `rows of ${[...widths].join(' and ')} cells`)
  for (const [i, row] of rows.entries()) {
    checkCount(notes, `${at}.rows[${i}]`, row, 1, 20)
    for (const [j, cell] of list(row).entries()) checkCell(notes, `${at}.rows[${i}][${j}]`, cell)
  }
}

function checkCell(notes: Notes, at: string, cell: Json): void {
  switch (cell['type']) {
    case 'raw_text':
      checkString(notes, `${at}.text`, cell['text'], 10_000)
      return
    case 'raw_number':
      if (!Number.isFinite(cell['value'])) notes.add('number', `${at}.value`, 'a finite number is needed')
      checkString(notes, `${at}.text`, cell['text'], 10_000)
      return
    case 'rich_text':
      checkRichText(notes, at, cell)
      return
    default:
      notes.add('cell type', at, 'raw_text, raw_number or rich_text')
  }
}

function cellsOf(block: Json): readonly Json[] {
  return Array.isArray(block['rows']) ? (block['rows'] as unknown[]).flatMap((row) => list(row)) : []
}

function cellLength(cell: Json): number {
  if (cell['type'] === 'rich_text') return JSON.stringify(cell['elements'] ?? '').length
  return (text(cell['text']) || JSON.stringify(cell['value'] ?? '')).length
}

function checkChart(notes: Notes, at: string, block: Json): void {
  checkString(notes, `${at}.title`, block['title'], 50)
  const chart = object(block['chart'])
  const type = text(chart['type'])
  if (type === 'pie') {
    checkCount(notes, `${at}.chart.segments`, chart['segments'], 1, 6)
    for (const [i, segment] of list(chart['segments']).entries()) {
      checkString(notes, `${at}.chart.segments[${i}].label`, segment['label'], 20)
      if (!(Number(segment['value']) > 0)) notes.add('number', `${at}.chart.segments[${i}].value`, 'must be above zero')
    }
    return
  }
  if (!['bar', 'line', 'area'].includes(type))
    notes.add('chart type', `${at}.chart`, `"${type}" is none of pie, bar, line, area`)
  const axis = object(chart['axis_config'])
  const categories = Array.isArray(axis['categories']) ? (axis['categories'] as unknown[]) : []
  checkCount(notes, `${at}.chart.axis_config.categories`, axis['categories'], 1, 20)
  for (const [i, category] of categories.entries())
    checkString(notes, `${at}.chart.axis_config.categories[${i}]`, category, 20)
  for (const label of ['x_label', 'y_label']) {
    if (axis[label] !== undefined) checkString(notes, `${at}.chart.axis_config.${label}`, axis[label], 50)
  }
  checkCount(notes, `${at}.chart.series`, chart['series'], 1, 6)
  const names = list(chart['series']).map((series) => text(series['name']))
  if (new Set(names).size < names.length) notes.add('not unique', `${at}.chart.series`, 'series names must differ')
  for (const [i, series] of list(chart['series']).entries()) {
    checkString(notes, `${at}.chart.series[${i}].name`, series['name'], 20)
    const labels = list(series['data']).map((point) => point['label'])
    if (JSON.stringify(labels) !== JSON.stringify(categories))
      notes.add('labels', `${at}.chart.series[${i}].data`, 'labels must be the categories')
    for (const point of list(series['data'])) {
      if (!Number.isFinite(point['value']))
        notes.add('number', `${at}.chart.series[${i}].data`, 'a finite number is needed')
    }
  }
}
