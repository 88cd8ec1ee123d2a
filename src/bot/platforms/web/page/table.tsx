import { useMemo, useState } from 'react'
import type { WireReply } from '../wire.ts'
import { sortRows, type Sorting } from './sort-rows.ts'

// More rows than this are slow to lay out on a phone; the rest comes on demand.
const ROWS_AT_FIRST = 100

/** The answer's rows, as the server formatted them; a click on a heading sorts by the values behind. */
export function Table({ reply: { result, table } }: { readonly reply: WireReply }) {
  const { columns, rows } = result
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const [isWhole, setIsWhole] = useState(false)
  const order = useMemo(() => sortRows(rows, sorting), [rows, sorting])
  const shown = isWhole ? order : order.slice(0, ROWS_AT_FIRST)

  function sortBy(column: number) {
    const first = columns[column]?.type === 'number' ? 'descending' : 'ascending'
    const second = first === 'descending' ? 'ascending' : 'descending'
    setSorting((now) => {
      if (now?.column !== column) return { column, direction: first }
      return now.direction === first ? { column, direction: second } : null
    })
  }

  return (
    <>
      <div className="table-scroll" role="region" aria-label="Table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column, index) => {
                const direction = sorting?.column === index ? sorting.direction : undefined
                return (
                  <th key={index} scope="col" className={alignment(column.type)} aria-sort={direction ?? 'none'}>
                    <button type="button" onClick={() => sortBy(index)}>
                      {column.label}
                      <span className="sort-mark" aria-hidden="true">
                        {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}
                      </span>
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((position) => (
              <tr key={position}>
                {columns.map((column, index) => (
                  <td key={index} className={alignment(column.type)}>
                    {table[position]?.[index] ?? String(rows[position]?.[index] ?? '–')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < order.length && (
        <button type="button" className="quiet-button" onClick={() => setIsWhole(true)}>
          Show all {order.length.toLocaleString()} rows
        </button>
      )}
      {result.truncated && (
        <p className="card-note">
          There are more rows than these. Ask for fewer groups or a shorter period to see all.
        </p>
      )}
    </>
  )
}

function alignment(type: string): string | undefined {
  return type === 'number' ? 'number' : undefined
}
