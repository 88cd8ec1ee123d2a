/** One reply as Slack shows it. */
import type { KnownBlock } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { words } from '../words.ts'
import { alertBlocks } from './alert.ts'
import { beside } from './beside.ts'
import { choiceBlocks } from './choices.ts'
import { bold, context } from './elements.ts'
import { line, markup } from './escape.ts'
import { headlineOf } from './figures.ts'
import { comfort, limits } from './limits.ts'
import { pictureBlocks } from './picture.ts'
import { prose } from './prose.ts'
import { rowsBlocks } from './rows.ts'
import { provenanceBlocks, understoodBlocks } from './small-print.ts'
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

function blocksOf(reply: Reply, key: string, { pictureFile, isWhispered }: Shown): KnownBlock[] {
  const { result, alert } = reply
  if (alert) return alertBlocks(reply, alert, key, pictureFile)
  const notes = beside(reply)
  switch (result.kind) {
    case 'answer':
      return [
        ...context(notes.above === '' ? [] : [notes.above]),
        bold(headlineOf(reply), comfort.headline),
        ...understoodBlocks(reply),
        ...prose(notes.before, comfort.words / 2),
        ...pictureBlocks(reply, pictureFile),
        ...rowsBlocks(reply),
        // Beside a table there is little room.
        ...unverifiedBlocks(reply, 1),
        ...prose(notes.after, comfort.words / 4),
        ...provenanceBlocks(reply),
        ...waysBlocks(reply, key, isWhispered),
        ...feedbackBlocks(key),
      ]
    case 'clarify':
      return [...asked(notes.before, reply), ...unverifiedBlocks(reply, 2), ...choices(reply, key, words.choose)]
    case 'decline':
      return [
        ...prose(notes.before, comfort.prose),
        ...choices(reply, key, words.ask),
        ...(reply.isTalk ? [] : feedbackBlocks(key)),
      ]
    case 'command':
      return [
        // Beside a query there is little room.
        ...prose(notes.before, result.sql === null ? comfort.prose : comfort.words / 2, true),
        ...(result.sql === null ? [] : sqlBlocks(result.sql, result.parameters)),
        ...choices(reply, key, words.ask),
      ]
    case 'failed':
      return [...prose(notes.before, comfort.prose), ...choices(reply, key, words.ask)]
  }
}

/** A question back stands out as a finding does. */
function asked(text: string, { result }: Reply): KnownBlock[] {
  const [first = '', ...more] = text.split('\n')
  const room = result.sql === null ? comfort.prose : comfort.words
  return [bold(first, comfort.headline), ...prose(more.join('\n'), room)]
}

/** SQL that nobody checked is read before it is run, and beside what came of it. */
function unverifiedBlocks({ result }: Reply, mostPieces: number): KnownBlock[] {
  return result.query === null && result.sql !== null ? sqlBlocks(result.sql, [], mostPieces) : []
}

function choices(reply: Reply, key: string, verb: string): KnownBlock[] {
  return choiceBlocks(
    reply.ways.map((way, index) => pressableWay(key, way, index)),
    verb,
  )
}

/** Complete without blocks: with what the words leave to buttons and code. */
function textOf({ result, ways, pictureMissing }: Reply): string {
  const choices = result.kind === 'clarify' ? ways.map(({ label }, index) => `${index + 1}. ${line(label, 200)}`) : []
  const missing = pictureMissing === null ? [] : [pictureMissing]
  const sql = result.kind === 'command' && result.sql !== null ? [result.sql] : []
  return markup([result.text, ...sql, ...choices, ...missing].join('\n'), comfort.text)
}
