import { describe, expect, test } from 'vitest'
import type { Cell, ResultColumn } from '../../src/analytics/answer.ts'
import { chartForRows } from '../../src/charts/rows-chart.ts'
import { draw } from '../../src/charts/draw.ts'
import { shopCatalog } from '../support/guarded-shop.ts'

const catalog = shopCatalog()
const label = 'Unverified SQL: takings by region'

function column(role: ResultColumn['role'], label: string, type: ResultColumn['type'] = 'number'): ResultColumn {
  return { name: label, role, type, unit: null, label }
}
const region = column('dimension', 'region', 'text')
const month = column('time', 'month', 'time')
const takings = column('measure', 'takings')
const orders = column('measure', 'orders')

function chartOf(columns: readonly ResultColumn[], rows: readonly (readonly Cell[])[], truncated = false) {
  const asOf = '2026-11-21T13:58:00+01:00'
  const answer = { columns, rows, truncated, asOf, sources: ['shop.sales_hourly'], sql: 'SELECT', policy: '0' }
  return chartForRows(answer, { catalog, locale: 'en', label })
}

const regions = ['EMEA', 'APAC', 'LATAM', 'NA']
const byRegion = regions.map((name, at) => [name, 400 - at * 90])
const months = ['2026-08', '2026-09', '2026-10', '2026-11'].map((each) => `${each}-01T00:00:00+01:00`)
const byMonth = months.map((each, at) => [each, 400 + at * 90])

describe('rows are drawn', () => {
  test.for<readonly [string, string, readonly ResultColumn[], readonly (readonly Cell[])[]]>([
    ['a figure for each name', 'bar', [region, takings], byRegion],
    ['a figure for each month', 'line', [month, takings], byMonth],
    ['a figure for each month, the newest first', 'line', [month, takings], byMonth.toReversed()],
    [
      'a figure for each month and name',
      'multi_line',
      [month, region, takings],
      months.flatMap((each) => [
        [each, 'EMEA', 5],
        [each, 'APAC', 7],
      ]),
    ],
    [
      'two figures of one size for each name',
      'grouped_bar',
      [region, takings, orders],
      regions.map((name, at) => [name, 400 - at, 300 + at]),
    ],
    [
      'figures that a double does not hold',
      'bar',
      [region, takings],
      regions.map((name, at) => [name, `9007199254740993${at}`]),
    ],
  ])('%s: %s', ([_name, kind, columns, rows]) => {
    const chart = chartOf(columns, rows)
    expect(chart?.kind).toBe(kind)
    expect(JSON.stringify(chart?.spec)).toContain('Unverified SQL')
    expect(chart?.altText).toMatch(/^Unverified SQL: takings by region\. /)
  })

  test('with their label in the picture also where it goes without its heading', async () => {
    const { spec } = chartOf([region, takings], byRegion)!
    expect(spec).not.toHaveProperty('usermeta')
    const [whole, headless] = [await draw(spec, 1), await draw(spec, 1, true)]
    expect(headless.height).toBe(whole.height)
  })

  test('as rows that may have been picked: nothing is a share of a whole', () => {
    const chart = chartOf([region, takings], byRegion)
    expect(chart?.title).toBe('EMEA has the highest takings of these 4: 400')
    expect(chart?.altText).not.toContain('%')
  })

  test('and a month that goes on is no fall', () => {
    const chart = chartOf([month, takings], [...byMonth.slice(0, 3), [months[3]!, 3]])
    expect(chart?.title).not.toMatch(/Nov|fell/)
    expect(JSON.stringify(chart?.spec)).toContain('Nov 2026 is not over yet')
  })
})

describe('rows are left to the table', () => {
  test.for<readonly [string, readonly ResultColumn[], readonly (readonly Cell[])[]]>([
    [
      'where there is no name',
      [takings, orders],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'where there is no figure',
      [region, column('dimension', 'product', 'text')],
      [
        ['EMEA', 'Tea'],
        ['APAC', 'Tea'],
      ],
    ],
    [
      'where a name comes twice',
      [region, takings],
      [
        ['EMEA', 2],
        ['EMEA', 3],
      ],
    ],
    [
      'where a name stands behind a figure',
      [region, takings, column('dimension', 'product', 'text')],
      [
        ['EMEA', 2, 'Tea'],
        ['APAC', 3, 'Tea'],
      ],
    ],
    ['where figures are of other sizes', [region, takings, orders], regions.map((name) => [name, 90_000, 12])],
    [
      'where figures are none',
      [region, takings],
      [
        ['EMEA', 'NaN'],
        ['APAC', null],
      ],
    ],
    ['where time runs to and fro', [month, takings], [byMonth[2]!, byMonth[0]!, byMonth[3]!]],
    [
      'where a moment is none',
      [month, takings],
      [
        ['infinity', 2],
        ['-infinity', 3],
      ],
    ],
    ['where there is but one', [region, takings], [['EMEA', 2]]],
    ['where there is nothing', [region, takings], []],
    ['where there are too many', [region, takings], Array.from({ length: 401 }, (_, at) => [`n${at}`, at])],
  ])('%s', ([_name, columns, rows]) => {
    expect(chartOf(columns, rows)).toBeNull()
  })

  test('where more of them were cut off', () => {
    expect(chartOf([region, takings], byRegion, true)).toBeNull()
  })
})

test('labels and names cannot be formulas, markup or fields of the specification', async () => {
  const evil = ['<b>x</b>', 'datum["a"]', "');alert(1)//", '\u202Eabc', '__proto__']
  for (const name of evil) {
    const chart = chartOf(
      [column('dimension', name, 'text'), column('measure', name)],
      [
        [name, 5],
        ['EMEA', 3],
      ],
    )
    const { width } = await draw(chart!.spec, 1)
    expect(width).toBeGreaterThan(100)
  }
})
