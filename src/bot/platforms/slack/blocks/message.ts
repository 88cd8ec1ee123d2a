/** One reply as Slack shows it. */
import type { KnownBlock } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { words } from '../words.ts'
import { beside } from './beside.ts'
import { choiceBlocks } from './choices.ts'
import { bold, context } from './elements.ts'
import { line, markup } from './escape.ts'
import { comfort, limits } from './limits.ts'
import { prose } from './prose.ts'
import { rowsBlocks } from './rows.ts'
import { smallPrint } from './small-print.ts'
import { sqlBlocks } from './sql.ts'
import { feedbackBlocks, pressableWay, waysBlocks } from './ways.ts'

/** What `chat.postMessage` and its like take besides the place. */
export interface SlackMessage {
  /** The whole in words: for notifications, and for when blocks are refused. Markup, in which everything is escaped. */
  readonly text: string
  readonly blocks: readonly KnownBlock[]
}

interface Shown {
  /** Slack's id of the uploaded picture, once it is ready. */
  readonly pictureFile: string | null
  /** Only one person sees it, who may show it to all. */
  readonly isWhispered: boolean
}

/** `key` is the reply's, under which its buttons look it up. */
export function messageOf(reply: Reply, key: string, shown: Shown): SlackMessage {
  return { text: textOf(reply), blocks: blocksOf(reply, key, shown).slice(0, limits.blocks) }
}

/** Whether a picture says more than the words and the table do: a number and a table are better read than drawn. */
export function wantsPicture({ result }: Reply): boolean {
  return result.chart !== null && result.chart.kind !== 'number' && result.chart.kind !== 'table'
}

function blocksOf(reply: Reply, key: string, { pictureFile, isWhispered }: Shown): KnownBlock[] {
  const { result } = reply
  switch (result.kind) {
    case 'answer':
      return [
        bold(reply.headline, comfort.headline),
        ...prose(beside(reply), comfort.words / 2),
        ...pictureBlocks(reply, pictureFile),
        ...rowsBlocks(reply),
        ...smallPrint(reply),
        ...waysBlocks(reply, key, isWhispered),
        ...feedbackBlocks(key),
      ]
    case 'clarify':
      return [...prose(beside(reply), comfort.words), ...choices(reply, key, words.choose)]
    case 'decline':
      return [...prose(beside(reply), comfort.words), ...choices(reply, key, words.ask), ...feedbackBlocks(key)]
    case 'command':
      return [
        ...prose(beside(reply), comfort.words),
        ...(result.sql === null ? [] : sqlBlocks(result.sql, result.parameters, reply.file !== null)),
        ...choices(reply, key, words.ask),
      ]
    case 'failed':
      return [...prose(beside(reply), comfort.words), ...choices(reply, key, words.ask)]
  }
}

function pictureBlocks(reply: Reply, file: string | null): KnownBlock[] {
  if (!wantsPicture(reply)) return []
  if (file === null) return context(reply.pictureMissing === null ? [] : [reply.pictureMissing])
  const altText = reply.picture?.altText ?? reply.result.chart?.altText ?? words.chartOf(reply.headline)
  return [{ type: 'image', slack_file: { id: file }, alt_text: line(altText, limits.altText) }]
}

function choices(reply: Reply, key: string, verb: string): KnownBlock[] {
  return choiceBlocks(
    reply.ways.map((way, index) => pressableWay(key, way, index)),
    verb,
  )
}

/** Complete without blocks: with the choices, which the words of a question back leave to the buttons. */
function textOf({ result, ways, pictureMissing }: Reply): string {
  const choices = result.kind === 'clarify' ? ways.map(({ label }, index) => `${index + 1}. ${line(label, 200)}`) : []
  const missing = pictureMissing === null ? [] : [pictureMissing]
  return markup([result.text, ...choices, ...missing].join('\n'), comfort.text)
}
