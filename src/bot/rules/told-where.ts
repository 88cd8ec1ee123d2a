/** Where a rule is told: where it was said, or to whoever said it. */
import { parsePlace, printPlace, type Person, type Place } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { Tell } from '../../nlq/rules/command.ts'
import { alertsFeed } from '../alerts-feed.ts'
import type { ChatMessage } from '../message.ts'
import type { Platform } from '../platform.ts'
import { sentences } from '../replies/en-rules.ts'

interface Parts {
  readonly platformOf: (name: string) => Platform | undefined
  readonly isTheirs: (place: Place, person: Person) => boolean
}

/** Where it is told, or why that cannot be. */
export type ToldWhere = { readonly ok: true; readonly place: Place } | { readonly ok: false; readonly because: string }

/** The place of a conversation itself: whose alerts are listed and numbered there. */
export function placeHere({ platformOf }: Parts, message: ChatMessage): Place {
  const { place, author, audience, isWhispered } = message
  const platform = platformOf(place.platform)
  const feed = platform?.newsOf?.() ?? null
  if (feed) return feed
  const isDirect = audience === 'asker' && !isWhispered
  return (isDirect ? platform?.privately?.(author) : null) ?? { ...place, thread: null }
}

export function toldWhere(parts: Parts, message: ChatMessage, tell: Tell): ToldWhere {
  const here = placeHere(parts, message)
  switch (tell.to) {
    case 'here':
      return { ok: true, place: here }
    case 'asker':
      return { ok: true, place: parts.platformOf(message.place.platform)?.privately?.(message.author) ?? here }
    case 'channel':
      // Whether somebody is in another channel is not known here.
      return { ok: false, because: sentences.saidThere(tell.said) }
  }
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
  if (printed === printPlace(alertsFeed)) return sentences.feed
  const isHere = printPlace(placeHere(parts, message)) === printed
  if (isAloneIn(parts, place, message)) return isHere ? sentences.you : sentences.youAlone
  return isHere ? sentences.here : printed
}

/** Whose rights limit what a rule tells in a place. */
export type PolicyOfPlace = (place: Place, alone: Person | null) => Policy | null

/** What is told in a place is known to all who are there: their rights, or those given where the place has none of its own. */
export function policyHere(
  parts: Parts & { readonly policyOfPlace: PolicyOfPlace },
  message: ChatMessage,
  policy: Policy,
): Policy {
  const place = placeHere(parts, message)
  return parts.policyOfPlace(place, parts.isTheirs(place, message.author) ? message.author : null) ?? policy
}
