/** Slash commands, shortcuts and clicks → what was said. Pure, like translate.ts. */
import { z } from 'zod'
import type { Place } from '../../../analytics/place.ts'
import type { ChatMessage, Said } from '../../message.ts'
import { parsePressed } from './blocks/press-value.ts'
import { decodeText } from './decode.ts'
import { greeting, isDirect, type Self } from './translate.ts'

const id = z.string().regex(/^[A-Za-z0-9]{1,60}$/)
const ts = z.string().regex(/^\d{1,12}\.\d{1,9}$/)
const trigger = z.string().regex(/^[\w.:-]{1,200}$/)

const slash = z.object({
  user_id: id,
  team_id: id.optional(),
  channel_id: id,
  channel_name: z.string().optional(),
  text: z.string().default(''),
  response_url: z.url(),
  trigger_id: trigger,
})

/** `/kpi QUESTION`: the asker alone sees the answer, wherever it was typed. Null: not of a shape we know. */
export function fromSlash(body: unknown, self: Self, now: Date): ChatMessage | null {
  const parsed = slash.safeParse(body)
  if (!parsed.success) return null
  const { user_id, team_id, channel_id, text, response_url, trigger_id } = parsed.data
  const words = decodeText(text)
  return {
    id: `slack:${self.team}/slash/${trigger_id}`,
    place: { platform: 'slack', workspace: self.team, conversation: channel_id, thread: null },
    author: { platform: 'slack', workspace: team_id ?? self.team, user: user_id },
    askedAt: now,
    said: { kind: 'words', text: words === '' ? greeting : words },
    audience: 'asker',
    isWhispered: true,
    handle: response_url,
  }
}

const person = z.object({ id, team_id: id.optional() })
const ours = z.object({
  ts,
  thread_ts: ts.optional(),
  text: z.string().default(''),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z.object({ event_payload: z.object({ key: z.string() }).partial().optional() }).optional(),
  blocks: z.array(z.unknown()).default([]),
})

const shortcut = z.object({
  user: person,
  channel: z.object({ id }),
  message: ours,
  response_url: z.url().optional(),
  trigger_id: trigger,
})

/** "Explain this number", of a message of ours or of anybody's; told to whoever asked alone. */
export function fromShortcut(body: unknown, self: Self, now: Date): ChatMessage | null {
  const parsed = shortcut.safeParse(body)
  if (!parsed.success) return null
  const { user, channel, message, response_url, trigger_id } = parsed.data
  return {
    ...clicked(`slack:${self.team}/action/${trigger_id}`, user, self, now),
    place: placeIn(channel.id, message.thread_ts ?? message.ts, self),
    said: { kind: 'explain', reply: keyOf(message, self), text: decodeText(message.text) },
    audience: 'asker',
    ...(isDirect(channel.id) ? {} : { isWhispered: true as const }),
    ...(response_url === undefined ? {} : { handle: response_url }),
  }
}

const click = z.object({
  user: person,
  container: z.object({
    channel_id: id.optional(),
    thread_ts: ts.optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  channel: z.object({ id }).optional(),
  message: ours.pick({ ts: true, thread_ts: true }).optional(),
  response_url: z.url().optional(),
  trigger_id: trigger,
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
})

export interface Click {
  readonly actionId: string
  readonly value: string | null
  readonly triggerId: string
  readonly user: string
}

/** What was clicked, whatever it means. */
export function clickIn(body: unknown): Click | null {
  const parsed = click.safeParse(body)
  if (!parsed.success) return null
  const { actions, trigger_id, user } = parsed.data
  const { action_id, value, selected_option } = actions[0]!
  return { actionId: action_id, value: selected_option?.value ?? value ?? null, triggerId: trigger_id, user: user.id }
}

/** A press on a reply. Null: not one of our buttons. */
export function fromPress(body: unknown, self: Self, now: Date): ChatMessage | null {
  const pressed = parsePressed(clickIn(body)?.value)
  return pressed && fromClick(body, { kind: 'press', reply: pressed.key, press: pressed.press }, self, now)
}

/** A question that was offered, on the App Home; answered in the direct messages of whoever pressed it. */
export function fromOffer(body: unknown, self: Self, now: Date): ChatMessage | null {
  const text = clickIn(body)?.value
  return text ? fromClick(body, { kind: 'words', text }, self, now) : null
}

/** Whatever was clicked, as something said where it was clicked. */
export function fromClick(body: unknown, said: Said, self: Self, now: Date): ChatMessage | null {
  const parsed = click.safeParse(body)
  if (!parsed.success) return null
  const { user, container, channel, message, response_url, trigger_id } = parsed.data
  const conversation = container.channel_id ?? channel?.id ?? user.id
  const isWhispered = container.is_ephemeral === true
  const thread = message?.thread_ts ?? container.thread_ts ?? (isWhispered ? null : (message?.ts ?? null))
  const isAlone = isWhispered || isDirect(conversation) || conversation === user.id
  return {
    ...clicked(`slack:${self.team}/action/${trigger_id}`, user, self, now),
    place: placeIn(conversation, thread, self),
    said,
    audience: isAlone ? 'asker' : 'everyone',
    ...(isWhispered ? { isWhispered: true as const } : {}),
    ...(response_url === undefined ? {} : { handle: response_url }),
  }
}

function clicked(messageId: string, user: z.infer<typeof person>, self: Self, now: Date) {
  const author = { platform: 'slack', workspace: user.team_id ?? self.team, user: user.id }
  return { id: messageId, author, askedAt: now }
}

function placeIn(conversation: string, thread: string | null, self: Self): Place {
  return { platform: 'slack', workspace: self.team, conversation, thread }
}

/** The key under which a message of ours went out: in its metadata, or in any of its buttons. */
function keyOf({ user, bot_id, metadata, blocks }: z.infer<typeof ours>, self: Self): string | null {
  const isOurs = user === self.botUser || (self.botId !== null && bot_id === self.botId)
  if (!isOurs) return null
  return metadata?.event_payload?.key ?? keyIn(blocks, 0)
}

function keyIn(part: unknown, depth: number): string | null {
  if (depth > 6 || typeof part !== 'object' || part === null) return null
  if ('value' in part) {
    const pressed = parsePressed(part.value)
    if (pressed) return pressed.key
  }
  for (const each of Object.values(part)) {
    const key = keyIn(each, depth + 1)
    if (key !== null) return key
  }
  return null
}
