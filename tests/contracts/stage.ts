/** A platform, opened for one test and closed after it. */
import { afterEach, expect } from 'vitest'
import type { ChatMessage } from '../../src/bot/message.ts'
import type { Outgoing, Receipt } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/reply.ts'
import type { Connect, Connection, Shown, Utterance } from './connection.ts'
import { createHouse, type House } from './house.ts'

export interface Stage {
  readonly house: House
  readonly on: Connection
  /** The asker says it; resolves when it was heard and answered. */
  say(text: string): Promise<Utterance & { readonly message: ChatMessage }>
  /** The asker asks something that is answered so. */
  ask(reply: Reply): Promise<{ readonly message: ChatMessage; readonly outgoing: Outgoing; readonly receipt: Receipt }>
  /** What the asker, or another, sees now. */
  look(by?: 'asker' | 'another'): Promise<readonly Shown[]>
}

export type Open = () => Promise<Stage>

/** Waits for what another side does in its own time. */
export const eventually = { timeout: 60_000, interval: 10 } as const

export function openerOf(connect: Connect): Open {
  const open: Connection[] = []
  afterEach(async () => {
    for (const connection of open.splice(0)) await connection.close()
  })
  return async () => {
    const house = createHouse()
    const on = await connect((message) => house.hear(message))
    house.platform = on.platform
    open.push(on)

    async function say(text: string) {
      const before = new Set(house.heard.map(({ id }) => id))
      const utterance = await on.say(text)
      await expect.poll(() => house.heard.some(({ id }) => !before.has(id)), eventually).toBe(true)
      await expect.poll(() => utterance.state(), eventually).toBe('taken')
      await house.settled()
      const message = house.heard.find(({ id }) => !before.has(id))
      if (!message) throw new Error('nothing was heard')
      return { ...utterance, message }
    }

    return {
      house,
      on,
      say,
      async ask(reply) {
        house.reply = reply
        const { message } = await say('revenue last week')
        const sent = house.sent.find(({ outgoing }) => outgoing.key === message.id)
        if (!sent) throw new Error('nothing was sent')
        return { message, ...sent }
      },
      look: (by = 'asker') => on.seen(by),
    }
  }
}

/** Everything that somebody can read of several messages. */
export function wordsOf(shown: readonly Shown[]): string {
  return shown.map(({ words }) => words).join('\n')
}

/** With white space as a screen sets it: it folds, and breaks lines where it likes. */
export function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** All that a reader needs: headline, cells, what was understood and where it is from; of other replies each line. */
export function linesOf({ result, headline, table, provenance }: Reply): readonly string[] {
  if (result.kind !== 'answer') {
    const lines = [...result.text.split('\n'), ...result.choices.map(({ label }) => label)]
    return lines.map((line) => line.replace(/^• /, ''))
  }
  const cells = table.length > 1 ? table.flat() : []
  // A page that calls it "Source" need not say "From" again.
  const source = provenance?.replace(/^From /, '')
  return [headline, ...cells, ...[result.understood, source].filter((each) => typeof each === 'string')]
}
