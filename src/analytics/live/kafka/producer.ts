import { CompressionTypes } from 'kafkajs'
import { createClient, retry, type KafkaConnection } from './connection.ts'

/** Writes to Kafka. */
export interface KafkaProducer extends AsyncDisposable {
  /** Events as JSON, those of one key in order, in one partition. Throws when the brokers did not take them all. */
  send(topic: string, events: readonly EventToSend[]): Promise<void>
}

export interface EventToSend {
  readonly key: string
  readonly value: unknown
  /** When it happened, epoch milliseconds: what the record is dated with; now, when left out. */
  readonly at?: number
}

/** Connects when it first sends. A batch that is sent again after a fault may be there twice: give events an id. */
export function createKafkaProducer(connection: KafkaConnection): KafkaProducer {
  const client = createClient(connection)
  const producer = client.kafka.producer({ retry, allowAutoTopicCreation: true })
  let connected: Promise<void> | null = null
  return {
    async send(topic, events) {
      connected ??= producer.connect()
      await connected.catch((error: unknown) => {
        connected = null
        throw error
      })
      await producer.send({
        topic,
        compression: CompressionTypes.GZIP,
        messages: events.map(({ key, value, at }) => ({
          key,
          value: JSON.stringify(value),
          ...(at !== undefined && { timestamp: String(Math.floor(at)) }),
        })),
      })
    },
    async [Symbol.asyncDispose]() {
      await producer.disconnect()
      client[Symbol.dispose]()
    },
  }
}
