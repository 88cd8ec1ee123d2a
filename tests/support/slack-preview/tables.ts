/** Tables: the one that sorts and pages (`data_table`), and the older one that only stands there (`table`). */
import { list, text, type Json } from '../slack-world/json.ts'
import { html, type Html } from './html.ts'
import { richText } from './rich-text.ts'

export function dataTable(block: Json): Html {
  const [header = [], ...rows] = rowsOf(block)
  const size = typeof block['page_size'] === 'number' ? block['page_size'] : 5
  const pages = Math.ceil(rows.length / size)
  const isNumber = header.map((_, column) => rows.every((row) => row[column]?.['type'] === 'raw_number'))
  const side = (column: number) => (isNumber[column] ? 'number' : '')
  return html`<div class="data-table">
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${header.map((cell, column) => html`<th class="${side(column)}">${text(cell['text'])}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, size).map(
            (row) =>
              html`<tr>
                ${row.map((cell, column) => html`<td class="${side(column)}">${cellOf(cell)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pages > 1 ? html`<div class="pages">1–${size} of ${rows.length}<span class="turn">‹</span><span class="turn">›</span></div>` : null}
  </div>`
}

export function table(block: Json): Html {
  const settings = list(block['column_settings'])
  const side = (column: number) => (settings[column]?.['align'] === 'right' ? 'number' : '')
  const row = (cells: readonly Json[]) =>
    html`<tr>
      ${cells.map((cell, column) => html`<td class="${side(column)}">${cellOf(cell)}</td>`)}
    </tr>`
  return html`<div class="data-table">
    <div class="scroll">
      <table>
        <tbody class="plain-table">
          ${rowsOf(block).map(row)}
        </tbody>
      </table>
    </div>
  </div>`
}

function rowsOf(block: Json): readonly (readonly Json[])[] {
  return Array.isArray(block['rows']) ? block['rows'].map((row) => list(row)) : []
}

function cellOf(cell: Json): Html {
  if (cell['type'] === 'rich_text') return richText(cell)
  const { value } = cell
  return html`${text(cell['text']) || (typeof value === 'number' ? value : '')}`
}
