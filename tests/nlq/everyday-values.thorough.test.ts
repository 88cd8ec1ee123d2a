import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { emporium, everydayValues } from './value-catalogs.ts'

const minds = { dated: mindOf(emporium({ hasDates: true })), dateless: mindOf(emporium({ hasDates: false })) }
const all = Object.entries(everydayValues).flatMap(([dimension, values]) =>
  values.split('|').map((value) => ({ dimension, value })),
)
/** Where there are dates, these are times before they are values. */
const isTime = (dimension: string, value: string) => /^(?:month|weekday)_name$/.test(dimension) || value === 'Weekend'

interface Asked {
  readonly text: string
  readonly dimension: string
  readonly value: string
}

/** What is answered with other rows than those of the value, or not at all; asking back with the value among the choices is fine. */
async function misread(mind: keyof typeof minds, asked: readonly Asked[], mayAsk: boolean): Promise<readonly string[]> {
  const found: string[] = []
  for (const { text, dimension, value } of asked) {
    const plan = await planOf(minds[mind], text)
    const queries =
      plan.kind === 'query'
        ? [plan.query]
        : plan.kind === 'clarify' && mayAsk
          ? plan.choices.map((choice) => choice.query)
          : []
    const isMeant = queries.some(
      ({ filters, by, period }) =>
        by.length === 0 &&
        !period &&
        filters.length === 1 &&
        filters.every(
          (filter) => filter.kind === 'members' && filter.values.length === 1 && filter.values[0] === value,
        ) &&
        (mayAsk || filters.every((filter) => filter.kind === 'members' && filter.dimension === dimension)),
    )
    if (!isMeant) found.push(`${text} → ${inShort(plan)}`)
  }
  return found
}

test.for(['dated', 'dateless'] as const)(
  'every value is found beside its dimension: %s',
  { timeout: 60_000 },
  async (mind) => {
    const asked = all.flatMap(({ dimension, value }) => {
      const name = dimension.replaceAll('_', ' ')
      return [
        { text: `revenue for ${name} ${value.toLowerCase()}`, dimension, value },
        { text: `revenue where the ${name} is ${value}`, dimension, value },
      ]
    })
    expect(await misread(mind, asked, false)).toEqual([])
  },
)

test('every value is found in quotes, or asked back when two dimensions have it', { timeout: 60_000 }, async () => {
  const asked = all.map((each) => ({ text: `revenue for "${each.value}"`, ...each }))
  expect(await misread('dated', asked, true)).toEqual([])
})

test.for(['dated', 'dateless'] as const)(
  'every value but a mere preposition is found after "for": %s',
  { timeout: 60_000 },
  async (mind) => {
    const asked = all
      .filter(({ dimension, value }) => value !== 'Of' && !(mind === 'dated' && isTime(dimension, value)))
      .map((each) => ({ text: `revenue for ${each.value}`, ...each }))
    expect(await misread(mind, asked, true)).toEqual([])
  },
)
