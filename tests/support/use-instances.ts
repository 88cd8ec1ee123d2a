/** Instances of the bot over one store and their chat, for the tests of a file. */
import { sql } from 'kysely'
import { afterEach, beforeEach } from 'vitest'
import { createChat, startInstance, type Chat, type Instance, type InstanceOptions } from './instances.ts'
import { useStore, type OwnStore } from './store.ts'

interface Instances {
  readonly own: OwnStore
  /** Fresh for each test. */
  readonly chat: Chat
  /** Closed after the test. */
  readonly start: (options?: InstanceOptions) => Instance
}

/** Nothing of one test is left for the next. Instances reach their store by `storeUrl`, or directly. */
export function useInstances(storeUrl?: () => string): Instances {
  const own = useStore()
  const chat = createChat()
  const open: Instance[] = []
  beforeEach(() => {
    Object.assign(chat, createChat())
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((instance) => instance.close()))
    await sql`TRUNCATE tidings.inbox, tidings.outbox, tidings.lanes`.execute(own.store)
  })
  return {
    own,
    chat,
    start(options = {}) {
      const instance = startInstance(storeUrl?.() ?? own.database.keeperUrl, chat, options)
      open.push(instance)
      return instance
    },
  }
}
