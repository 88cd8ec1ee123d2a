/**
 * `npm run web:preview [port]`: the page with made-up replies of every kind, to look at it. `npm run web:preview alerts [FOLDER]`:
 * pictures of alerts in every state, in `.tidings/web-alerts` unless a folder is named; `npm run web:preview model [FOLDER]`: of
 * what a model brings and of verified answers, in `.tidings/web-model`.
 */
import type { Question } from '../../src/bot/message.ts'
import type { Reply } from '../../src/bot/reply.ts'
import {
  breakdownReply,
  clarifyReply,
  declineReply,
  failedReply,
  figuresReply,
  pictures,
  tableReply,
} from './web-replies.ts'
import { photographModel } from './web-model.ts'
import { photographAlerts } from './web-alerts.ts'
import { startWebServer } from './web-server.ts'

const [what, folder] = process.argv.slice(2)
if (what === 'alerts' || what === 'model') {
  const photograph = what === 'alerts' ? photographAlerts : photographModel
  await photograph(folder ?? `.tidings/web-${what}`)
  process.exit()
}

const { url } = await startWebServer(
  async (message, send) => {
    await new Promise((later) => setTimeout(later, 400))
    const reply = await replyTo(message)
    await send(reply)
  },
  {
    charts: {
      get: async (id) => {
        const png = pictures.get(id)
        return png ? { png } : null
      },
    },
    roles: () => [
      { name: 'analyst_emea', label: 'Analyst EMEA' },
      { name: 'support', label: 'Support' },
    ],
    suggestions: async () => [
      'How did revenue by region develop last week?',
      'Top 10 products by return rate this month',
      'Orders per day since September, compared with last year',
    ],
  },
  Number(what ?? 0),
)
console.log(url)

function replyTo({ id, said }: Question): Reply | Promise<Reply> {
  const text = said.kind === 'words' ? said.text : said.label
  if (text.includes('which')) return clarifyReply()
  if (text.includes('weather')) return declineReply()
  if (text.includes('broken')) return failedReply()
  if (text.includes('product')) return tableReply(1000)
  if (text.includes('total')) return figuresReply()
  return breakdownReply(
    'EMEA brought in most revenue last week: $562k of $1.28M',
    [
      ['EMEA', 562_300],
      ['North America', 411_870],
      ['Asia Pacific', 178_450],
      ['Latin America', 92_110],
      ['Middle East', 39_580],
    ],
    `${id.replaceAll(/[^a-z0-9]/gi, '')}0`,
  )
}
