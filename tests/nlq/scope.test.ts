import { describe, test } from 'vitest'
import { inShort, mindOf, planAfter, planOf } from './ask-in-tests.ts'
import { theatre } from './theatre.ts'

const mind = mindOf(theatre)

describe('rows without a value', () => {
  test.for([
    [
      'top 2 directors by ticket income',
      'ticket_income by director where director not empty order 0.value down limit 2',
    ],
    ['which director sold the most tickets', 'tickets by director where director not empty order 0.value down limit 1'],
    ['directors with more than 100 tickets', 'tickets by director where director not empty having 0.value over 100'],
    [
      'top 2 directors by tickets without Ida Berg',
      'tickets by director where director!=Ida Berg where director not empty order 0.value down limit 2',
    ],
    ['top 3 stages by tickets', 'tickets by stage order 0.value down limit 3'],
    ['tickets by director', 'tickets by director'],
    ['tickets without a director by stage, top 3', 'tickets by stage where director empty order 0.value down limit 3'],
  ] as const)('"%s" keeps them only in a breakdown', async ([text, expected], { expect }) => {
    expect(inShort(await planOf(mind, text))).toBe(expected)
  })

  test('a breakdown that follows a ranking keeps them again', async ({ expect }) => {
    const plan = await planAfter(mind, ['top 2 directors by ticket income', 'by stage'])
    expect(inShort(plan)).not.toContain('empty')
  })
})

describe('small words', () => {
  test.for([
    'how many chairs are broken',
    'how many seats are used',
    'how many tickets were handled',
    'which plays are off',
    'used tickets by play',
    'how many tickets are in use',
    'would buyers come back',
  ])('"%s" is not answered without the word that says which', async (text, { expect }) => {
    expect((await planOf(mind, text)).kind).not.toBe('query')
  })

  test.for([
    ['break tickets down by channel', 'tickets by channel'],
    ['split ticket income up by stage', 'ticket_income by stage'],
    ['tickets broken out by channel', 'tickets by channel'],
    ['which play sold the most tickets', 'tickets by play order 0.value down limit 1'],
    ['tickets recorded last month', 'tickets from 2026-10-01 to 2026-11-01'],
  ] as const)('"%s" is %s', async ([text, expected], { expect }) => {
    expect(inShort(await planOf(mind, text))).toBe(expected)
  })
})

describe('names', () => {
  test.for([
    // A word for something in two views is that of the view that the question is about.
    ['tickets last month other than from TicketHub', 'tickets where channel!=TicketHub from 2026-10-01 to 2026-11-01'],
    ['reviews on TicketHub by play', 'reviews by play where site=TicketHub'],
    // Names that cover more words.
    ['top 5 buyer countries by ticket income', 'ticket_income by buyer_country order 0.value down limit 5'],
    ['bar chart of glasses poured by counter', 'glasses by bar as bar'],
    // Names whose words stand apart, or in another order.
    ['value of direct tickets last month', 'ticket_income where channel=Website from 2026-10-01 to 2026-11-01'],
    ['how many seats are out of use', 'broken_seats'],
    // What belongs to several figures is none of them, unless something else decides.
    ['income last month', 'clarify'],
    ['income by drink last month', 'bar_income by drink from 2026-10-01 to 2026-11-01'],
    // Records and people beside a figure are what it is of.
    [
      'norwegian versus danish buyers: ticket income',
      'ticket_income by buyer_country where buyer_country=Norway|Denmark',
    ],
    [
      'norwegian versus danish buyers by ticket income',
      'ticket_income by buyer_country where buyer_country=Norway|Denmark',
    ],
    ['ticket income of norwegian buyers', 'ticket_income where buyer_country=Norway'],
    ['tickets of norwegian buyers', 'tickets where buyer_country=Norway'],
    ['how many distinct buyer countries among tickets', 'count_distinct(buyer_country)'],
    ['door income per buyer', 'ticket_income/buyers'],
    // A count of some records names these beside another figure, and is a part of them all.
    ['ticket income of money-back tickets by stage', 'ticket_income by stage where is_refunded=true'],
    ['share of money-back tickets last month', 'refunded_tickets/tickets from 2026-10-01 to 2026-11-01'],
    // Names that share their last word.
    ['ticket and bar income by stage last month', 'ticket_income+bar_income by stage from 2026-10-01 to 2026-11-01'],
    ['ticket income and refunds paid', 'ticket_income+refunds'],
    // One of many that is not said is nothing to break down by.
    ['how many tickets were for the play', 'decline'],
    // What the view lacks is nothing to break down by, whatever else is called so.
    ['reviews by director', 'decline'],
  ] as const)('"%s" is %s', async ([text, expected], { expect }) => {
    expect(inShort(await planOf(mind, text))).toBe(expected)
  })
})

test.for([
  'tickets by buyer phone',
  'phone numbers of buyers',
  'list buyer phones',
  'how many different buyer phones are there',
  'tickets where the buyer phone starts with 01',
])('"%s" is declined as masked, whoever asks', async (text, { expect }) => {
  const plan = await planOf(mind, text)
  expect(plan).toMatchObject({ kind: 'decline', because: 'Buyer phone is masked in the catalog: I never show it.' })
})
