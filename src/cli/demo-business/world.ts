/** What the demo business consists of: an online retailer called Larkfield. */

export interface Country {
  readonly code: string
  readonly name: string
  readonly region: string
  /** Share of orders. */
  readonly weight: number
  /** Hours its day runs ahead of the business's own. */
  readonly hoursAhead: number
}

const country = (code: string, name: string, region: string, weight: number, hoursAhead: number): Country => ({
  code,
  name,
  region,
  weight,
  hoursAhead,
})

export const COUNTRIES: readonly Country[] = [
  country('DE', 'Germany', 'EMEA', 17, 0),
  country('FR', 'France', 'EMEA', 10, 0),
  country('GB', 'United Kingdom', 'EMEA', 11, -1),
  country('ES', 'Spain', 'EMEA', 5, 0),
  country('IT', 'Italy', 'EMEA', 5, 0),
  country('PL', 'Poland', 'EMEA', 4, 0),
  country('SE', 'Sweden', 'Nordics', 4, 0),
  country('NO', 'Norway', 'Nordics', 2.5, 0),
  country('DK', 'Denmark', 'Nordics', 2.5, 0),
  country('US', 'United States', 'North America', 15, -7),
  country('CA', 'Canada', 'North America', 4, -6),
  country('BR', 'Brazil', 'Latin America', 4, -4),
  country('MX', 'Mexico', 'Latin America', 3, -7),
  country('AR', 'Argentina', 'Latin America', 1.5, -4),
  country('JP', 'Japan', 'APAC', 4.5, 8),
  country('AU', 'Australia', 'APAC', 3, 9),
  country('IN', 'India', 'APAC', 2.5, 4),
  country('SG', 'Singapore', 'APAC', 1.5, 7),
]

export const REGIONS: readonly string[] = [...new Set(COUNTRIES.map((each) => each.region))]

export const CHANNELS = [
  { name: 'web', weight: 52 },
  { name: 'app', weight: 33 },
  { name: 'marketplace', weight: 15 },
] as const

export interface Product {
  readonly id: number
  readonly name: string
  readonly category: number
  /** Euro. */
  readonly price: number
  readonly cost: number
  readonly weight: number
}

export interface Category {
  readonly name: string
  readonly weight: number
  /** Day of the year with the highest demand, and how much higher than the mean it is. */
  readonly peakDay: number
  readonly swing: number
  /** Cost as a share of the price. */
  readonly costShare: number
  readonly products: readonly (readonly [string, number])[]
}

