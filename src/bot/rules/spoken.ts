/** What was said of alerts in a conversation: rules that were proposed and wait to be saved, and rules that were spoken of. */
import type { Rule } from '../../analytics/live/rule.ts'
import { printPerson, printPlace } from '../../analytics/place.ts'
import { asJson } from '../../analytics/store/as-json.ts'
import type { Store } from '../../analytics/store/store.ts'
import { conversationOf } from '../inbox.ts'
import type { ChatMessage } from '../message.ts'

/** A rule with a name, to be chosen instead of the one that was proposed. */
export interface Variant {
  readonly label: string
  readonly rule: Rule
}

export interface Draft {
  readonly kind: 'draft'
  /** Without an id as long as it is new. */
  readonly rule: Rule
  /** Id of the rule that it changes; null: it is new. */
  readonly changes: string | null
  readonly variants: readonly Variant[]
  readonly isOpen: boolean
  /** The message that made another draft of it. Said anew, it finds this one open again. */
  readonly movedOn?: string
}

export type Spoken = Draft | { readonly kind: 'rule'; readonly id: string }

export interface SpokenTurn {
  /** Counts up over all conversations. */
  readonly number: number
  /** Who said it, as printed, and in which words it was first said. */
  readonly person: string
  readonly words: string
  readonly spoken: Spoken
}

/** A turn whose draft still waits to be saved. */
export type OpenTurn = SpokenTurn & { readonly spoken: Draft }

export interface SpokenOf {
  /**
   * The last turn of the message's conversation that speaks of an alert, as it was before the message, or the one that it
   * is a new wording of, made another draft of it.
   */
  last(of: ChatMessage): Promise<SpokenTurn | null>
  /** The turn of a number, if it was said in the message's place, in whichever thread. */
  find(of: ChatMessage, number: number): Promise<SpokenTurn | null>
  /** Keeps what the message speaks of, in the place of what it spoke of before; gives its number. */
  keep(of: ChatMessage, words: string, spoken: Spoken): Promise<number>
  /** What a turn spoke of is now this. */
  become(number: number, spoken: Spoken): Promise<void>
}

export function createSpokenOf(store: Store): SpokenOf {
  const turns = () =>
    store
      .selectFrom('tidings.threads')
      .select(['turn', 'place', 'person', 'words', 'alert', 'message'])
      .where('alert', 'is not', null)
  return {
    async last(of) {
      const place = printPlace(of.place)
      const places = [place, conversationOf({ ...of, isWhispered: true })]
      const hourAgo = new Date(Date.now() - 3_600_000)
      const rows = await turns()
        .where((where) =>
          where.or([
            where('place', 'in', places),
            // What was proposed at the top of a place goes on in the thread under it; who asked may go on at the top.
            ...(of.place.thread === null
              ? [
                  where.and([
                    where('place', 'like', `${place.replace(/[\\%_]/g, '\\$&')}/%`),
                    where('person', '=', printPerson(of.author)),
                    where('asked_at', '>', hourAgo),
                  ]),
                ]
              : []),
          ]),
        )
        .where((where) => where.or([where('message', 'is', null), where('message', '<>', of.id)]))
        .orderBy('turn', 'desc')
        .limit(2)
        .execute()
      const isOfFirstWording = (row: (typeof rows)[number]) =>
        row.message !== null && row.message === of.replaces && isOpen(asTurn(row))
      const row = rows.find((each) => !isOfFirstWording(each))
      if (!row) return null
      const turn = asTurn(row)
      const movedOn = turn.spoken.kind === 'draft' ? turn.spoken.movedOn : undefined
      if (movedOn === undefined) return turn
      const next = await turns().where('message', '=', movedOn).executeTakeFirst()
      return movedOn === messageOf(of) || !next ? reopened(turn) : turn
    },
    async find(of, number) {
      const row = await turns().where('turn', '=', String(number)).executeTakeFirst()
      const base = printPlace({ ...of.place, thread: null })
      // What somebody alone saw is nobody else's.
      const isHere = row && (row.place === base || row.place.startsWith(`${base}/`) || row.place.startsWith(`${base} `))
      const isSeen = row && (!row.place.includes(' ') || row.person === printPerson(of.author))
      return isHere && isSeen ? asTurn(row) : null
    },
    async keep(of, words, spoken) {
      const { turn } = await store
        .with('forgotten', (part) => part.deleteFrom('tidings.threads').where('message', '=', messageOf(of)))
        .insertInto('tidings.threads')
        .values({
          place: conversationOf(of),
          person: printPerson(of.author),
          message: messageOf(of),
          asked_at: new Date(),
          words,
          query: null,
          wish: null,
          alert: asJson(spoken),
        })
        .returning('turn')
        .executeTakeFirstOrThrow()
      return Number(turn)
    },
    async become(number, spoken) {
      await store
        .updateTable('tidings.threads')
        .set({ alert: asJson(spoken) })
        .where('turn', '=', String(number))
        .execute()
    },
  }
}

/** All wordings of a message are one turn. */
export function messageOf({ id, replaces }: Pick<ChatMessage, 'id' | 'replaces'>): string {
  return replaces ?? id
}

function reopened({ spoken, ...turn }: SpokenTurn): SpokenTurn {
  return { ...turn, spoken: spoken.kind === 'draft' ? { ...spoken, isOpen: true } : spoken }
}

/** Null: the turn is of something else, or what it proposed was saved or dropped. */
export function openDraft(turn: SpokenTurn | null): OpenTurn | null {
  return turn && isOpen(turn) ? turn : null
}

function isOpen(turn: SpokenTurn): turn is OpenTurn {
  return turn.spoken.kind === 'draft' && turn.spoken.isOpen
}

function asTurn({
  turn,
  person,
  words,
  alert,
}: {
  turn: unknown
  person: string
  words: string
  alert: unknown
}): SpokenTurn {
  // Written by this program.
  return { number: Number(turn), person, words, spoken: alert as Spoken }
}
