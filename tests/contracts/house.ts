/** Whom a platform hands its messages to in the contract: it writes down what it hears and answers as it is told. */
import { plainReply } from '../../src/bot/plain-reply.ts'
import type { ChatMessage } from '../../src/bot/message.ts'
import type { Address, Hear, Outgoing, Platform, Receipt } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/reply.ts'

export interface House {
  readonly hear: Hear
  /** Everything heard, the same message as often as it came. */
  readonly heard: readonly ChatMessage[]
  /** How often it could not write down what it heard. */
  readonly refusals: number
  readonly sent: readonly { readonly outgoing: Outgoing; readonly receipt: Receipt }[]
  platform: Platform | null
  /** What the next messages are answered with. */
  reply: Reply
  isRefusing: boolean
  /** How often something was brought here, written down or not. */
  readonly brought: number
  /** Nothing is written down before this. */
  gate: Promise<void>
  /** Sends to where a message came from. */
  send(outgoing: Outgoing): Promise<Receipt>
  /** Resolves when everything heard is answered. */
  settled(): Promise<void>
}

export function createHouse(): House {
  const heard: ChatMessage[] = []
  const sent: { outgoing: Outgoing; receipt: Receipt }[] = []
  const ids = new Set<string>()
  const answers = new Set<Promise<boolean>>()
  let refusals = 0
  let brought = 0

  async function send(outgoing: Outgoing): Promise<Receipt> {
    if (!house.platform) throw new Error('no platform is connected')
    const receipt = await house.platform.send(outgoing)
    sent.push({ outgoing, receipt })
    return receipt
  }

  const house: House = {
    heard,
    sent,
    get refusals() {
      return refusals
    },
    get brought() {
      return brought
    },
    platform: null,
    reply: plainReply({ kind: 'command', text: 'I am here.' }),
    isRefusing: false,
    gate: Promise.resolve(),
    send,
    async hear(message) {
      brought += 1
      await house.gate
      if (house.isRefusing) {
        refusals += 1
        throw new Error('the inbox cannot be written')
      }
      heard.push(message)
      const isNew = !ids.has(message.id)
      ids.add(message.id)
      if (!isNew) return { isNew, answered: Promise.resolve(true) }
      const content = { kind: 'reply', reply: house.reply } as const
      const answered = send({ key: message.id, to: addressOf(message), content }).then(
        () => true,
        () => false,
      )
      answers.add(answered)
      return { isNew, answered }
    },
    async settled() {
      await Promise.all(answers)
    },
  }
  return house
}

export function addressOf({ place, handle }: Pick<ChatMessage, 'place' | 'handle'>): Address {
  return { place, onlyFor: null, handle: handle ?? null }
}
