/** A catalog of a large business with its values: 60 KPIs, 80 dimensions, 200,000 values, as no demo has them. */
import { stringify } from 'yaml'
import type { Column, ColumnType, Scalar } from '../../src/analytics/catalog.ts'
import type { Knowledge } from '../../src/nlq/plan.ts'
import { boundCatalog } from '../support/bound-catalog.ts'
import { createDice, namesOf, type Sort } from './large-names.ts'

/** View → its KPIs (sums; `%` for ratios of the two before) and its dimensions. */
const views: Readonly<Record<string, { readonly kpis: string; readonly dimensions: string }>> = {
  sales: {
    kpis: 'revenue, orders, % average order value, units sold, discounts',
    dimensions:
      'customer, product, brand, category, channel, country, city, store, payment method, region, promo code, is gift',
  },
  returns: {
    kpis: 'refunds, returned items, % refund per item, restocking fees, return shipping cost',
    dimensions: 'customer, product, return reason, condition, warehouse, country',
  },
  support: {
    kpis: 'handling minutes, tickets, % handling time, escalations, reopened tickets',
    dimensions: 'customer, agent, priority, topic, contact channel, language, support team',
  },
  shipments: {
    kpis: 'freight cost, shipments, % cost per shipment, tonnage, delay minutes',
    dimensions: 'carrier, origin, destination, transport mode, vehicle, incoterm, is hazardous, driver, customs status',
  },
  inventory: {
    kpis: 'stock value, stock on hand, % value per unit, write offs, stock outs',
    dimensions: 'sku, warehouse, aisle, supplier, storage class, shelf life',
  },
  marketing: {
    kpis: 'ad spend, clicks, % cost per click, impressions, leads',
    dimensions: 'campaign, ad network, audience, device, landing page, creative format',
  },
  subscriptions: {
    kpis: 'recurring revenue, active subscriptions, % revenue per subscription, upgrades, cancellations',
    dimensions: 'plan, billing cycle, cancel reason, sales rep, industry, company size',
  },
  hiring: {
    kpis: 'recruiting cost, hires, % cost per hire, applications, interviews',
    dimensions: 'job title, office, recruiter, source, seniority, employment type, department',
  },
  payments: {
    kpis: 'payment volume, payments, % average payment, chargebacks, processing fees',
    dimensions: 'card brand, bank, currency, decline reason, terminal, risk level, merchant category',
  },
  visits: {
    kpis: 'page load seconds, sessions, % load time, bounces, sign ups',
    dimensions: 'page, browser, operating system, referrer, experiment, visitor type',
  },
  production: {
    kpis: 'output, machine hours, % output per hour, scrap, downtime minutes',
    dimensions: 'plant, production line, machine, shift, operator, material, defect type',
  },
  energy: {
    kpis: 'energy cost, consumption, % price per unit, emissions, solar yield',
    dimensions: 'site, meter, tariff, energy source, building, tenant',
  },
}

/** Dimensions that hold many values, how many, and what they look like. */
const large: Readonly<Record<string, readonly [Sort, number]>> = {
  customer: ['company', 45_000],
  product: ['product', 40_000],
  sku: ['code', 30_000],
  campaign: ['campaign', 10_000],
  city: ['place', 12_000],
  origin: ['place', 9_000],
  destination: ['place', 9_000],
  supplier: ['company', 15_000],
  agent: ['person', 3_000],
  driver: ['person', 6_000],
  operator: ['person', 6_000],
  vehicle: ['code', 5_000],
  tenant: ['company', 4_000],
  meter: ['code', 3_000],
}

const few = (text: string) => text.split(',').map((each) => each.trim())

