/** The sessions that make up an hour's row of visits, one by one: they add up to the row. */
import { randomFor } from './random.ts'
import { noVisits, type Visits } from './visits.ts'

export interface Session {
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly region: string
  readonly device: string
  readonly pageViews: number
  readonly bounced: boolean
  readonly cart: boolean
  readonly checkout: boolean
  readonly converted: boolean
  readonly seconds: number
  readonly errors: number
}

/** In no order. */
export function sessionsOf(seed: string, row: Visits): readonly Session[] {
  const { hour, region, device, sessions, bounces } = row
  const random = randomFor(`${seed}:${hour}:${region}:${device}:sessions`)
  const stayed = sessions - bounces
  const pageViews = parts(row.pageViews - bounces - stayed * 2, stayed, () => random.next())
  const seconds = parts(row.seconds - bounces * 9, stayed, () => random.next())
  const errors = scattered(row.errors, sessions, (most) => random.below(most))
  return Array.from({ length: sessions }, (_, index): Session => {
    const hasStayed = index < stayed
    return {
      id: `${hour / 3_600_000}-${region}-${device}-${index}`,
      at: hour + random.below(3_600_000),
      region,
      device,
      pageViews: hasStayed ? 2 + (pageViews[index] ?? 0) : 1,
      bounced: !hasStayed,
      // Who bought had filled a cart and gone to the checkout.
      cart: index < row.carts,
      checkout: index < row.checkouts,
      converted: index < row.conversions,
      seconds: hasStayed ? (seconds[index] ?? 0) : 9,
      errors: errors.get(index) ?? 0,
    }
  })
}

/** Sessions as rows of visits again. */
export function visitsOfSessions(hour: number, sessions: readonly Session[]): readonly Visits[] {
  const rows = new Map<string, { -readonly [Key in keyof Visits]: Visits[Key] }>()
  for (const { region, device, ...session } of sessions) {
    const key = `${region} ${device}`
    let row = rows.get(key)
    if (!row)
      rows.set(
        key,
        (row = {
          hour,
          region,
          device,
          ...noVisits,
        }),
      )
    row.sessions++
    row.pageViews += session.pageViews
    row.bounces += Number(session.bounced)
    row.carts += Number(session.cart)
    row.checkouts += Number(session.checkout)
    row.conversions += Number(session.converted)
    row.seconds += session.seconds
    row.errors += session.errors
  }
  return [...rows.values()]
}

/** Whole numbers, `count` of them, that add up to `total`; uneven, as people are. */
function parts(total: number, count: number, next: () => number): Int32Array {
  const found = new Int32Array(Math.max(0, count))
  if (count <= 0) return found
  const weights = Float64Array.from(found, () => -Math.log(1 - next()))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  let [given, due] = [0, 0]
  for (let index = 0; index < count; index++) {
    due += (total * weights[index]!) / sum
    found[index] = Math.round(due) - given
    given += found[index]!
  }
  found[count - 1]! += total - given
  return found
}

function scattered(total: number, among: number, below: (most: number) => number): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  if (among === 0) return found
  for (let left = total; left > 0; left--) {
    const index = below(among)
    found.set(index, (found.get(index) ?? 0) + 1)
  }
  return found
}
