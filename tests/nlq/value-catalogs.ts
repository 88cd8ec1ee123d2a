/** A catalog whose values are written as real ones are: with signs, brackets, numbers, accents, and in words of the grammar. */
import type { Knowledge } from '../../src/nlq/plan.ts'
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

/** Values of everyday kinds, many of them words of the grammar, of the calendar or of a letter. */
export const everydayValues: Readonly<Record<string, string>> = {
  status: 'Open|Closed|In Progress|On Hold|Pending Review|Won|Lost|Not Applicable|Cancelled|Out for Delivery',
  plan: 'Free|Basic|Plus|Pro|Team|Business|Enterprise|Trial',
  payment_method: 'Cash|Credit Card|Debit Card|PayPal|Bank Transfer|Gift Card|Buy Now Pay Later|Other|None',
  ship_mode: 'First Class|Second Class|Standard Class|Same Day|Next Day|Two-Day|Pickup',
  education: "Bachelor's|Master's|High School|PhD|Some College|No Degree",
  size: 'XS|S|M|L|XL|XXL|One Size',
  grade: 'A|B|C|D|F|A+',
  gender: 'M|F|X',
  risk: 'Very Low|Low|Medium|High|Very High',
  priority: 'P1|P2|P3|P4',
  severity: '1 - Critical|2 - High|3 - Medium|4 - Low',
  weather: 'Clear|Partly Cloudy|Rain|Light Rain|Heavy Snow|Fog|Wind',
  genre: 'Action|Drama|Comedy|Sci-Fi|Rock & Roll|R&B|Hip-Hop|World|Documentary|Horror|Short',
  department: 'Sales|Marketing|R&D|HR|IT|Customer Success|Finance & Accounting|Operations|Legal|Product',
  state: 'California|New York|Texas|Oregon|Washington|Georgia|North Carolina|West Virginia|Indiana|Maine|New Mexico',
  city: 'New York|Los Angeles|San José|Reading|Nice|Mobile|Orange|Bath|Of|Most|Split|Best|Male|Victoria|St. Louis|Washington|Paris|Köln|Zürich|Łódź|Al Ain',
  brand:
    'Apple|Target|Gap|Next|Boots|Visa|Shell|Oracle|Mercedes-Benz|Rolls-Royce|H&M|7-Eleven|3M|L’Oréal|Ben & Jerry’s|Toys "R" Us|Yahoo!|AT&T|Coca-Cola|Dr Pepper|Marks & Spencer|Monday.com|booking.com|Under Armour|The Home Depot|Best Buy|Forever 21|Total|Dove|Always|Axe',
  product:
    'iPhone 15|iPhone 15 Pro|iPhone 15 Pro Max|Model 3|Model S|Windows 11|Galaxy S24|PlayStation 5|Air Max 90|Chai|Tofu|Pavlova|Northwoods Cranberry Sauce|Original Frankfurter grüne Soße|Queso Cabrales|Mishi Kobe Niku|Desk|Office Chair|Table Lamp|Bar Stool|Line Marker|Record Player|Rank Badge|Growth Serum',
  segment: 'Consumer|Corporate|Home Office|Small Business|Non-profit|Mid-Market',
  age_group: 'Under 18|18-24|25-34|35-44|45-54|55-64|65+',
  income_band: '< $25k|$25k - $50k|$50k - $100k|$100k+',
  month_name: 'January|February|March|April|May|June|July|August|September|October|November|December',
  weekday_name: 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday',
  shift: 'Day|Night|Morning|Evening|Weekend|Swing',
  quarter_label: 'Q1|Q2|Q3|Q4',
  answer: 'Yes|No|Maybe|Don’t know',
  language: 'English|German|French|Spanish|Portuguese (Brazil)|Chinese (Simplified)|C++|C#',
  browser: 'Chrome|Safari|Edge|Firefox|Opera|Other',
  airport: 'JFK|LAX|ORD|ATL|DFW|SFO|LHR',
  store: 'Store 1|Store 2|Store 10|Downtown|Airport|Mall of America|Main Street|5th Avenue',
}

/** A shop with those dimensions; with or without dates. */
export function emporium({ hasDates }: { hasDates: boolean }): Knowledge {
  const names = Object.keys(everydayValues)
  return knowledge({
    yaml: `
timezone: UTC
views:
  orders:
    relation: kpi.orders
    rows: { label: orders }
${hasDates ? '    time: { column: day, grain: day }\n' : ''}    dimensions:
${names.map((name) => `      ${name}: { column: ${name} }`).join('\n')}
kpis:
  revenue: { view: orders, measure: { sum: revenue }, unit: USD, also: [average] }
`,
    columns: {
      'kpi.orders': {
        day: 'date',
        revenue: 'number',
        ...Object.fromEntries(names.map((name) => [name, 'text' as const])),
      },
    },
    values: { orders: Object.fromEntries(names.map((name) => [name, everydayValues[name]!.split('|')])) },
    history: hasDates ? { orders: ['2023-01-01', '2026-11-20'] } : {},
  })
}
