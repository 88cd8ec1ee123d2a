/** Replies and views that the demo business does not give: values that mean harm, much of everything, things gone wrong. */
import type { KnownBlock } from '@slack/types'
import type { Reply, WayOn } from '../../../src/bot/reply.ts'
import type { KpiState, Overview } from '../../../src/bot/overview.ts'
import { feedbackModal } from '../../../src/bot/platforms/slack/blocks/feedback.ts'
import { homeView } from '../../../src/bot/platforms/slack/blocks/home.ts'
import { messageOf } from '../../../src/bot/platforms/slack/blocks/message.ts'
import { plainer } from '../../../src/bot/platforms/slack/blocks/plainer.ts'
import { alertScenes } from '../alert-scenes.ts'
import { breakdownReply, clarifyReply, failedReply, pictures, tableReply } from '../web-replies.ts'
import { parseScene, type Scene } from './scene.ts'

const key = 'slack:T1/C1/1763730300.001'

export async function madeUpScenes(): Promise<readonly Scene[]> {
  return [
    await answerScene('Hostile values', hostile, 'Revenue of <!channel> & *bold* rose'),
    await answerScene('Long names', long, long[0]?.[0] ?? ''),
    replyScene('Asked back', clarifyReply()),
    replyScene('Asked back at length', manyChoices()),
    replyScene('Failed', failedReply()),
    replyScene('Thousand rows', tableReply(1000)),
    plainerScene('Without new blocks', tableReply(12), 0),
    plainerScene('Without tables', tableReply(12), 1),
    home('Small Home', 6),
    home('Home of many KPIs', 60),
    ...(await alertScenes()).map(({ title, reply }) =>
      replyScene(
        title,
        reply,
        false,
        `data:image/png;base64,${pictures.get(reply.picture?.id ?? '')?.toString('base64')}`,
      ),
    ),
    parseScene({ title: 'Feedback', surface: 'modal', payload: feedbackModal({ key, place: 'slack:T1/C1' }) }),
  ]
}

const hostile = [
  ['<!channel> <!here> @everyone', 562_300],
  ['*bold* _slanted_ ~gone~ `code`', 411_870],
  ['<https://evil.example|Click me> evil.example', 178_450],
  ['مبيعات الشرق الأوسط', 92_110],
  ['=HYPERLINK("http://evil.example")', 39_580],
  [':tada: &lt;b&gt; <b>tag</b>', 12_000],
  ['two\nlines\tand\u202Eturned', 3_000],
] as const

const long = [
  [`A ${'very '.repeat(30)}long name of a region that nobody would read to its end`, 562_300],
  ['Unbroken'.repeat(30), 411_870],
  ['Short', 92_110],
  ['Also short', 1],
] as const

async function answerScene(
  title: string,
  rows: readonly (readonly [string, number])[],
  headline: string,
): Promise<Scene> {
  const id = title.replaceAll(' ', '').padEnd(20, '0')
  const reply = await breakdownReply(headline, rows, id)
  const file = `data:image/png;base64,${pictures.get(id)?.toString('base64') ?? ''}`
  return replyScene(title, reply, false, file)
}

function replyScene(title: string, reply: Reply, onlyYou = false, file?: string): Scene {
  const shown = { pictureFile: file === undefined ? null : 'F1', isWhispered: onlyYou }
  return said(title, messageOf(reply, key, shown), onlyYou, file)
}

function plainerScene(title: string, reply: Reply, step: number): Scene {
  const forms = plainer(messageOf(reply, key, { pictureFile: null, isWhispered: false }))
  const form = forms[step]
  if (!form) throw new Error(`there is no form ${step} of it`)
  return said(title, form)
}

interface Message {
  readonly text: string
  readonly blocks: readonly KnownBlock[]
}

function said(title: string, message: Message, onlyYou = false, file?: string): Scene {
  const payload = [{ at: '14:05', ...message, onlyYou }]
  return parseScene({
    title,
    surface: 'channel',
    place: 'sales',
    payload,
    files: file === undefined ? {} : { F1: file },
  })
}

function manyChoices(): Reply {
  const reply = clarifyReply()
  const [way] = reply.ways
  const ways = Array.from({ length: 9 }, (_, index): WayOn[] =>
    way
      ? [{ ...way, label: `Revenue of the ${index + 1}. kind: orders placed, before refunds and after discounts` }]
      : [],
  )
  return { ...reply, ways: ways.flat() }
}

function home(title: string, count: number): Scene {
  const states = Array.from({ length: count }, (_, index) => ({ ...kpis[index % kpis.length]! }))
  const per = Math.ceil(count / 2)
  const overview: Overview = {
    name: 'Ana',
    questions: [
      'Revenue last week by region',
      'Orders per day this month',
      'Top 10 products by refund rate',
      'Tickets by priority',
    ],
    groups: [
      { label: 'Sales', kpis: states.slice(0, per) },
      { label: 'Customers', kpis: states.slice(per) },
    ],
    follows: [],
    help: [
      'Write to me here, or mention me in a channel that I am in.',
      'Go on in the thread: “only EMEA”, “by country”, “and last year?”',
      '/kpi asks so that only you see the answer.',
    ],
  }
  return parseScene({ title, surface: 'home', payload: homeView(overview) })
}

const kpis: readonly KpiState[] = [
  state(
    'Revenue',
    'Order value after discounts and before refunds',
    '€1.28M',
    '+4.2%',
    'up',
    true,
    [5, 6, 5, 7, 6, 8, 9, 8, 9],
  ),
  state(
    'Orders',
    'Orders placed, refunded ones included',
    '31,204',
    '−1.3%',
    'down',
    false,
    [9, 8, 8, 7, 8, 6, 7, 6, 6],
  ),
  state(
    'Refund rate',
    'Refunded orders divided by orders',
    '2.4%',
    '−0.3 points',
    'down',
    true,
    [4, 4, 5, 3, 4, 3, 2, 3, 2],
  ),
  state('Gross margin', 'Gross profit divided by revenue', '41.7%', '±0', 'flat', null, [4, 4, 4, 4, 4, 4, 4]),
  state(
    'Churn rate',
    'Subscriptions ended in the period, divided by those active at its end',
    '1.9%',
    '+0.4 points',
    'up',
    false,
    [1, 2, 1, 2, 3],
  ),
  {
    label: 'Tickets',
    definition: 'Support tickets opened',
    owner: 'support',
    question: 'tickets last week',
    now: null,
  },
]

function state(
  label: string,
  definition: string,
  value: string,
  change: string,
  direction: 'up' | 'down' | 'flat',
  isGood: boolean | null,
  spark: readonly number[],
): KpiState {
  const now = {
    value,
    period: 'last week',
    change: { words: `${change} on the week before`, direction, isGood },
    spark,
  }
  return { label, definition, owner: 'finance', question: `${label.toLowerCase()} last week`, now }
}
