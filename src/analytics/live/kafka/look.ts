/** What there is at the brokers: topics, partitions, where they begin and end. */
import type { Admin, Kafka } from 'kafkajs'
import { retry } from './connection.ts'

/** Offsets of a partition: `low` is the first that is kept, `high` the next that will be written. */
export interface PartitionEnds {
  readonly low: bigint
  readonly high: bigint
}

/** Looks by a connection of its own, opened when first needed, and again after it failed. */
export class Look implements AsyncDisposable {
  readonly #client: Kafka
  #admin: Promise<Admin> | null = null
  constructor(client: Kafka) {
    this.#client = client
  }

  /** Of the topics named, those that exist. */
  existing(topics: readonly string[]): Promise<string[]> {
    return this.#with(async (admin) => {
      const there = new Set(await admin.listTopics())
      return topics.filter((topic) => there.has(topic))
    })
  }

  /** By partition. */
  ends(topic: string): Promise<ReadonlyMap<number, PartitionEnds>> {
    return this.#with(async (admin) => {
      const partitions = await admin.fetchTopicOffsets(topic)
      return new Map(
        partitions.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]),
      )
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const admin = await this.#admin?.catch(() => null)
    this.#admin = null
    await admin?.disconnect().catch(() => {})
  }

  async #with<Result>(use: (admin: Admin) => Promise<Result>): Promise<Result> {
    this.#admin ??= this.#connect()
    const opened = this.#admin
    try {
      return await use(await opened)
    } catch (error) {
      // What it knows of the cluster may be out of date.
      if (this.#admin === opened) await this[Symbol.asyncDispose]()
      throw error
    }
  }

  async #connect(): Promise<Admin> {
    const admin = this.#client.admin({ retry })
    await admin.connect()
    return admin
  }
}
