/** A control room, whose own figures are called as the things of alerting are; and a shop of watches. */
import { knowledge } from '../catalogs.ts'

export const controlRoom = knowledge({
  yaml: `
timezone: Europe/Helsinki
views:
  pages:
    relation: noc.pages
    label: Pages
    time: { column: raised_at, grain: minute, label: Raised }
    rows: { label: alerts, synonyms: [alarms] }
    dimensions:
      service: { column: service, label: Service }
      severity: { column: severity, label: Severity, synonyms: [level] }
      rule: { column: rule_name, label: Rule }
      state: { column: state, label: State }
  requests:
    relation: noc.requests
    label: Requests
    time: { column: minute, grain: minute }
    dimensions:
      service: { column: service, label: Service }
      host: { column: host, label: Host }
      data_center: { column: dc, label: Data center, synonyms: [site] }
kpis:
  alerts: { view: pages, measure: { count: true }, label: Alerts, good_when: down }
  subscriptions: { view: pages, measure: { count_distinct: subscriber }, label: Subscriptions }
  requests: { view: requests, measure: { sum: requests }, label: Requests, synonyms: [hits, calls] }
  errors: { view: requests, measure: { sum: errors }, label: Errors, good_when: down, synonyms: [failures] }
  error_rate: { view: requests, measure: { ratio: { of: { sum: errors }, over: { sum: requests } } }, unit: percent, label: Error rate, good_when: down }
  latency: { view: requests, measure: { average: seconds }, unit: seconds, label: Response time, synonyms: [latency], good_when: down, also: [max] }
  traffic: { view: requests, measure: { sum: bytes }, unit: bytes, label: Traffic, synonyms: [bandwidth], good_when: steady }
  uptime: { view: requests, measure: { average: uptime }, unit: percentage_points, label: Uptime }
  temperature: { view: requests, measure: { average: celsius }, unit: degrees, label: Temperature, good_when: steady }
  changes: { view: requests, measure: { sum: changes }, label: Changes }
`,
  columns: {
    'noc.pages': {
      raised_at: 'timestamptz',
      service: 'text',
      severity: 'text',
      rule_name: 'text',
      state: 'text',
      subscriber: 'text',
    },
    'noc.requests': {
      minute: 'timestamptz',
      service: 'text',
      host: 'text',
      dc: 'text',
      requests: 'number',
      errors: 'number',
      seconds: 'number',
      bytes: 'number',
      uptime: 'number',
      celsius: 'number',
      changes: 'number',
    },
  },
  values: {
    pages: {
      service: ['checkout', 'search', 'mail'],
      severity: ['critical', 'warning', 'info'],
      rule: ['disk full', 'high load'],
      state: ['open', 'muted', 'normal'],
    },
    requests: {
      service: ['checkout', 'search', 'mail'],
      host: ['web 1', 'web 2', 'db-7'],
      data_center: ['Helsinki', 'Oslo', 'US East'],
    },
  },
  history: { pages: ['2025-01-01T00:00', '2026-11-21T15:00'], requests: ['2025-01-01T00:00', '2026-11-21T15:00'] },
})

export const watchShop = knowledge({
  yaml: `
timezone: Europe/Zurich
views:
  sales:
    relation: shop.sales
    label: Sales
    time: { column: sold_at, grain: hour }
    dimensions:
      category: { column: category, label: Category }
      brand: { column: brand, label: Brand }
      mood: { column: mood, label: Mood }
kpis:
  revenue: { view: sales, measure: { sum: chf }, unit: CHF, label: Revenue }
  returns: { view: sales, measure: { sum: returned }, label: Returns, good_when: down }
`,
  columns: {
    'shop.sales': {
      sold_at: 'timestamptz',
      category: 'text',
      brand: 'text',
      mood: 'text',
      chf: 'number',
      returned: 'number',
    },
  },
  values: { sales: { category: ['Watch', 'Clock', 'Alarm'], brand: ['Tempo', 'Follow'], mood: ['normal', 'unusual'] } },
  history: { sales: ['2025-01-01T00:00', '2026-11-21T15:00'] },
})
