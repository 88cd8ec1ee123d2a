/** Who signs up on a day, and which of those who have buys. */
import type { Business } from './business.ts'
import { addDays, dayOf, type Day } from './day.ts'
import { randomFor, type Random } from './random.ts'
import { growthOn } from './seasons.ts'
import { hourShareSums } from './hours.ts'
import { COUNTRIES, SOURCES } from './world.ts'

export interface Customer {
  readonly id: number
  readonly signedUpAt: number
  readonly country: string
  readonly name: string
  readonly email: string
  readonly source: string
  readonly segment: 'consumer' | 'business'
  readonly tier: 'none' | 'silver' | 'gold'
  readonly age: number
  readonly newsletter: boolean
}

/** Sign-ups older than this many days do not buy any more, so nobody earlier needs to exist. */
export const CUSTOMER_MEMORY_DAYS = 365

const PER_DAY = 150
// Ids of a day's customers lie below the next day's.
const IDS_PER_DAY = 4000

const counts = new Map<string, Int32Array>()

/** How many sign up on a day, by country. */
function signUpsOn(business: Business, day: Day): Int32Array {
  const key = `${business.seed}:${business.scale}:${day.date}`
  const known = counts.get(key)
  if (known) return known
  const random = randomFor(`${business.seed}:${day.date}:sign-ups`)
  const mean = PER_DAY * business.scale * growthOn(day) * Math.exp(0.06 * random.normal())
  const found = Int32Array.from(COUNTRIES, (country) => random.poisson((mean * country.weight) / 100))
  counts.set(key, found)
  return found
}

/** A customer of that country for an order of that day: recent ones buy more. Null when nobody was found. */
export function drawCustomer(business: Business, day: Day, country: number, random: Random): number | null {
  for (let attempt = 0; attempt < 50; attempt++) {
    const ago = 1 + (Math.floor(random.exponential(120)) % CUSTOMER_MEMORY_DAYS)
    const signUpDay = dayOf(addDaysCached(day, -ago))
    const byCountry = signUpsOn(business, signUpDay)
    const here = byCountry[country]!
    if (here === 0) continue
    let before = 0
    for (let index = 0; index < country; index++) before += byCountry[index]!
    return signUpDay.number * IDS_PER_DAY + before + random.below(here)
  }
  return null
}

const datesAgo = new Map<number, string>()
function addDaysCached(day: Day, count: number): string {
  const number = day.number + count
  let date = datesAgo.get(number)
  if (date === undefined) datesAgo.set(number, (date = addDays(day.date, count)))
  return date
}

/** Those who sign up on a day, in the order of their ids. */
export function customersOf(business: Business, day: Day): readonly Customer[] {
  const random = randomFor(`${business.seed}:${day.date}:customers`)
  const customers: Customer[] = []
  const byCountry = signUpsOn(business, day)
  for (const [index, country] of COUNTRIES.entries()) {
    for (let count = 0; count < byCountry[index]!; count++) {
      const id = day.number * IDS_PER_DAY + customers.length
      const hour = day.hours[random.pick(hourShareSums(index, day))]!
      const first = firstNames[random.below(firstNames.length)]!
      const last = lastNames[random.below(lastNames.length)]!
      const draw = random.next()
      customers.push({
        id,
        signedUpAt: hour.from + random.below(3600) * 1000,
        country: country.code,
        name: `${first} ${last}`,
        email: `${first}.${last}.${id.toString(36)}@${mailHosts[random.below(mailHosts.length)]!}`.toLowerCase(),
        source: SOURCES[random.pick(sourceSums)]!,
        segment: random.next() < 0.12 ? 'business' : 'consumer',
        tier: draw < 0.06 ? 'gold' : draw < 0.2 ? 'silver' : 'none',
        age: Math.min(88, Math.max(18, Math.round(38 + 13 * random.normal()))),
        newsletter: random.next() < 0.41,
      })
    }
  }
  return customers
}

const sourceSums = [38, 64, 82, 93, 100]
const mailHosts = ['example.com', 'example.org', 'example.net']
const firstNames = (
  'Ada Ben Chiara Diego Elif Finn Greta Hugo Ines Jonas Kira Liam Mia Noah ' +
  'Olga Pavel Qing Rosa Sven Tara Uma Victor Wanda Xenia Yuki Zoe Emil Nora'
).split(' ')
const lastNames = (
  'Adler Berg Costa Dubois Eriksen Fischer Garcia Hansen Ito Jansen Kowalski Lopez ' +
  'Martin Novak Olsen Patel Quinn Rossi Silva Tanaka Ueda Vogel Wright Young'
).split(' ')
