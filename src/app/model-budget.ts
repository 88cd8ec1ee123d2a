/** What may be spent on a model, over all instances: limits of a day of the catalog's zone, and what is set aside meanwhile. */
import type { Logger } from 'pino'
import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import {
  addSpending,
  reserveSpending,
  type Limits,
  type Spending,
  type Spent,
} from '../analytics/store/model-spending.ts'
import type { Store } from '../analytics/store/store.ts'
import type { ModelConfig } from '../config/model.ts'
import type { Budget } from '../nlq/planners/model/exchange.ts'

/** Where it is kept what was spent. */
interface Book {
  /** Adds a cost, unless a limit is reached already: then whose. */
  reserve(of: Spending, cost: number, limits: Limits): Promise<'day' | 'person' | null>
  add(of: Spending, spent: Spent): Promise<void>
}

interface Parts {
  readonly store: Store | null
  readonly timezone: string
  readonly log: Logger
  readonly now?: () => Temporal.Instant
}

/**
 * A question may be asked while anything is left. What it may cost at most is set aside in the same breath, so that a limit is
 * passed by one answer at most, however many ask at once.
 */
export function createBudget(
  { budget: limits, prices }: Pick<ModelConfig, 'budget' | 'prices'>,
  { store, timezone, log, now = () => Temporal.Now.instant() }: Parts,
): Budget {
  const book = store ? inStore(store) : inMemory()
  const hasLimit = limits.perDay !== null || limits.perPerson !== null
  const cost: Budget['cost'] = ({ tokensIn, tokensOut }) =>
    prices && (tokensIn * prices.in + tokensOut * prices.out) / 1_000_000
  return {
    cost,
    async reserve(asker, most) {
      // The day it begins on pays for it.
      const of = { day: now().toZonedDateTimeISO(timezone).toPlainDate().toString(), person: asker ?? '' }
      const aside = hasLimit ? (cost(most) ?? 0) : 0
      if (hasLimit)
        try {
          const reached = await book.reserve(of, aside, limits)
          if (reached !== null) return reached
        } catch (error) {
          log.warn({ err: error }, 'what models cost cannot be read, so none is asked')
          return 'unknown'
        }
      return {
        async spend(tokens) {
          try {
            await book.add(of, { ...tokens, cost: (cost(tokens) ?? 0) - aside })
          } catch (error) {
            log.error({ err: error, ...tokens }, 'what a model cost is not written down')
          }
        },
      }
    },
  }
}

const inStore = (store: Store): Book => ({
  reserve: (of, cost, limits) => reserveSpending(store, of, cost, limits),
  add: (of, spent) => addSpending(store, of, spent),
})

function inMemory(): Book {
  const spent = new LRUCache<string, number>({ max: 10_000 })
  const of = (key: string) => spent.get(key) ?? 0
  const add = ({ day, person }: Spending, cost: number) => {
    for (const key of [day, `${day} ${person}`]) spent.set(key, of(key) + cost)
  }
  return {
    async reserve(spending, cost, { perDay, perPerson }) {
      const { day, person } = spending
      if (perDay !== null && of(day) >= perDay) return 'day'
      if (perPerson !== null && of(`${day} ${person}`) >= perPerson) return 'person'
      add(spending, cost)
      return null
    },
    add: async (spending, { cost }) => add(spending, cost),
  }
}
