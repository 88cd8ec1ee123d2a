/** Answers of the real bot over the demo business, as they go to Slack. */
import pino from 'pino'
import { createApp, type App } from '../../../src/app.ts'
import { createPainter, type Painter } from '../../../src/charts/painter.ts'
import type { Spec } from '../../../src/charts/spec.ts'
import type { Reply } from '../../../src/bot/reply.ts'
import { messageOf } from '../../../src/bot/platforms/slack/blocks/message.ts'
import { cloneDemo, DEMO_NOW, startServer } from '../server.ts'
import type { Said, Scene } from './scene.ts'

interface Asked {
  readonly title: string
  readonly surface: 'channel' | 'thread' | 'dm'
  readonly by: string
  /** One after the other, in one conversation. */
  readonly questions: readonly string[]
  readonly isWhispered?: true
}

const asked: readonly Asked[] = [
  { title: 'Single number', surface: 'dm', by: 'Ana', questions: ['revenue last week'] },
  { title: 'Breakdown', surface: 'thread', by: 'Ana', questions: ['revenue by region last week'] },
  { title: 'Trend', surface: 'thread', by: 'Ben', questions: ['orders per day in the last 30 days'] },
  {
    title: 'Comparison',
    surface: 'channel',
    by: 'Ana',
    questions: ['revenue last month compared with the month before'],
  },
  {
    title: 'Compared by channel',
    surface: 'channel',
    by: 'Ana',
    questions: ['revenue by channel last week vs the week before'],
  },
  {
    title: 'Thread',
    surface: 'thread',
    by: 'Ana',
    questions: ['revenue by region last week', 'only EMEA, by country', 'and orders?'],
  },
  { title: 'Clarify', surface: 'dm', by: 'Ben', questions: ['Which region did best last month?'] },
  { title: 'Decline', surface: 'dm', by: 'Ben', questions: ['what will the weather be tomorrow'] },
  { title: 'Help', surface: 'dm', by: 'Ben', questions: ['help'] },
  { title: 'KPIs', surface: 'dm', by: 'Ben', questions: ['kpis'] },
  { title: 'Definition', surface: 'dm', by: 'Ben', questions: ['what is return rate?'] },
  { title: 'Long table', surface: 'thread', by: 'Ana', questions: ['revenue and orders by product last month'] },
  { title: 'Top ten', surface: 'thread', by: 'Ana', questions: ['top 10 products by revenue this month'] },
  { title: 'Lines', surface: 'thread', by: 'Ben', questions: ['revenue per week by region this year'] },
  { title: 'Nothing found', surface: 'dm', by: 'Ben', questions: ['revenue in 1999'] },
  { title: 'Whispered', surface: 'channel', by: 'Ben', questions: ['return rate this month'], isWhispered: true },
]

/** With a server of its own, which is gone afterwards. */
export async function demoScenes(): Promise<readonly Scene[]> {
  const server = await startServer()
  try {
    const database = await cloneDemo(server)
    await using app = await createApp({
      databaseUrl: database.url,
      storeUrl: null,
      catalogFile: 'sql/catalog.yml',
      log: pino({ level: 'warn' }),
      mayConfigure: true,
      hasLocalOwner: true,
    })
    const terminal = await app.terminal({ form: 'json', showsPictures: false, write: () => {} })
    const painter = createPainter()
    const scenes: Scene[] = []
    for (const each of asked) scenes.push(await sceneOf(each, terminal, painter))
    await painter.close()
    return scenes
  } finally {
    await server.stop()
  }
}

type Terminal = Awaited<ReturnType<App['terminal']>>

async function sceneOf(each: Asked, terminal: Terminal, painter: Painter): Promise<Scene> {
  const files: Record<string, string> = {}
  const payload: Said[] = []
  for (const [index, question] of each.questions.entries()) {
    const reply = await terminal.say({
      id: null,
      question,
      thread: each.title,
      now: new Date(DEMO_NOW),
      actAs: null,
      planner: null,
      locale: 'en',
    })
    const file = await fileOf(reply, painter, files)
    const message = messageOf(reply, `slack:T1/C1/1763730300.00${index}`, {
      pictureFile: file,
      isWhispered: each.isWhispered === true,
    })
    if (!each.isWhispered) payload.push({ by: each.by, at: `14:0${5 + index}`, text: question })
    payload.push({
      at: `14:0${5 + index}`,
      ...message,
      blocks: [...message.blocks],
      onlyYou: each.isWhispered === true,
    } as Said)
  }
  return { title: each.title, surface: each.surface, place: 'sales', payload, files }
}

/** Slack's id of the picture, drawn as Slack gets it, which is found under it from now on. */
async function fileOf({ result }: Reply, painter: Painter, files: Record<string, string>): Promise<string | null> {
  if (!result.chart) return null
  const { png } = await painter.paint({ spec: result.chart.spec as Spec }, { headless: true })
  const id = `F${Object.keys(files).length + 1}`
  files[id] = `data:image/png;base64,${png.toString('base64')}`
  return id
}
