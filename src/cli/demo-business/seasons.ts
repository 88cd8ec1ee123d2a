/** The rhythm of the business: growth, seasons, weekdays, hours, holidays and promotions, all functions of the date. */
import { addDays, dayOf, easter, nthWeekday, type Day } from './day.ts'
import { CATEGORIES, type Country } from './world.ts'

export interface Promotion {
  readonly id: number
  readonly name: string
  /** Dates, the second outside. */
  readonly from: string
  readonly to: string
  /** Null: all of them. */
  readonly category: string | null
  readonly region: string | null
  readonly discountPercent: number
  /** What it does to demand. */
  readonly lift: number
}

/** Growth levels off, so that the business has about one size whenever the demo is loaded. */
export function growthOn(day: Day): number {
  return 0.8 + 0.32 / (1 + Math.exp(-(day.number - NEW_YEAR_2026) / 250))
}
const NEW_YEAR_2026 = 2192

const weekdayFactors = [1.02, 0.97, 0.95, 0.98, 1.03, 1.04, 1.13]
export function weekdayFactor(day: Day): number {
  return weekdayFactors[day.weekday - 1]!
}

/** The whole shop's year: a quiet summer, a strong end. */
export function yearFactor(day: Day): number {
  const christmas = Math.exp(-(((day.dayOfYear - 342) / 16) ** 2)) * 0.45
  const summer = Math.exp(-(((day.dayOfYear - 210) / 30) ** 2)) * 0.1
  return 0.97 + christmas - summer + 0.04 * Math.cos(((day.dayOfYear - 330) / 365.25) * 2 * Math.PI)
}

export function categoryFactor(category: number, day: Day): number {
  const { peakDay, swing } = CATEGORIES[category]!
  return 1 + swing * Math.cos(((day.dayOfYear - peakDay) / 365.25) * 2 * Math.PI)
}

/** People buy little on the days they celebrate. */
export function holidayFactor(country: Country, day: Day): number {
  const monthDay = day.date.slice(5)
  if (country.region !== 'APAC') {
    if (monthDay === '12-24' || monthDay === '12-25') return 0.45
    if (monthDay === '12-26' || monthDay === '01-01') return 0.65
  }
  if (country.region === 'EMEA' || country.region === 'Nordics') {
    const sunday = easter(day.year)
    if (day.date >= addDays(sunday, -2) && day.date <= addDays(sunday, 1)) return 0.75
  }
  if (country.code === 'DE' && (monthDay === '10-03' || monthDay === '05-01')) return 0.78
  if (country.code === 'US') {
    if (monthDay === '07-04') return 0.68
    if (day.month === 11 && day.date === nthWeekday(day.year, 11, 4, 4)) return 0.7
  }
  if (country.code === 'FR' && monthDay === '07-14') return 0.75
  if (country.code === 'JP' && monthDay >= '05-03' && monthDay <= '05-05') return 0.8
  return 1
}

// Orders by hour of the customer's own day: a shoulder at lunch, a peak in the evening.
const hourly = [
  1.2, 0.7, 0.4, 0.3, 0.3, 0.5, 1.1, 2.2, 3.4, 4.4, 5.0, 5.3, 5.6, 5.4, 5.1, 5.0, 5.2, 5.6, 6.2, 7.0, 7.6, 7.2, 5.2,
  2.8,
]
const hourlySum = hourly.reduce((sum, weight) => sum + weight, 0)

/** The share of a day's orders in an hour that the business's own clock shows. */
export function hourShare(country: Country, wall: number): number {
  return hourly[(wall + country.hoursAhead + 48) % 24]! / hourlySum
}

/** The promotions that begin in a year. Ids carry the year, so that they never change. */
function promotionsOf(year: number): readonly Promotion[] {
  const blackFriday = addDays(nthWeekday(year, 11, 4, 4), 1)
  const on = (monthDay: string) => `${year}-${monthDay}`
  const promotion = (
    place: number,
    name: string,
    from: string,
    days: number,
    category: string | null,
    region: string | null,
    discountPercent: number,
    lift: number,
  ): Promotion => ({
    id: year * 100 + place,
    name: `${name} ${year}`,
    from,
    to: addDays(from, days),
    category,
    region,
    discountPercent,
    lift,
  })
  return [
    promotion(1, 'New Year Sale', on('01-02'), 9, null, null, 15, 1.22),
    promotion(2, 'Valentine Gifts', on('02-07'), 8, 'Beauty', null, 12, 1.55),
    promotion(3, 'Spring Outdoors', on('04-10'), 12, 'Sports & Outdoors', null, 15, 1.4),
    promotion(4, 'Home Week', on('05-18'), 7, 'Home & Kitchen', null, 20, 1.45),
    promotion(5, 'Summer Sale', on('07-01'), 17, 'Fashion', null, 25, 1.5),
    promotion(6, 'Back to School', on('08-20'), 18, 'Electronics', null, 10, 1.28),
    promotion(7, 'Reading Days', on('10-05'), 9, 'Books', null, 15, 1.35),
    promotion(8, 'Singles Day', on('11-11'), 1, null, 'APAC', 20, 2.3),
    promotion(9, 'Black Week', blackFriday, 4, null, null, 25, 2.1),
    promotion(10, 'Advent Toys', on('12-05'), 12, 'Toys & Games', null, 15, 1.3),
  ]
}

const promotionsByYear = new Map<number, readonly Promotion[]>()

export function promotionsOn(day: Day): readonly Promotion[] {
  let promotions = promotionsByYear.get(day.year)
  if (!promotions) promotionsByYear.set(day.year, (promotions = promotionsOf(day.year)))
  return promotions.filter((each) => each.from <= day.date && day.date < each.to)
}

/** All promotions that begin before a date, from the year of another. */
export function promotionsBetween(from: string, to: string): readonly Promotion[] {
  const all: Promotion[] = []
  for (let year = dayOf(from).year; year <= dayOf(to).year; year++) all.push(...promotionsOf(year))
  return all.filter((each) => each.from < to)
}
