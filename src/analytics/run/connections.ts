/** Database connections by login, all together under one number: opened on first use, closed when idle. */
import { Client, type ClientConfig } from 'pg'
import { QueryCancelled } from './failures.ts'

export interface Connection {
  readonly login: string
  readonly client: Client
  /** False once the socket is gone, or may be hit by a late cancellation. */
  isUsable: boolean
}

interface Limits {
  readonly max: number
  readonly idleMs: number
}

export class Connections implements AsyncDisposable {
  readonly #limits: Limits
  readonly #check: (client: Client) => Promise<void>
  readonly #idle: { readonly connection: Connection; readonly timer: NodeJS.Timeout }[] = []
  readonly #waiting: (() => void)[] = []
  readonly #closing = new Set<Promise<void>>()
  #open = 0
  #isClosed = false

  constructor(limits: Limits, check: (client: Client) => Promise<void>) {
    this.#limits = limits
    this.#check = check
  }

  /** A connection of this login; waits while as many are open as may be. */
  async take(login: string, config: ClientConfig, signal: AbortSignal | undefined): Promise<Connection> {
    for (;;) {
      if (this.#isClosed) throw new Error('the reader is closed')
      if (signal?.aborted) throw new QueryCancelled('the query was cancelled')
      const idle = this.#takeIdle(login)
      if (idle) return idle
      if (this.#open < this.#limits.max) return this.#connect(login, config)
      const other = this.#idle[0]
      if (other) await this.#retire(other.connection)
      else await this.#turn(signal)
    }
  }

  /** Gives a connection back; one that is not clean is closed. */
  give(connection: Connection, isClean: boolean): void {
    if (!isClean || !connection.isUsable || this.#isClosed) {
      this.#closed(this.#end(connection))
      return
    }
    const timer = setTimeout(() => this.#closed(this.#retire(connection)), this.#limits.idleMs)
    timer.unref()
    this.#idle.push({ connection, timer })
    this.#waiting.shift()?.()
  }

  /** Something that must be over before `close` is. */
  settle(work: Promise<void>): void {
    this.#closed(work)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const { connection } of this.#idle.slice()) this.#closed(this.#retire(connection))
    for (const wake of this.#waiting.splice(0)) wake()
    while (this.#closing.size > 0) await Promise.all(this.#closing)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #takeIdle(login: string): Connection | undefined {
    const at = this.#idle.findLastIndex(({ connection }) => connection.login === login)
    if (at < 0) return undefined
    const [found] = this.#idle.splice(at, 1)
    clearTimeout(found!.timer)
    return found!.connection
  }

  async #connect(login: string, config: ClientConfig): Promise<Connection> {
    this.#open++
    const client = new Client(config)
    const connection: Connection = { login, client, isUsable: true }
    const lost = () => {
      connection.isUsable = false
      if (this.#idle.some((each) => each.connection === connection)) this.#closed(this.#retire(connection))
    }
    client.on('error', lost)
    client.on('end', lost)
    try {
      await client.connect()
      await this.#check(client)
      return connection
    } catch (error) {
      await this.#end(connection)
      throw error
    }
  }

  async #retire(connection: Connection): Promise<void> {
    const at = this.#idle.findIndex((each) => each.connection === connection)
    if (at < 0) return
    const [found] = this.#idle.splice(at, 1)
    clearTimeout(found!.timer)
    await this.#end(connection)
  }

  async #end(connection: Connection): Promise<void> {
    try {
      await connection.client.end()
    } catch {
      // It was gone already.
    } finally {
      this.#open--
      this.#waiting.shift()?.()
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', give)
        resolve()
      }
      const give = () => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1)
        wake()
      }
      this.#waiting.push(wake)
      signal?.addEventListener('abort', give, { once: true })
    })
  }

  #closed(work: Promise<void>): void {
    const settled = work.catch(() => undefined).finally(() => this.#closing.delete(settled))
    this.#closing.add(settled)
  }
}
