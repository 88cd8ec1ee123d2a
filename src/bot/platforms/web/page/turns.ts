/** The conversation as the page shows it: a fold over what was sent and what the server tells. */
import type { StreamLine, WireMessage, WireReply, WireSaid } from '../wire.ts'

export interface Turn {
  readonly id: string
  /** Null for what nobody asked: an alert or a digest. */
  readonly said: WireSaid | null
  readonly as: string | null
  readonly state: 'sending' | 'unsent' | 'working' | 'done' | 'failed'
  /** Why it is unsent or failed. */
  readonly trouble: string | null
  readonly cards: readonly Card[]
  /** What to send again while the server has not taken it. */
  readonly message: WireMessage | null
}

export interface Card {
  readonly key: string
  /** It came in the feed of alerts. */
  readonly isNews: boolean
  readonly reply: WireReply
}

export interface Turns {
  readonly epoch: string | null
  readonly turns: readonly Turn[]
}

export type TurnEvent =
  | StreamLine
  /** In the feed of alerts. */
  | (StreamLine & { readonly kind: 'reply'; readonly isNews: true })
  | { readonly kind: 'sending'; readonly id: string; readonly message: WireMessage }
  | { readonly kind: 'unsent'; readonly id: string; readonly trouble: string }

export const NO_TURNS: Turns = { epoch: null, turns: [] }

/** What was asked, as the page shows it. */
export function textOf(said: WireSaid): string {
  return said.kind === 'words' ? (said.label ?? said.text) : said.label
}

/** Takes each key once, so a replay changes nothing. */
export function takeTurn(before: Turns, event: TurnEvent): Turns {
  const { turns } = before
  switch (event.kind) {
    case 'opened':
      return { epoch: event.epoch, turns: before.epoch === event.epoch ? turns : turns.map(forgotten) }
    case 'sending': {
      const { said, as = null } = event.message
      const turn: Turn = { ...EMPTY, id: event.id, said, as, state: 'sending', message: event.message }
      return { ...before, turns: put(turns, turn.id, () => ({ ...turn }), turn) }
    }
    case 'unsent':
      return change(before, event.id, (turn) =>
        turn.state === 'sending' ? { ...turn, state: 'unsent', trouble: event.trouble } : turn,
      )
    case 'said': {
      const turn: Turn = { ...EMPTY, id: event.id, said: event.said, as: event.as, state: 'working' }
      const taken = (known: Turn): Turn =>
        known.state === 'sending' || known.state === 'unsent' ? { ...known, state: 'working', trouble: null } : known
      return { ...before, turns: put(turns, event.id, taken, turn) }
    }
    case 'reply': {
      const { replaces } = event
      // What it takes the place of may have been forgotten: the next to take that place finds this.
      const card = { key: replaces ?? event.key, isNews: 'isNews' in event, reply: event.reply }
      if (turns.some((turn) => turn.cards.some(({ key }) => key === event.key))) return before
      if (replaces !== undefined && turns.some((turn) => turn.cards.some(({ key }) => key === replaces)))
        return { ...before, turns: turns.map((turn) => ({ ...turn, cards: turn.cards.map(replaced(replaces, card)) })) }
      const id = event.to ?? `news ${card.key}`
      const news: Turn = { ...EMPTY, id, state: 'done', cards: [card] }
      return { ...before, turns: put(turns, id, (turn) => ({ ...turn, cards: [...turn.cards, card] }), news) }
    }
    case 'done':
      return change(before, event.id, (turn) => ({ ...turn, state: 'done' }))
    case 'failed':
      return change(before, event.id, (turn) => ({ ...turn, state: 'failed', trouble: event.text }))
  }
}

/** A card that another takes the place of keeps its own key. */
function replaced(key: string, by: Card): (card: Card) => Card {
  return (card) => (card.key === key ? { ...card, reply: by.reply } : card)
}

/** What was done with an alert stands in the alert: a turn of its own it is where there is more to be said. */
export function isShown({ said, state, cards }: Turn): boolean {
  if (said?.kind !== 'press' || said.act === 'why') return true
  return cards.length > 0 || state === 'failed' || state === 'unsent'
}

const EMPTY = { said: null, as: null, trouble: null, cards: [], message: null } as const

function put(turns: readonly Turn[], id: string, update: (known: Turn) => Turn, added: Turn): readonly Turn[] {
  if (!turns.some((turn) => turn.id === id)) return [...turns, added]
  return turns.map((turn) => (turn.id === id ? update(turn) : turn))
}

function change(before: Turns, id: string, update: (turn: Turn) => Turn): Turns {
  return { ...before, turns: before.turns.map((turn) => (turn.id === id ? update(turn) : turn)) }
}

/** The server began anew: what it was working on will not be answered. */
function forgotten(turn: Turn): Turn {
  if (turn.state !== 'working') return turn
  return { ...turn, state: 'failed', trouble: 'The server was restarted before it answered this.' }
}
