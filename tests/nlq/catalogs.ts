/** Small catalogs of different trades, as people would write them, with their values and histories. */
import type { ColumnType, Scalar } from '../../src/analytics/catalog.ts'
import type { Knowledge } from '../../src/nlq/plan.ts'
import { boundCatalog, columnsOf } from '../support/bound-catalog.ts'

interface Written {
  readonly yaml: string
  /** Relation → column → type. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, ColumnType>>>>
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly Scalar[]>>>>
  readonly history: Readonly<Record<string, readonly [string, string]>>
  /** Dimensions that some rows have no value of. */
  readonly empties?: Readonly<Record<string, readonly string[]>>
}

/** The knowledge of a catalog, written down with its columns, values and histories. */
export function knowledge({ yaml, columns, values, history, empties = {} }: Written): Knowledge {
  const live = Object.entries(columns).map(([relation, types]) => [relation, columnsOf(types)] as const)
  return {
    catalog: boundCatalog(yaml, new Map(live)),
    values: new Map(Object.entries(values).map(([view, of]) => [view, new Map(Object.entries(of))])),
    history: new Map(Object.entries(history).map(([view, [from, to]]) => [view, { from, to }])),
    empties: new Map(Object.entries(empties).map(([view, dimensions]) => [view, new Set(dimensions)])),
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
      product: [
        'Trail Runner 2',
        'Desk Lamp',
        'May Flower Vase',
        'Robot Kit',
        'Garden',
        'Levi’s Jacket',
        'Summer Dress',
        'Night Cream',
        'Night Trains',
        'Small Worlds',
        'Copper Kettle',
      ],
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

/** A haulier: shipments one by one, and a table of lanes without any time. */
export const haulage = knowledge({
  yaml: `
timezone: America/Chicago
week_starts: sunday
fiscal_year_starts: 4
calendar: { holidays: [US] }
views:
  shipments:
    relation: ops.shipments
    rows: { label: shipments, synonyms: [loads, consignments] }
    time: { column: picked_up, grain: day, label: Pickup date, synonyms: [picked up, pickup] }
    other_times:
      delivered: { column: delivered_on, grain: day, label: Delivery date, synonyms: [delivered, delivery] }
    dimensions:
      carrier: { column: carrier, synonyms: [haulier, trucking company] }
      origin: { column: origin_city, label: Origin city, synonyms: [origin, from city] }
      destination: { column: destination_city, label: Destination city, synonyms: [destination] }
      mode: { column: mode, label: Transport mode, values: { LTL: [less than truckload], FTL: [full truckload, truckload] } }
      weight: { column: weight_kg, label: Weight }
      distance: { column: distance_km, synonyms: [mileage] }
      hazmat: { column: is_hazmat, label: Hazardous, synonyms: [hazmat, dangerous goods] }
  lanes:
    relation: ops.lanes
    rows: { label: contracts }
    dimensions:
      carrier: { column: carrier }
      lane: { column: lane_name, label: Lane name }
      tier: { column: tier, label: Service tier, synonyms: [contract] }
kpis:
  shipments: { view: shipments, measure: { count: true }, synonyms: [shipment count, shipment volume] }
  freight_cost: { view: shipments, measure: { sum: cost }, unit: USD, good_when: down, synonyms: [freight spend, transport cost], also: [average, median, max, min] }
  on_time_rate: { view: shipments, measure: { ratio: { of: { sum: on_time }, over: { count: true } } }, unit: percent, label: On-time rate, synonyms: [otd, on time delivery, punctuality] }
  transit_time: { view: shipments, measure: { average: transit_hours }, unit: hours, good_when: down, also: [median, max] }
  tonnage: { view: shipments, measure: { sum: weight_kg }, unit: kg, synonyms: [total weight, weight shipped] }
  damaged_shipments: { view: shipments, measure: { count: true, where: { status: [damaged] } }, good_when: down, synonyms: [damages, damage claims] }
  contracted_rate: { view: lanes, measure: { average: rate }, unit: USD, synonyms: [lane rate], also: [min, max, median] }
  lane_count: { view: lanes, measure: { count_distinct: lane_name }, label: Lanes, synonyms: [number of lanes] }
`,
  columns: {
    'ops.shipments': {
      picked_up: 'date',
      delivered_on: 'date',
      carrier: 'text',
      origin_city: 'text',
      destination_city: 'text',
      mode: 'text',
      weight_kg: 'number',
      distance_km: 'number',
      is_hazmat: 'boolean',
      cost: 'number',
      on_time: 'number',
      transit_hours: 'number',
      status: 'text',
    },
    'ops.lanes': { carrier: 'text', lane_name: 'text', tier: 'text', rate: 'number' },
  },
  values: {
    shipments: {
      carrier: ['Swift Haul', 'Blue Ox', 'Atlas Freight', 'March Logistics'],
      origin: ['Chicago', 'Dallas', 'St. Louis', 'Kansas City'],
      destination: ['Chicago', 'Denver', 'New York', 'Québec'],
      mode: ['LTL', 'FTL', 'Air', 'Rail'],
    },
    lanes: { carrier: ['Swift Haul', 'Blue Ox'], lane: ['CHI-DEN', 'DAL-NYC'], tier: ['gold', 'silver', 'bronze'] },
  },
  history: { shipments: ['2023-01-02', '2026-11-20'] },
})

/** A hospital: visits one by one, beds counted each day. */
export const hospital = knowledge({
  yaml: `
timezone: Europe/London
views:
  visits:
    relation: care.visits
    rows: { label: visits, synonyms: [encounters, admissions] }
    time: { column: admitted_at, grain: minute, label: Admission time, synonyms: [admitted] }
    dimensions:
      ward: { column: ward, synonyms: [department, unit] }
      diagnosis: { column: diagnosis_group, label: Diagnosis group, synonyms: [condition] }
      doctor: { column: physician, label: Attending physician, synonyms: [doctor, physician] }
      triage: { column: triage_level, label: Triage level, synonyms: [acuity] }
      age: { column: age }
      insured: { column: insured, synonyms: [with insurance] }
      patient: { column: patient_id, label: Patient, synonyms: [patients], masked: true }
  beds:
    relation: care.beds
    time: { column: day, grain: day }
    dimensions:
      ward: { column: ward }
kpis:
  visits: { view: visits, measure: { count: true } }
  patients: { view: visits, measure: { count_distinct: patient_id }, synonyms: [unique patients, people treated] }
  length_of_stay: { view: visits, measure: { average: stay_days }, unit: days, good_when: down, synonyms: [los, stay], also: [median, max, min] }
  waiting_time: { view: visits, measure: { median: wait_minutes }, unit: minutes, good_when: down, synonyms: [wait, waiting times, wait time], also: [average, max] }
  readmission_rate: { view: visits, measure: { ratio: { of: { sum: readmitted }, over: { count: true } } }, unit: percent, good_when: down, synonyms: [readmissions rate] }
  treatment_cost: { view: visits, measure: { sum: cost }, unit: GBP, good_when: down, synonyms: [spend], also: [average, median] }
  occupied_beds: { view: beds, measure: { last: occupied }, synonyms: [bed occupancy, beds in use], good_when: steady }
  bed_utilisation: { view: beds, measure: { ratio: { of: { sum: occupied }, over: { sum: available } } }, unit: percent, synonyms: [bed utilization, utilisation] }
`,
  columns: {
    'care.visits': {
      admitted_at: 'timestamp',
      ward: 'text',
      diagnosis_group: 'text',
      physician: 'text',
      triage_level: 'number',
      age: 'number',
      insured: 'boolean',
      patient_id: 'text',
      stay_days: 'number',
      wait_minutes: 'number',
      readmitted: 'number',
      cost: 'number',
    },
    'care.beds': { day: 'date', ward: 'text', occupied: 'number', available: 'number' },
  },
  values: {
    visits: {
      ward: ['A&E', 'Cardiology', 'Maternity', 'Intensive Care', 'Paediatrics'],
      diagnosis: ['Fracture', 'Sepsis', 'Stroke', 'Chest pain', 'Other'],
      doctor: ['Dr. Amara Okafor', 'Dr. Jon Weiss', 'Dr. Li Na'],
      triage: [1, 2, 3, 4, 5],
    },
    beds: { ward: ['A&E', 'Cardiology', 'Maternity', 'Intensive Care'] },
  },
  history: { visits: ['2025-01-01T00:10', '2026-11-21T12:40'], beds: ['2025-01-01', '2026-11-20'] },
})
