import { expect, test } from 'vitest'
import { isPluralWord, stem, verbsOf, verbsOfNoun } from '../../src/nlq/inflection.ts'

const plurals = `
  delays delay, shipments shipment, cities city, analyses analysis, children child, staff staff, mice mouse, leaves leave, men man, women woman,
  people person, feet foot, teeth tooth, criteria criterion, phenomena phenomenon, indices index, statuses status, buses bus, boxes box,
  taxes tax, processes process, addresses address, branches branch, batches batch, caches cache, crises crisis, diagnoses diagnosis, bases basis,
  warehouses warehouse, expenses expense, licenses license, cases case, responses response, knives knife, shelves shelf, halves half, lives life,
  drives drive, valves valve, archives archive, moves move, heroes hero, potatoes potato, photos photo, ratios ratio, companies company,
  movies movie, cookies cookie, calories calorie, brownies brownie, ties tie, days day, gases gas, series series, news news, sheep sheep,
  webinars webinar, chatbots chatbot, upsells upsell, apps app, skus sku, menus menu, safaris safari, lorries lorry, vans van, deliveries delivery`

test.for(plurals.split(',').map((pair) => pair.trim().split(' ') as [string, string]))(
  '%s and %s are one word',
  ([many, one]) => {
    expect(stem(many)).toBe(stem(one))
  },
)

test.for([
  ['us', 'me'],
  ['media', 'medium'],
  ['data', 'date'],
  ['gps', 'gp'],
  ['leases', 'leash'],
  ['news', 'new'],
  ['glasses', 'glaze'],
  ['a320s', 'a320neo'],
] as const)('%s and %s are two', ([one, other]) => {
  expect(stem(one)).not.toBe(stem(other))
})

test.for([
  ['orders', true],
  ['children', true],
  ['cookie', false],
  ['status', false],
  ['cache', false],
] as const)('whether %s is a plural: %s', ([word, isPlural]) => {
  expect(isPluralWord(word)).toBe(isPlural)
})

const forms = `
  delayed delay, shipped ship, churned churn, hired hire, hiring hire, resolved resolve, cancelled cancel, canceled cancel, planned plan,
  rated rate, billed bill, used use, tried try, occupied occupy, sold sell, spent spend, paid pay, lost lose, won win, grown grow, built build`

test.for(forms.split(',').map((pair) => pair.trim().split(' ') as [string, string]))(
  '"%s" may be a form of "%s"',
  ([form, verb]) => {
    expect(verbsOf(form)).toContain(stem(verb))
  },
)

test.for(['rating', 'building', 'marketing', 'wedding', 'bed', 'red', 'string', 'order', 'ring'])(
  '"%s" is a form of no verb',
  (word) => {
    expect(verbsOf(word)).toEqual([])
  },
)

const nouns = `
  shipment ship, payment pay, cancellation cancel, delivery deliver, admission admit, subscription subscribe, conversion convert, production produce,
  consumption consume, resolution resolve, arrival arrive, approval approve, attendance attend, registration register, donation donate,
  departure depart, failure fail, usage use, application apply, installation install, enrollment enroll, enrolment enroll, recovery recover`

test.for(nouns.split(',').map((pair) => pair.trim().split(' ') as [string, string]))(
  'a %s is what was done when somebody did %s',
  ([noun, verb]) => {
    expect(verbsOfNoun(stem(noun))).toContain(stem(verb))
  },
)
