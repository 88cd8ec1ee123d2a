/** Answers of the real bot over the demo business, as they go to Slack. */
import type { ChatMessage, Press } from '../../../src/bot/message.ts'
import type { Outgoing } from '../../../src/bot/platform.ts'
import { homeView } from '../../../src/bot/platforms/slack/blocks/home.ts'
import { messageOf } from '../../../src/bot/platforms/slack/blocks/message.ts'
import { wantsPicture } from '../../../src/bot/platforms/slack/blocks/picture.ts'
import { DEMO_NOW } from '../server.ts'
import { openHouse, personOf, type House } from './house.ts'
import { parseScene, type Said, type Scene } from './scene.ts'

/** Words; or a press on the reply before, or the shortcut. */
type Step = string | Press | { readonly kind: 'explain' }

export interface Played {
  readonly title: string
  readonly surface: 'channel' | 'thread' | 'dm'
  /** Fred is in finance and may see the margin; others may not. */
  readonly by: string
  /** Those that depend on it are made of the reply before. */
  readonly steps: readonly (Step | ((last: Outgoing | null) => Step))[]
  /** `/kpi` */
  readonly isWhispered?: true
}

const played: readonly Played[] = [
  { title: 'Single number', surface: 'dm', by: 'Nora', steps: ['revenue last week'] },
  { title: 'Breakdown', surface: 'thread', by: 'Nora', steps: ['revenue by region last week'] },
  { title: 'Trend', surface: 'thread', by: 'Ben', steps: ['orders per day in the last 30 days'] },
  { title: 'Comparison', surface: 'dm', by: 'Nora', steps: ['revenue last month compared with the month before'] },
  { title: 'Compared', surface: 'thread', by: 'Nora', steps: ['revenue by channel last week vs the week before'] },
  { title: 'Thread', surface: 'thread', by: 'Nora', steps: ['revenue by region last week', 'only EMEA, by country'] },
  { title: 'Clarify', surface: 'dm', by: 'Ben', steps: ['Which region did best last month?'] },
  { title: 'Decline', surface: 'dm', by: 'Ben', steps: ['what will the weather be tomorrow'] },
  { title: 'Help', surface: 'dm', by: 'Ben', steps: ['help'] },
  { title: 'KPIs', surface: 'dm', by: 'Ben', steps: ['kpis'] },
  { title: 'Definition', surface: 'dm', by: 'Ben', steps: ['what is return rate?'] },
  { title: 'Long table', surface: 'thread', by: 'Nora', steps: ['revenue and orders by product last month'] },
  { title: 'Top ten', surface: 'thread', by: 'Nora', steps: ['top 10 products by revenue this month'] },
  { title: 'Lines', surface: 'thread', by: 'Ben', steps: ['revenue per week by region this year'] },
  { title: 'Nothing found', surface: 'dm', by: 'Ben', steps: ['revenue in 1999'] },
  { title: 'Whispered', surface: 'channel', by: 'Ben', steps: ['return rate this month'], isWhispered: true },
  {
    title: 'Shared',
    surface: 'channel',
    by: 'Ben',
    steps: ['return rate this month', { kind: 'share' }],
    isWhispered: true,
  },
  { title: 'Beyond the channel', surface: 'thread', by: 'Fred', steps: ['gross margin by region last month'] },
  { title: 'SQL', surface: 'thread', by: 'Nora', steps: ['revenue by region last week', { kind: 'sql' }] },
  { title: 'CSV', surface: 'thread', by: 'Nora', steps: ['orders by product last month', { kind: 'csv' }] },
  { title: 'Explain', surface: 'thread', by: 'Nora', steps: ['return rate by region last week', { kind: 'explain' }] },
]

export async function demoScenes(): Promise<readonly Scene[]> {
  await using house = await openHouse()
  const scenes: Scene[] = []
  for (const [at, each] of played.entries()) scenes.push(await sceneOf(each, at, house))
  const overview = await house.app.overview(personOf('Fred'), new Date(DEMO_NOW))
  return [...scenes, parseScene({ title: 'Home', surface: 'home', payload: homeView(overview) })]
}

/** `at`: its number, which no other scene of the house has. */
export async function sceneOf(
  { title, surface, by, steps, isWhispered }: Played,
  at: number,
  house: House,
): Promise<Scene> {
  const files: Record<string, string> = {}
  const payload: Said[] = []
  const thread = `17637303${String(at).padStart(2, '0')}.000000`
  let last: Outgoing | null = null
  for (const [index, made] of steps.entries()) {
    const clock = `14:0${5 + index}`
    const step = typeof made === 'function' ? made(last) : made
    last = await house.hear(by, saidBy(step, last), {
      place: { platform: 'slack', workspace: 'T01', conversation: surface === 'dm' ? 'D01' : 'C03', thread },
      audience: surface === 'dm' || isWhispered ? 'asker' : 'everyone',
      ...(isWhispered ? { isWhispered } : {}),
    })
    if (typeof step === 'string' && !isWhispered)
      payload.push({ by, at: clock, text: surface === 'thread' && index === 0 ? `<@U0|Tidings> ${step}` : step })
    payload.push(await shownIn(last, clock, house, files))
  }
  return { title, surface, place: 'sales', payload, files }
}

function saidBy(step: Step, last: Outgoing | null): ChatMessage['said'] {
  if (typeof step === 'string') return { kind: 'words', text: step }
  if (step.kind === 'explain') return { kind: 'explain', reply: last?.key ?? null, text: '' }
  return { kind: 'press', reply: last?.key ?? '', press: step }
}

async function shownIn(
  { key, to, content: { reply } }: Outgoing,
  at: string,
  { app }: House,
  files: Record<string, string>,
) {
  const onlyYou = to.onlyFor !== null
  const png = reply.picture && wantsPicture(reply) ? await app.picture(reply.picture.id) : null
  const pictureFile = png && `F${Object.keys(files).length + 1}`
  if (pictureFile) files[pictureFile] = `data:image/png;base64,${png.toString('base64')}`
  const message = messageOf(reply, key, { pictureFile, isWhispered: onlyYou })
  const attached = reply.file ? [reply.file.name] : []
  return { at, text: message.text, blocks: message.blocks.map((block) => ({ ...block })), onlyYou, attached }
}
