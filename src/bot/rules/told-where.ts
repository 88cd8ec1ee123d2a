/** Where a rule is told: where it was said, to whoever said it, or in a channel that they are in. */
import { parsePlace, printPlace, type Person, type Place } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { Tell } from '../../nlq/rules/command.ts'
import type { ChatMessage } from '../message.ts'
import type { Platform } from '../platform.ts'
import { sentences } from '../replies/en-rules.ts'

export interface ToldWhere {
  readonly place: Place
  readonly kind: 'here' | 'alone' | 'feed' | 'channel'
  /** As it stands behind "I'll tell". */
  readonly words: string
}

interface Parts {
  readonly platformOf: (name: string) => Platform | undefined
  readonly isTheirs: (place: Place, person: Person) => boolean
}

/** Null with why not: the channel is not known, or not theirs. */
export type Resolved =
  | { readonly ok: true; readonly where: ToldWhere }
  | { readonly ok: false; readonly because: string }

/** The place of a conversation itself: whose alerts are listed and numbered there. */
export function placeHere({ platformOf }: Parts, message: ChatMessage): Place {
  const { place, author, audience, isWhispered } = message
  const platform = platformOf(place.platform)
  const feed = platform?.newsOf?.() ?? null
  if (feed) return feed
  const isDirect = audience === 'asker' && !isWhispered
  return (isDirect ? platform?.privately?.(author) : null) ?? { ...place, thread: null }
}

export async function toldWhere(parts: Parts, message: ChatMessage, tell: Tell): Promise<Resolved> {
  const here = placeHere(parts, message)
  const platform = parts.platformOf(message.place.platform)
  if (platform?.newsOf && tell.to !== 'channel')
    return { ok: true, where: { place: here, kind: 'feed', words: sentences.feed } }
  switch (tell.to) {
    case 'here':
      return { ok: true, where: asHere(parts, here, message) }
    case 'asker': {
      const alone = platform?.privately?.(message.author) ?? null
      if (!alone || printPlace(alone) === printPlace(here)) return { ok: true, where: asHere(parts, here, message) }
      return { ok: true, where: { place: alone, kind: 'alone', words: sentences.youAlone } }
    }
    case 'channel': {
      const found = await platform?.placeNamed?.(tell.said, message.place, message.author)
      if (!found) return { ok: false, because: sentences.noChannel(tell.said) }
      if (found.kind === 'not in') return { ok: false, because: sentences.notIn(found.name) }
      return { ok: true, where: { place: found.place, kind: 'channel', words: sentences.channel(found.name) } }
    }
  }
}

function asHere(parts: Parts, place: Place, message: ChatMessage): ToldWhere {
  const isAlone = isAloneIn(parts, place, message)
  return { place, kind: isAlone ? 'alone' : 'here', words: isAlone ? sentences.you : sentences.here }
}

/** Whether nobody but the author reads a place. */
function isAloneIn(
  { isTheirs }: Parts,
  place: Place,
  { author, audience, isWhispered, place: said }: ChatMessage,
): boolean {
  const isDirect = audience === 'asker' && !isWhispered && printPlace({ ...said, thread: null }) === printPlace(place)
  return isDirect || isTheirs(place, author)
}

/** How the place of a rule is called by who is in a conversation. */
export function wordsOfPlace(parts: Parts, printed: string, message: ChatMessage): string {
  const place = parsePlace(printed)
  if (!place) return printed
  if (parts.platformOf(place.platform)?.newsOf) return sentences.feed
  const isHere = printPlace(placeHere(parts, message)) === printed
  if (isAloneIn(parts, place, message)) return isHere ? sentences.you : sentences.youAlone
  return isHere ? sentences.here : printed
}

/** Whose rights limit what a rule tells in a place. */
export type PolicyOfPlace = (place: Place, alone: Person | null) => Policy | null
