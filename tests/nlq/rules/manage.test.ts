/** What is done with alerts that are there, in words; and what stays a question. */
import { expect, test } from 'vitest'
import { planAfter } from '../ask-in-tests.ts'
import { minds } from './minds.ts'

const revenue = 'alert me when revenue falls 20 % below normal'

test.for([
  ['shop', ['what alerts do we have'], 'List the alerts.'],
  ['shop', ['list alerts'], 'List the alerts.'],
  ['shop', ['show me our alert rules'], 'List the alerts.'],
  ['shop', ['which alerts are on revenue?'], 'List the alerts on revenue.'],
  ['shop', ['are there any alerts on refunds'], 'List the alerts on refunds.'],
  ['shop', ['is anyone watching tickets'], 'List the alerts on tickets.'],
  ['shop', ['what are you watching'], 'List the alerts.'],
  ['shop', ['what am I subscribed to'], 'List the alerts.'],
  ['hospital', ['show the alerts for waiting time'], 'List the alerts on waiting time.'],
  ['shop', ['how are the alerts doing'], 'Say how the alerts are doing.'],
  ['shop', ['how noisy are our alerts here'], 'Say how the alerts are doing.'],
  ['shop', ['alert fatigue'], 'Say how the alerts are doing.'],
  ['shop', ['change alert 3 to 30 %'], 'Change alert 3: to 30 %.'],
  ['shop', ['alert 3: 30 %'], 'Change alert 3: to 30 %.'],
  ['shop', ['set alert #2 to critical'], 'Change alert 2: rated critical.'],
  ['shop', ['make it critical'], 'Change the alert spoken of last: rated critical.'],
  ['shop', ['raise the revenue alert to 30 %'], 'Change the alert on revenue: to 30 %.'],
  ['shop', ['change alert 3 from 20 to 30 %'], 'Change alert 3: to 30 %.'],
  [
    'shop',
    ['change alert 3 to falls by 10 % against last week'],
    'Change alert 3: when it is 10 % or more below the week before.',
  ],
  ['shop', ['change alert 3 so that it is in any region'], 'Change alert 3: in any region.'],
  ['shop', ['let alert 3 be quiet from 22 to 7'], 'Change alert 3: quiet from 22:00 to 07:00.'],
  ['shop', [revenue, 'no: 30 %'], 'Change the alert spoken of last: to 30 %.'],
  ['shop', [revenue, 'make it per day'], 'Change the alert spoken of last: per day.'],
  ['shop', [revenue, 'only between 8 and 18'], 'Change the alert spoken of last: quiet from 18:00 to 08:00.'],
  ['shop', [revenue, 'and in EMEA please'], 'Change the alert spoken of last: in EMEA.'],
  ['shop', [revenue, 'per day', 'tell #sales instead'], 'Change the alert spoken of last: tell #sales.'],
  ['shop', [revenue, 'for at least 20 minutes'], 'Change the alert spoken of last: for at least 20 minutes.'],
  ['shop', [revenue, 'delete it'], 'End the alert spoken of last.'],
  ['shop', [revenue, 'what alerts do we have', 'change it to 30 %'], 'Change the alert spoken of last: to 30 %.'],
  ['shop', [revenue, 'how are the alerts doing', 'delete it'], 'End the alert spoken of last.'],
  ['shop', ['what alerts do we have', 'change it to 30 %'], 'Change the alert spoken of last: to 30 %.'],
  ['shop', ['mute it until tomorrow'], 'Mute the alert spoken of last until Sun 22 Nov 2026, 08:00.'],
  ['shop', ['mute alert 2'], 'Mute alert 2 until somebody unmutes it.'],
  ['shop', ['pause alert 2 for 2 hours'], 'Mute alert 2 until Sat 21 Nov 2026, 16:05.'],
  ['shop', ['mute revenue for half an hour'], 'Mute the alert on revenue until Sat 21 Nov 2026, 14:35.'],
  ['shop', ['snooze until monday 9am'], 'Mute the alert spoken of last until Mon 23 Nov 2026, 09:00.'],
  [
    'shop',
    ['mute the refunds alert in EMEA until it recovers'],
    'Mute the alert on refunds in EMEA until it recovers.',
  ],
  [
    'shop',
    ['mute alert refunds_by_region until 5 december'],
    'Mute alert refunds_by_region until Sat 5 Dec 2026, 08:00.',
  ],
  ['shop', ['mute it until 13:30'], 'Mute the alert spoken of last until Sun 22 Nov 2026, 13:30.'],
  ['hospital', ['mute it until 2026-12-24'], 'Mute the alert spoken of last until Thu 24 Dec 2026, 08:00.'],
  ['controlRoom', ['mute alert 2'], 'Mute alert 2 until somebody unmutes it.'],
  ['shop', ['unmute alert 2'], 'Unmute alert 2.'],
  ['shop', ['turn alert 3 back on'], 'Unmute alert 3.'],
  ['shop', ['revenue alerts'], 'List the alerts on revenue.'],
  ['shop', ['how many alerts do we have'], 'List the alerts.'],
  ['shop', ['is alert 2 muted'], 'List the alerts.'],
  ['shop', ['turn alert 2 off'], 'Mute alert 2 until somebody unmutes it.'],
  ['shop', ["I don't want alerts on revenue anymore"], 'End the alert on revenue.'],
  ['shop', ['delete alert 3'], 'End alert 3.'],
  ['shop', ['delete that alert'], 'End the alert spoken of last.'],
  ['shop', ['remove the second alert'], 'End alert 2.'],
  ['shop', ['stop watching revenue'], 'End the alert on revenue.'],
  ['shop', ['unsubscribe this channel from revenue'], 'End the alert on revenue.'],
  ['shop', ['stop alerting us about refunds'], 'End the alert on refunds.'],
] as const)('in a %s %j is "%s"', async ([trade, texts, understood]) => {
  expect(await planAfter(minds[trade], texts)).toMatchObject({ kind: 'command', name: 'alerts', understood })
})

