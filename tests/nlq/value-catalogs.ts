/** A catalog whose values are written as real ones are: with signs, brackets, numbers, accents, and in words of the grammar. */
import { knowledge } from './catalogs.ts'

/** A mail-order depot with a staff: deliveries one by one, and hires by the day. */
export const depot = knowledge({
  yaml: `
timezone: Europe/Vienna
views:
  deliveries:
    relation: kpi.deliveries
    rows: { label: parcels }
    time: { column: day, grain: day }
    dimensions:
      region: { column: region, synonyms: [market] }
      country: { column: country }
      brand: { column: brand }
      customer: { column: customer }
      category: { column: category }
      hub: { column: hub, synonyms: [airport] }
      pickup: { column: pickup, label: Pickup city }
      dropoff: { column: dropoff, label: Dropoff city }
      shipping_mode: { column: ship_mode }
      payment: { column: payment, label: Payment method }
      status: { column: status }
      source: { column: source, label: Order source, values: { Direct: [type-in, own site] } }
      age_band: { column: age_band, label: Age group }
      floor: { column: floor }
      cylinders: { column: cylinders }
      is_fragile: { column: is_fragile, label: Fragile }
  staff:
    relation: kpi.staff
    time: { column: day, grain: day }
    dimensions:
      department: { column: department }
      leave_type: { column: leave_type }
kpis:
  deliveries: { view: deliveries, measure: { count: true } }
  revenue: { view: deliveries, measure: { sum: revenue }, unit: EUR, also: [average] }
  payments: { view: deliveries, measure: { sum: paid }, unit: EUR }
  hires: { view: staff, measure: { sum: hires } }
  churn: { view: staff, measure: { sum: left_staff }, label: Churn }
`,
  columns: {
    'kpi.deliveries': {
      day: 'date',
      region: 'text',
      country: 'text',
      brand: 'text',
      customer: 'text',
      category: 'text',
      hub: 'text',
      pickup: 'text',
      dropoff: 'text',
      ship_mode: 'text',
      payment: 'text',
      status: 'text',
      source: 'text',
      age_band: 'text',
      floor: 'number',
      cylinders: 'number',
      is_fragile: 'boolean',
      revenue: 'number',
      paid: 'number',
    },
    'kpi.staff': { day: 'date', department: 'text', leave_type: 'text', hires: 'number', left_staff: 'number' },
  },
  values: {
    deliveries: {
      region: ['North', 'South', 'Other', 'None'],
      country: ['Germany', 'Georgia', 'United States', 'United Kingdom', 'Austria'],
      brand: ['The North Face', 'Levi’s', 'McDonald’s', 'Best', 'Average Joe', 'Many', 'Pie'],
      customer: [
        'Johnson & Johnson',
        'Grand Hotel Vienna',
        'Hotel Europa',
        'Georgia',
        'Levi’s Jacket',
        'May',
        'Mark Up',
      ],
      category: ['T-Shirt', 'Email', 'Box', 'Q3 Pack', 'Total', 'Furniture', 'Used'],
      hub: ['London (LHR)', 'Terminal 2', 'A&E', 'Vienna'],
      pickup: ['São Paulo', 'Vienna', 'Graz'],
      dropoff: ['São Paulo', 'Vienna', 'Linz'],
      shipping_mode: ['Same Day', 'First Class', 'Standard Class', 'On', 'Off'],
      payment: ['credit_card', 'direct debit', 'invoice'],
      status: ['In Transit', 'On Hold', 'Delivered', 'Not Started', 'Open'],
      source: ['Direct', 'Referral', 'Other', 'Web'],
      age_band: ['Under 18', '18-24', '25-64', '65+'],
      is_fragile: [true, false],
    },
    staff: { department: ['Sales', 'Marketing', 'Office'], leave_type: ['Sick leave', 'Parental leave'] },
  },
  history: { deliveries: ['2024-01-01', '2026-11-20'], staff: ['2024-01-01', '2026-11-20'] },
})
