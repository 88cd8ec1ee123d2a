/** What a chat platform is to the house: it hands messages in and takes replies out. */
import type { Person, Place } from '../analytics/place.ts'
import type { ChatMessage } from './message.ts'
import type { Picture, Reply } from './reply.ts'

export interface Platform {
  /** First part of its places: `web`, `terminal`, `slack`, `teams`. */
  readonly name: string
  /** Whether a picture goes out with the words or is added to them as soon as it is drawn; or is never shown. */
  readonly pictures: 'with words' | 'after words' | 'none'
  /** Whether the words above a picture say what its title and subtitle say, so that it goes without them. */
  readonly headsPictures?: true
  /** Its replies come with buttons for everything that can be pressed (message.ts), and with thumbs. */
  readonly hasButtons?: true
  /** Whether it shows a picture with such a reply. Absent: with every one that has a chart. */
  wantsPicture?(reply: Reply): boolean
  /** Rejects with NotLetIn where no waiting would help. */
  start(hear: Hear): Promise<void>
  /** Never throws for what a platform may answer. A key already known is not shown again where the platform can tell. */
  send(outgoing: Outgoing): Promise<Receipt>
  /** What paces it. Absent: nothing does. */
  lane?(outgoing: Outgoing): Lane
  /** Does what can be done before its turn in the lane comes, such as bringing a picture there. Never throws. */
  prepare?(outgoing: Outgoing): Promise<void>
  /** Whether a message of this key is there, for what was being sent when a process died. Absent: it cannot be asked. */
  find?(outgoing: Outgoing): Promise<Found>
  /** Shows that a question is being worked on. Absent: there is nothing to show it with. Never throws. */
  working?(message: ChatMessage, stage: Stage): Promise<void>
  /** The thread that hangs under a message of ours which stands in none itself. Absent: there are no threads. */
  threadUnder?(place: Place, messageId: string): Place | null
  /** The id of the message that a thread hangs under. Absent: there are no threads. */
  messageAbove?(thread: Place): string | null
  /** What the platform knows of somebody. Absent: nothing. */
  profile?(person: Person): Promise<Profile>
  /** Where somebody is told something alone. Null: nowhere. */
  privately?(person: Person): Place | null
  /** Where everybody is told what nobody asked, for platforms whose conversations end. Absent: in the conversation itself. */
  newsOf?(): Place
  /** Null when it works; else what is wrong, in one line. */
  health(): Promise<string | null>
  /** Hears nothing more; resolves when what it heard is in the inbox or, where it keeps its own order, answered. */
  stop(): Promise<void>
}

/** Takes a message. Resolves once it cannot be lost any more, which is when a platform may acknowledge it; rejects when it could be. */
export type Hear = (message: ChatMessage) => Promise<Heard>

export interface Heard {
  /** False: the same message was taken before. */
  readonly isNew: boolean
  /** Whether the reply is out or in the outbox by now; if not, it is tried again later. Never rejects. */
  readonly answered: Promise<boolean>
}

/** Where a reply goes and who sees it there. */
export interface Address {
  readonly place: Place
  /** Nobody else in the place sees it. Null: all do. */
  readonly onlyFor: Person | null
  /** Of the message that is replied to. */
  readonly handle: string | null
}

/** One thing to send, under a key that is never sent twice. Plain data: it waits in the outbox as JSON. */
export interface Outgoing {
  readonly key: string
  readonly to: Address
  readonly content: Content
}

export type Content =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** The reply that stands at `messageId` becomes this one. */
  | { readonly kind: 'edit'; readonly messageId: string; readonly reply: Reply }
  /** The picture of the reply that stands at `messageId`; `reply` is that reply with the picture in it, or with what became of it. */
  | {
      readonly kind: 'picture'
      readonly messageId: string
      readonly reply: Reply
      readonly picture: Picture | null
      /** Below the words as a message of its own: too much waits to be changed. */
      readonly isApart: boolean
    }

/** A stream of messages that a platform limits: one each `gapMs`, and `burst` more at once after a rest. */
export interface Lane {
  readonly name: string
  readonly gapMs: number
  readonly burst: number
}

export type Receipt =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'already_sent' }
  /** Not now: try again, not before `afterMs` where the platform said so (then nothing else goes to that lane either). */
  | { readonly kind: 'later'; readonly because: string; readonly afterMs: number | null }
  /** Never: for people, in one line. */
  | { readonly kind: 'refused'; readonly because: string }

export type Found =
  | { readonly kind: 'there'; readonly messageId: string }
  | { readonly kind: 'not there' }
  | { readonly kind: 'cannot tell' }

export type Stage = 'reading' | 'querying' | 'drawing'

export interface Profile {
  readonly locale: string | null
  /** Null unless the platform vouches for it. */
  readonly email: string | null
  /** What the person is called there. */
  readonly name?: string | null
}

/** The platform refuses who we say we are: what is wrong and what to do, in one sentence for whoever runs Tidings. */
export class NotLetIn extends Error {
  override name = 'NotLetIn'
}
