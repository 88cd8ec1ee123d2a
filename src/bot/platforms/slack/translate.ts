/** Slack's events → what was said. Pure: who we are in the workspace is an argument. */
import { z } from 'zod'
import type { Person, Place } from '../../../analytics/place.ts'
import type { ChatMessage } from '../../message.ts'
import { decodeText, mentionsIn } from './decode.ts'

/** Who Tidings is in a workspace. */
export interface Self {
  readonly team: string
  readonly botUser: string
  /** Of the app's messages; Slack leaves it out here and there. */
  readonly botId: string | null
}

export interface Translated {
  readonly message: ChatMessage
  /** Nobody named Tidings: it is meant only where Tidings takes part in the thread. */
  readonly onlyInOurThread: boolean
}

/** Somebody's own rewording counts for so long; afterwards others have read the answer. */
const editableForSeconds = 60
/** What people say when they call and say nothing. */
export const greeting = 'help'

const id = z.string().regex(/^[A-Za-z0-9]{1,60}$/)
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/)

const post = z.object({
  channel: id,
  channel_type: z.string().optional(),
  user: id,
  text: z.string().default(''),
  ts,
  thread_ts: ts.optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  team: id.optional(),
  user_team: id.optional(),
  source_team: id.optional(),
  edited: z.object({ user: z.string().optional(), ts }).optional(),
})
type Post = z.infer<typeof post>

const changed = z.object({
  channel: id,
  channel_type: z.string().optional(),
  message: post.omit({ channel: true }),
  previous_message: z.object({ text: z.string().default('') }).optional(),
})

/** Of a `message` or `app_mention` event, which Slack sends both for one post. Null: not said to us. */
export function fromPost(event: unknown, self: Self): Translated | null {
  const changedPost = fromChange(event)
  if (changedPost === 'nothing') return null
  const parsed = changedPost ?? parsePost(event)
  if (!parsed || !isFromPeople(parsed, self)) return null
  const meant = meantForUs(parsed, self)
  const text = decodeText(parsed.text)
  if (meant === 'no' || (meant === 'perhaps' && text === '')) return null
  const original = `slack:${self.team}/${parsed.channel}/${parsed.ts}`
  const { edited } = parsed
  return {
    onlyInOurThread: meant === 'perhaps',
    message: {
      id: edited ? `${original}/edit/${edited.ts}` : original,
      place: placeOf(parsed, self),
      author: authorOf(parsed, self),
      askedAt: timeOf(edited?.ts ?? parsed.ts),
      said: { kind: 'words', text: text === '' ? greeting : text },
      audience: isDirect(parsed.channel, parsed.channel_type) ? 'asker' : 'everyone',
      ...(meant === 'perhaps' ? { isOverheard: true as const } : {}),
      ...(edited ? { replaces: original } : {}),
    },
  }
}

/** What a channel's id tells when nothing else does: only direct messages begin with D. */
export function isDirect(channel: string, type?: string): boolean {
  return type === undefined ? channel.startsWith('D') : type === 'im' || type === 'app_home'
}

/** A moment of Slack's: seconds since 1970, which is also the name of a message in its channel. */
function timeOf(moment: string): Date {
  return new Date(Number(moment) * 1000)
}

function parsePost(event: unknown): Post | null {
  const parsed = post.safeParse(event)
  return parsed.success ? parsed.data : null
}

/** Null: the event is no change. Unfurled links and pins change a message too, and are nothing said. */
function fromChange(event: unknown): Post | 'nothing' | null {
  if (typeof event !== 'object' || event === null || !('subtype' in event) || event.subtype !== 'message_changed')
    return null
  const parsed = changed.safeParse(event)
  if (!parsed.success) return 'nothing'
  const { channel, channel_type, message, previous_message } = parsed.data
  if (!message.edited || message.text === previous_message?.text) return 'nothing'
  return { ...message, channel, ...(channel_type === undefined ? {} : { channel_type }) }
}

const spokenSubtypes: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast', 'me_message']

function isFromPeople({ subtype, bot_id, user, edited, ts: postedAt }: Post, self: Self): boolean {
  if (!spokenSubtypes.includes(subtype) || bot_id !== undefined) return false
  if (user === self.botUser || user === 'USLACKBOT') return false
  if (!edited) return true
  const isByAuthor = edited.user === undefined || edited.user === user
  return isByAuthor && Number(edited.ts) - Number(postedAt) <= editableForSeconds
}

function meantForUs({ text, channel, channel_type, thread_ts }: Post, self: Self): 'yes' | 'perhaps' | 'no' {
  const mentions = mentionsIn(text)
  if (isDirect(channel, channel_type) || mentions.includes(self.botUser)) return 'yes'
  if (thread_ts === undefined || mentions.length > 0 || /<!(?:here|channel|everyone|subteam)/.test(text)) return 'no'
  return 'perhaps'
}

/** Answers stand in the thread of the question, in direct messages too: an agent's Messages tab is a list of threads. */
function placeOf({ channel, ts: posted, thread_ts }: Post, self: Self): Place {
  return { platform: 'slack', workspace: self.team, conversation: channel, thread: thread_ts ?? posted }
}

/** Somebody of another company in a shared channel stays a person of their own workspace. */
function authorOf({ user, user_team, source_team, team }: Post, self: Self): Person {
  const named = [user_team, source_team, team].filter((each) => each !== undefined)
  // In a large company Slack may name the organization, which clicks and commands do not.
  const workspace = named.find((each) => each.startsWith('T')) ?? named[0] ?? self.team
  return { platform: 'slack', workspace, user }
}
