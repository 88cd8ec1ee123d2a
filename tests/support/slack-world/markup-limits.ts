import type { Notes } from './element-limits.ts'
import type { Json } from './json.ts'

type Pad = Pick<Notes, 'add'>

/** What Slack would make of text: nobody may be pinged and nothing linked but what the test allows. */
export function checkMentions(notes: Pad, at: string, value: string, allowed: ReadonlySet<string>): void {
  const isAllowed = (name: string) =>
    [...allowed].some((one) => name === one || (one.includes('://') && name.startsWith(one)))
  for (const [whole, name = ''] of value.matchAll(/<[@!]([^>|]+)(?:\|[^>]*)?>/g)) {
    if (!name.startsWith('date^') && !isAllowed(name)) notes.add('ping', at, `${whole} would ping somebody`)
  }
  for (const [url] of value.matchAll(/\b(?:https?:\/\/|mailto:|tel:|www\.)[\p{L}\p{N}][^\s>|]*/gu)) {
    if (!isAllowed(url)) notes.add('link', at, `${url} would become a link`)
  }
}

/** In mrkdwn, what is not markup is escaped. */
export function checkEscapes(notes: Pad, at: string, value: string): void {
  const rest = value.replaceAll(/<[@!#][^>]+>|<[a-z]+:[^>]+>/g, '').replaceAll(/&(?:amp|lt|gt);/g, '')
  const raw = /[<&]/.exec(rest)
  if (raw) notes.add('unescaped', at, `"${raw[0]}" must be written as ${raw[0] === '&' ? '&amp;' : '&lt;'}`)
}

/** Fields that come back to the app and that nobody reads. */
const unseen = new Set(['value', 'metadata', 'private_metadata', 'action_id', 'block_id', 'callback_id', 'external_id'])

/** No text that people see may hold characters that turn its direction round or do things to terminals and screen readers. */
export function checkCharacters(notes: Pad, at: string, value: unknown): void {
  if (typeof value === 'string') {
    const found = /[^\P{Cc}\n\t\r]|[\u202a-\u202e\u2066-\u2069]/u.exec(value)?.[0]
    if (found) notes.add('control character', at, `U+${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
  } else if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) checkCharacters(notes, `${at}[${i}]`, one)
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, one] of Object.entries(value as Json))
      if (!unseen.has(field)) checkCharacters(notes, at ? `${at}.${field}` : field, one)
  }
}
