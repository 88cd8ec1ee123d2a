/** Small catalogs of different trades, as people would write them, with their values and histories. */
import { bindCatalog, readCatalog } from '../../src/analytics/catalog-file.ts'
import type { Column, ColumnType, Scalar } from '../../src/analytics/catalog.ts'
import type { Knowledge } from '../../src/nlq/plan.ts'

interface Written {
  readonly yaml: string
  /** Relation → column → type. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, ColumnType>>>>
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly Scalar[]>>>>
  readonly history: Readonly<Record<string, readonly [string, string]>>
}

function knowledge({ yaml, columns, values, history }: Written): Knowledge {
  const read = readCatalog(yaml, 'catalog.yml')
  if (!('written' in read)) throw new Error(JSON.stringify(read))
  const pgTypes: Partial<Record<ColumnType, string>> = { number: 'numeric', timestamptz: 'timestamp with time zone' }
  const live = new Map(
    Object.entries(columns).map(([relation, of]) => [
      relation,
      new Map(
        Object.entries(of).map(([name, type]): [string, Column] => [
          name,
          { name, type, pgType: pgTypes[type] ?? type },
        ]),
      ),
    ]),
  )
  const bound = bindCatalog(read, live)
  if (!('kpis' in bound)) throw new Error(JSON.stringify(bound))
  return {
    catalog: bound,
    values: new Map(Object.entries(values).map(([view, of]) => [view, new Map(Object.entries(of))])),
    history: new Map(Object.entries(history).map(([view, [from, to]]) => [view, { from, to }])),
  }
}

/** The moment questions are asked in tests: a Saturday afternoon. */
export const now = new Date('2026-11-21T13:05:00Z')

/** A shop: orders by the hour, support tickets one by one. */
export const shop = knowledge({
  yaml: `
timezone: Europe/Berlin
views:
  sales:
    relation: kpi.sales
    label: Sales
    time: { column: hour, grain: hour, label: Order time, synonyms: [ordered, order date] }
    other_times:
      shipped: { column: shipped_on, grain: day, label: Ship date, synonyms: [shipped, delivery date] }
    dimensions:
      region: { column: region, synonyms: [area, market, territory], values: { EMEA: [europe, middle east and africa] } }
      country: { column: country, within: region }
      category: { column: category, synonyms: [product line, department] }
      product: { column: product, within: category, synonyms: [item, article] }
      channel: { column: channel, synonyms: [sales channel] }
      status: { column: status }
      is_gift: { column: is_gift, label: Gift }
  support:
    relation: kpi.support
    label: Support
    rows: { label: tickets, synonyms: [cases] }
    time: { column: opened_at, grain: minute, label: Opened, synonyms: [created] }
    dimensions:
      country: { column: country }
      priority: { column: priority, synonyms: [severity] }
      agent: { column: agent, synonyms: [assignee] }
kpis:
  revenue: { view: sales, measure: { sum: revenue }, unit: USD, synonyms: [sales, turnover, gmv], also: [average, max, min], description: Gross order value }
  orders: { view: sales, measure: { sum: orders }, synonyms: [purchases] }
  units: { view: sales, measure: { sum: units }, label: Units sold, synonyms: [units, quantity sold] }
  refunds: { view: sales, measure: { sum: refunds }, unit: USD, good_when: down, synonyms: [refunded amount] }
  average_order_value: { view: sales, measure: { ratio: { of: { sum: revenue }, over: { sum: orders } } }, unit: USD, synonyms: [aov, basket size] }
  refund_rate: { view: sales, measure: { ratio: { of: { sum: refunds }, over: { sum: revenue } } }, unit: percent, good_when: down }
  tickets: { view: support, measure: { count: true }, good_when: down }
  resolution_time: { view: support, measure: { average: minutes }, unit: minutes, good_when: down, also: [median, max], synonyms: [time to resolve, handling time] }
  csat: { view: support, measure: { average: score }, unit: points, label: Satisfaction, synonyms: [csat, customer satisfaction] }
`,
  columns: {
    'kpi.sales': {
      hour: 'timestamptz',
      shipped_on: 'date',
      region: 'text',
      country: 'text',
      category: 'text',
      product: 'text',
      channel: 'text',
      status: 'text',
      is_gift: 'boolean',
      revenue: 'number',
      orders: 'number',
      units: 'number',
      refunds: 'number',
    },
    'kpi.support': {
      opened_at: 'timestamptz',
      country: 'text',
      priority: 'text',
      agent: 'text',
      minutes: 'number',
      score: 'number',
    },
  },
  values: {
    sales: {
      region: ['EMEA', 'APAC', 'North America', 'Latin America'],
      country: ['Germany', 'France', 'United Kingdom', 'Japan', 'Brazil', 'US', 'Côte d’Ivoire', 'Georgia'],
      category: ['Consumer Electronics', 'Garden', 'Toys', 'Books', 'Office'],
      product: ['Trail Runner 2', 'Desk Lamp', 'May Flower Vase', 'Robot Kit', 'Garden', 'Levi’s Jacket'],
      channel: ['web', 'mobile', 'store'],
      status: ['paid', 'returned', 'cancelled'],
      is_gift: [true, false],
    },
    support: {
      country: ['Germany', 'France', 'Japan'],
      priority: ['low', 'high', 'urgent'],
      agent: ['Ann Lee', 'Bob Stone', 'Georgia'],
    },
  },
  history: { sales: ['2024-10-01T00:00', '2026-11-21T14:00'], support: ['2024-10-01T00:00', '2026-11-21T14:03'] },
})