/** Dimensions whose values matter: words that are also words of the grammar, abbreviations, shared ones. */
const small: Readonly<Record<string, readonly string[]>> = {
  country: few('Germany, France, United Kingdom, United States, Japan, Brazil, Georgia, Côte d’Ivoire, Türkiye'),
  priority: few('low, normal, high, urgent'),
  channel: few('web, mobile, store, direct, partner, e-mail'),
  'contact channel': few('e-mail, phone, chat, web'),
  'payment method': few('credit card, direct debit, invoice, gift card, other'),
  'return reason': few('too small, too large, damaged, late, not as described, other, none'),
  condition: few('new, used, damaged, sealed'),
  source: few('referral, job board, agency, direct, other'),
  plan: few('Free, Basic, Plus, Pro, Business, Enterprise'),
  'billing cycle': few('monthly, quarterly, yearly'),
  shift: few('early, late, night'),
  'visitor type': few('new, returning, total'),
  'transport mode': few('road, rail, sea, air'),
  'risk level': few('low, medium, high'),
  'energy source': few('solar, wind, gas, coal, other'),
  device: few('desktop, mobile, tablet'),
  'company size': few('1-10, 11-50, 51-200, 200+'),
}

/** The knowledge a mind is made of, the same on each call. */
export function largeKnowledge(mostValues = 200_000): Knowledge {
  const dice = createDice(20_261_121)
  const values = new Map<string, ReadonlyMap<string, readonly Scalar[]>>()
  const pools = new Map<string, readonly string[]>()
  const names = new Set(Object.values(views).flatMap(({ dimensions }) => few(dimensions)))
  let left = mostValues
  for (const name of names) {
    if (name.startsWith('is ')) continue
    const [sort, count] = large[name] ?? ['place', 0]
    // Origins and destinations are the same places.
    const shared = name === 'destination' ? pools.get('origin') : undefined
    const pool = shared ?? small[name] ?? namesOf(sort, Math.ceil((count || 40) * (mostValues / 200_000)), dice)
    pools.set(name, pool.slice(0, left))
    left -= pools.get(name)!.length
  }
  // What is missing to the full number is products.
  pools.set('product', [...pools.get('product')!, ...namesOf('company', Math.max(0, left), dice)])
  for (const [view, { dimensions }] of Object.entries(views))
    values.set(
      keyOf(view),
      new Map(
        few(dimensions)
          .filter((name) => !name.startsWith('is '))
          .map((name) => [keyOf(name), pools.get(name)!]),
      ),
    )
  const history = new Map(Object.keys(views).map((view) => [view, { from: '2023-01-01', to: '2026-11-21' }]))
  return { catalog: catalogOf(), values, history, empties: new Map() }
}

const keyOf = (name: string) => name.replaceAll(' ', '_').replaceAll('-', '_')

function catalogOf(): Knowledge['catalog'] {
  const written: Record<string, Record<string, unknown>> = { views: {}, kpis: {} }
  const live = new Map<string, Map<string, Column>>()
  for (const [view, { kpis, dimensions }] of Object.entries(views)) {
    const columns = new Map<string, Column>()
    const column = (name: string, type: ColumnType) => columns.set(name, { name, type, pgType: type })
    column('day', 'date')
    written['views']![view] = {
      relation: `kpi.${view}`,
      time: { column: 'day', grain: 'day' },
      dimensions: Object.fromEntries(few(dimensions).map((name) => [keyOf(name), { column: keyOf(name) }])),
    }
    for (const name of few(dimensions)) column(keyOf(name), name.startsWith('is ') ? 'boolean' : 'text')
    const [first, second] = few(kpis)
    for (const name of few(kpis)) {
      const isRatio = name.startsWith('% ')
      const key = keyOf(name.replace('% ', ''))
      if (!isRatio) column(key, 'number')
      written['kpis']![key] = {
        view,
        measure: isRatio ? { ratio: { of: { sum: keyOf(first!) }, over: { sum: keyOf(second!) } } } : { sum: key },
      }
    }
    live.set(`kpi.${view}`, columns)
  }
  return boundCatalog(stringify({ timezone: 'Europe/Berlin', ...written }), live)
}