export const CATEGORIES: readonly Category[] = [
  {
    name: 'Electronics',
    weight: 17,
    peakDay: 340,
    swing: 0.22,
    costShare: 0.72,
    products: [
      ['Aurora Headphones', 129],
      ['Pulse Fitness Band', 79],
      ['Lumen Desk Lamp', 49.9],
      ['Echo Mini Speaker', 59],
      ['Nimbus Tablet', 329],
      ['Volt Power Bank', 34.9],
      ['Iris Webcam', 69],
      ['Atlas Router', 119],
    ],
  },
  {
    name: 'Home & Kitchen',
    weight: 16,
    peakDay: 330,
    swing: 0.12,
    costShare: 0.58,
    products: [
      ['Cedar Knife Set', 89],
      ['Tern Coffee Maker', 149],
      ['Dune Linen Sheets', 99],
      ['Basalt Frying Pan', 54.9],
      ['Willow Storage Box', 24.9],
      ['Breeze Air Purifier', 189],
      ['Copper Kettle', 64.9],
      ['Harbor Towel Set', 39.9],
    ],
  },
  {
    name: 'Fashion',
    weight: 19,
    peakDay: 120,
    swing: 0.14,
    costShare: 0.46,
    products: [
      ['Fjord Rain Jacket', 139],
      ['Alder Jeans', 79],
      ['Merino Sweater', 89],
      ['Canvas Sneakers', 69],
      ['Linen Shirt', 49.9],
      ['Wool Scarf', 34.9],
      ['Leather Belt', 39.9],
      ['Summer Dress', 59],
    ],
  },
  {
    name: 'Beauty',
    weight: 11,
    peakDay: 40,
    swing: 0.1,
    costShare: 0.38,
    products: [
      ['Rosehip Serum', 32],
      ['Clay Mask', 18.5],
      ['Cedar Perfume', 64],
      ['Silk Shampoo', 14.9],
      ['Night Cream', 39],
      ['Lip Balm Trio', 11.9],
      ['Bamboo Brush Set', 24.9],
    ],
  },
  {
    name: 'Sports & Outdoors',
    weight: 12,
    peakDay: 165,
    swing: 0.3,
    costShare: 0.6,
    products: [
      ['Ridge Hiking Boots', 149],
      ['Trail Backpack', 99],
      ['Summit Tent', 219],
      ['Flow Yoga Mat', 34.9],
      ['Carbon Bike Helmet', 84.9],
      ['Glacier Bottle', 27.9],
      ['Sprint Running Shoes', 119],
      ['Anchor Dumbbells', 59],
    ],
  },
  {
    name: 'Toys & Games',
    weight: 9,
    peakDay: 345,
    swing: 0.55,
    costShare: 0.55,
    products: [
      ['Wooden Train Set', 59],
      ['Galaxy Puzzle', 21.9],
      ['Builder Blocks', 44.9],
      ['Forest Board Game', 36.9],
      ['Plush Otter', 19.9],
      ['Marble Run', 39.9],
      ['Junior Science Kit', 32.9],
    ],
  },
  {
    name: 'Books',
    weight: 8,
    peakDay: 350,
    swing: 0.18,
    costShare: 0.62,
    products: [
      ['The Quiet Harbor', 16.9],
      ['Atlas of Winds', 34],
      ['Bread at Home', 28],
      ['Learning to Sail', 22.5],
      ['Night Trains', 14.9],
      ['The Data Garden', 31],
      ['Small Worlds', 12.9],
    ],
  },
  {
    name: 'Grocery',
    weight: 8,
    peakDay: 355,
    swing: 0.08,
    costShare: 0.68,
    products: [
      ['Highland Tea', 12.9],
      ['Single Estate Coffee', 17.9],
      ['Olive Oil Tin', 21.5],
      ['Dark Chocolate Box', 15.9],
      ['Wild Honey', 9.9],
      ['Pasta Hamper', 26.9],
      ['Spice Drawer', 29.9],
    ],
  },
]

export const PRODUCTS: readonly Product[] = CATEGORIES.flatMap((category, index) =>
  category.products.map(([name, price], place) => ({
    id: (index + 1) * 100 + place + 1,
    name,
    category: index,
    price,
    cost: Math.round(price * category.costShare * 100) / 100,
    // The first of a category sells best, as a rule of thumb by 1/√rank, and dear things less.
    weight: 1 / Math.sqrt(place + 1) / Math.sqrt(price / 40 + 0.5),
  })),
)

/** Products of each category, by the category's index. */
export const PRODUCTS_OF: readonly (readonly Product[])[] = CATEGORIES.map((_, index) =>
  PRODUCTS.filter((product) => product.category === index),
)

export const PLANS = [
  { name: 'Basic', monthly: 4.9, active: 5200, churnPerDay: 0.0014 },
  { name: 'Plus', monthly: 9.9, active: 2600, churnPerDay: 0.0009 },
  { name: 'Family', monthly: 14.9, active: 1100, churnPerDay: 0.0006 },
] as const

export const DEVICES = [
  { name: 'mobile', weight: 58 },
  { name: 'desktop', weight: 34 },
  { name: 'tablet', weight: 8 },
] as const

export const SOURCES = ['organic', 'paid search', 'social', 'email', 'referral'] as const
export const PAYMENTS = ['card', 'paypal', 'invoice', 'bank transfer'] as const
export const TOPICS = ['delivery', 'returns', 'payment', 'product', 'account'] as const
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export const CONTACTS = ['email', 'chat', 'phone'] as const
