import { describe, expect, test } from 'vitest'
import { policiesOf } from '../../../../../src/analytics/access.ts'
import type { Knowledge, SqlBefore } from '../../../../../src/nlq/plan.ts'
import { sqlPrompt } from '../../../../../src/nlq/planners/model/sql/sql-prompt.ts'
import { estimateTokens } from '../../../../../src/nlq/planners/model/tokens.ts'
import { shopCatalog } from '../../../../support/guarded-shop.ts'
import { now } from '../../../catalogs.ts'
import { wideCatalog } from '../wide-catalog.ts'

const catalog = shopCatalog()
const values = new Map([['sales', new Map([['region', ['EMEA', 'APAC']]])]])

function told(role: string, question: string, sendsValues = true, before: SqlBefore | null = null) {
  const knowledge: Knowledge = {
    catalog: policiesOf(catalog).get(role)!.catalog,
    values,
    history: new Map(),
    empties: new Map(),
  }
  const [, data] = sqlPrompt({ question, now, before, knowledge }, sendsValues)
  return JSON.parse(data!.text) as { readonly views: Readonly<Record<string, { readonly columns: readonly string[] }>> }
}

describe('what a model is told to write SQL by', () => {
  test('is the views and columns of the role, how its KPIs are measured, the day and the question', () => {
    expect(told('support', 'tickets per agent')).toEqual({
      views: {
        'shop.tickets': {
          columns: ['opened_at timestamp with time zone', 'region text', 'priority text', 'minutes double precision'],
          time: 'opened_at',
          kpis: [
            'Tickets [count] = count(*)',
            'Handling [count] = percentile_cont(0.5) within group (order by minutes)',
          ],
        },
      },
      today: '2026-11-21',
      zone: 'Europe/Berlin',
      question: 'tickets per agent',
    })
  })

  test('leaves out what is masked for anybody, and columns that no KPI and no dimension has', () => {
    const { columns } = told('finance', 'emails')['views']['shop.sales_hourly']!
    expect(columns.join()).not.toMatch(/customer_email|card_number/)
    expect(Object.keys(told('everyone', 'salary').views)).not.toContain('shop.people')
  })

  test('has values where the question names them, unless none may be told', () => {
    expect(told('everyone', 'revenue of emea').views['shop.sales_hourly']).toMatchObject({
      values: { region: ['EMEA'] },
    })
    expect(JSON.stringify(told('everyone', 'revenue').views)).not.toContain('EMEA')
    expect(JSON.stringify(told('everyone', 'revenue of emea', false).views)).not.toContain('EMEA')
  })

  test('leaves out KPIs that are measured by values where none may be told', () => {
    const revenue = catalog.kpis.get('revenue')!
    if (revenue.measure.kind === 'ratio') throw new Error('revenue is a sum')
    const measure = { ...revenue.measure, where: new Map([['region', ['EMEA']]]) }
    const kpis = new Map([
      ...catalog.kpis,
      ['in_europe', { ...revenue, name: 'in_europe', label: 'In Europe', measure }],
    ])
    const knowledge: Knowledge = { catalog: { ...catalog, kpis }, values, history: new Map(), empties: new Map() }
    const wanted = { question: 'how much in europe', now, before: null, knowledge }
    expect(sqlPrompt(wanted, true)[1]!.text).toContain('filter (where region in (')
    expect(sqlPrompt(wanted, false)[1]!.text).not.toContain('EMEA')
    expect(sqlPrompt(wanted, false)[1]!.text).toContain('= sum(revenue)')
  })

  test('has the statement before, which says what the question is about', () => {
    const before = {
      question: 'agents and their tickets',
      sql: 'SELECT agent, count(*) AS tickets FROM shop.tickets GROUP BY agent',
    }
    const { views, ...rest } = told('everyone', 'and by region?', true, before)
    expect(rest).toMatchObject({ before, question: 'and by region?' })
    expect(Object.keys(views)[0]).toBe('shop.tickets')
    expect(views['shop.tickets']!.columns).toContain('agent text')
  })

  test('fits, whatever the size of the catalog', () => {
    const said = sqlPrompt(
      {
        question: 'sides of figure 7',
        now,
        before: { question: 'figure 1', sql: 'SELECT 1 '.repeat(220) },
        knowledge: wideCatalog(400),
      },
      true,
    )
    expect(estimateTokens(said.map(({ text }) => text).join(''))).toBeLessThanOrEqual(3_000)
    expect(said[1]!.text).toContain('kpi.view_')
  })
})