test.for([
  ['show alerts last week', /"last week"/],
  ['mute everything', /"everything"/],
  ['mute all alerts', /"all alerts"/],
  ['mute alerts 2 and 3', /"and 3"/],
  ['make alert 4 less sensitive', /"less"/],
  ['mute alert 2 until the cows come home', /"until the cows come home"/],
  ['mute alert 2 for orders', /"for orders"/],
  ['change alert 3', /different/],
  ['change alert 3 to Mars', /"Mars"/],
  ['change alert 3 to orders', /Make a new one/],
  ['delete alert 3 and alert 4', /"and alert 4"/],
] as const)('"%s" is asked back', async ([text, ask]) => {
  const plan = await planAfter(minds.shop, [text])
  expect(plan).toMatchObject({ kind: 'clarify', ask: expect.stringMatching(ask) as string })
})

test('a question back is answered by the name of a sentence, or by what was missing', async () => {
  const points = await planAfter(minds.shop, ['alert us when refund rate falls by 2 %', 'points'])
  expect(points).toMatchObject({ alerts: { draft: { when: { by: { amount: 0.02 } } } } })
  const share = await planAfter(minds.shop, ['alert us when refund rate falls by 2 %', 'the second one'])
  expect(share).toMatchObject({ alerts: { draft: { when: { by: { fraction: 0.02 } } } } })
  const joined = await planAfter(minds.shop, ['alert me', 'when revenue falls 20 %'])
  expect(joined).toMatchObject({ alerts: { draft: { kpi: 'revenue' } } })
})

test('after an answer, "it" is what was asked about, its filters too', async () => {
  const plan = await planAfter(minds.shop, ['revenue in EMEA last week', 'alert me when it falls 20 %'])
  expect(plan).toMatchObject({
    alerts: { draft: { kpi: 'revenue', slice: { kind: 'members', members: { region: 'EMEA' } } } },
  })
})

test.for([
  ['shop', ['did revenue drop']],
  ['shop', ['did revenue drop last week']],
  ['shop', ['how often did revenue fall below 10k']],
  ['shop', ['when does revenue fall']],
  ['shop', ['when did revenue fall below 10k']],
  ['shop', ['when was revenue lowest']],
  ['shop', ['tell me about revenue']],
  ['shop', ['tell me revenue by region']],
  ['shop', ['tell me if revenue dropped yesterday']],
  ['shop', ['tell me when revenue was highest']],
  ['shop', ['tell me why revenue dropped']],
  ['shop', ['tell me how many orders exceed 500']],
  ['shop', ['let me know the revenue of last month']],
  ['shop', ['show me when refunds exceeded 1000 last month']],
  ['shop', ['I want to know when revenue peaked']],
  ['shop', ['send me the revenue']],
  ['shop', ['give me revenue per hour today']],
  ['shop', ['is revenue above 10k']],
  ['shop', ['delete revenue']],
  ['shop', ['drop the region']],
  ['shop', ['end of year revenue']],
  ['shop', [revenue, 'revenue last week']],
  ['shop', [revenue, 'which regions have revenue above 10k']],
  ['shop', ['revenue by region', 'only EMEA']],
  ['controlRoom', ['alerts last week']],
  ['controlRoom', ['how many alerts per hour']],
  ['controlRoom', ['show alerts']],
  ['controlRoom', ['critical alerts by service yesterday']],
  ['controlRoom', ['subscriptions last month']],
  ['watchShop', ['watch revenue']],
  ['watchShop', ['follow returns']],
  ['films', ['watch time']],
] as const)('in a %s %j stays a question', async ([trade, texts]) => {
  const plan = await planAfter(minds[trade], texts)
  expect(plan.kind === 'command' || (plan.kind === 'clarify' && plan.sentences !== undefined)).toBe(false)
})
