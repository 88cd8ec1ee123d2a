/** Whose turn it is in a conversation: one after the other in the order of taking, for all instances together. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inbox } from './inbox.ts'

/** How long a message waits for an earlier one that another instance has in hand. */
const usuallyAtMostMs = 30_000
const askedEveryMs = 100

interface Turn {
  readonly conversation: string
  readonly seq: number
  /** Whether another instance may have an earlier message of the conversation in hand. */
  readonly isBehind: boolean
}

export interface Turns {
  /** Resolves when it is its turn, with what ends the turn. */
  of(turn: Turn): Promise<() => void>
}

interface Waiting extends Turn {
  readonly since: number
  readonly go: () => void
}

export function createTurns(hasEarlier: Inbox['hasEarlier'], atMostMs = usuallyAtMostMs): Turns {
  /** Conversation → what waits here, least `seq` first; there while one has its turn or waits. */
  const lines = new Map<string, Waiting[]>()

  /** Lets the first go. An earlier message may turn up while it waits, and goes before it. */
  async function next(conversation: string, line: Waiting[]): Promise<void> {
    for (let first = line[0]; first; first = line[0]) {
      if (await mayGo(first)) {
        const [going] = line.splice(line.indexOf(first), 1)
        return going?.go()
      }
      await sleep(askedEveryMs)
    }
    lines.delete(conversation)
  }

  async function mayGo({ conversation, seq, isBehind, since }: Waiting): Promise<boolean> {
    if (!isBehind || Date.now() - since > atMostMs) return true
    // Who can't be asked may be back in a moment.
    return !(await hasEarlier(conversation, seq).catch(() => true))
  }

  return {
    async of(turn) {
      const { conversation } = turn
      await new Promise<void>((go) => {
        const waiting = { ...turn, since: Date.now(), go }
        const line = lines.get(conversation)
        if (line) line.splice(line.filter(({ seq }) => seq <= turn.seq).length, 0, waiting)
        else void next(conversation, open(conversation, waiting))
      })
      let isOver = false
      return () => {
        if (!isOver) void next(conversation, lines.get(conversation) ?? [])
        isOver = true
      }
    },
  }

  function open(conversation: string, first: Waiting): Waiting[] {
    const line = [first]
    lines.set(conversation, line)
    return line
  }
}
