/** How many orders a day should bring, before chance and incidents: by country, channel and category. */
import type { Business } from './business.ts'
import type { Day } from './day.ts'
import { randomFor } from './random.ts'
import {
  categoryFactor,
  growthOn,
  holidayFactor,
  promotionsOn,
  weekdayFactor,
  yearFactor,
  type Promotion,
} from './seasons.ts'
import { CATEGORIES, CHANNELS, COUNTRIES } from './world.ts'

export interface Demand {
  /** Mean orders of the day, at `(country * channels + channel) * categories + category`. */
  readonly cells: Float64Array
  /** Mean orders of the day by country, over channels that are ours (web and app). */
  readonly ownByCountry: Float64Array
  readonly promotions: readonly Promotion[]
}

const PER_DAY = 2035

export function demandOn(business: Business, day: Day): Demand {
  const random = randomFor(`${business.seed}:${day.date}:demand`)
  const wobble = (deviation: number) => Math.exp(deviation * random.normal())
  const promotions = promotionsOn(day)
  const total = PER_DAY * business.scale * growthOn(day) * weekdayFactor(day) * yearFactor(day) * wobble(0.03)
  // The app grows at the web's expense.
  const drift = (growthOn(day) - 0.96) * 1.6
  const channelWeights = CHANNELS.map(
    ({ name, weight }) => (weight + (name === 'app' ? 52 : name === 'web' ? -52 : 0) * drift) * wobble(0.02),
  )
  const countryWeights = COUNTRIES.map((country) => country.weight * holidayFactor(country, day) * wobble(0.05))
  const categoryWeights = CATEGORIES.map(
    (category, index) => category.weight * categoryFactor(index, day) * wobble(0.05),
  )
  const cells = new Float64Array(COUNTRIES.length * CHANNELS.length * CATEGORIES.length)
  const ownByCountry = new Float64Array(COUNTRIES.length)
  for (const [c, country] of COUNTRIES.entries())
    for (const [k, category] of CATEGORIES.entries()) {
      let lift = 1
      for (const promotion of promotions) if (applies(promotion, country.region, category.name)) lift *= promotion.lift
      for (const [h, channel] of CHANNELS.entries()) {
        const mean = (total * countryWeights[c]! * channelWeights[h]! * categoryWeights[k]! * lift) / 1e6
        cells[(c * CHANNELS.length + h) * CATEGORIES.length + k] = mean
        if (channel.name !== 'marketplace') ownByCountry[c]! += mean
      }
    }
  return { cells, ownByCountry, promotions }
}

export function applies(promotion: Promotion, region: string, category: string): boolean {
  return (
    (promotion.region === null || promotion.region === region) &&
    (promotion.category === null || promotion.category === category)
  )
}
