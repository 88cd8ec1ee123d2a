/** What is wrong with the way to Kafka at the moment, in words for whoever runs Tidings. */
import type { Logger } from 'pino'

export interface Faults {
  /** A fault about `what`, or its end. */
  set(what: string, fault: string | null): void
  /** Ends all whose name begins so. */
  clear(prefix: string): void
  /** All of them in one line; null when there are none. */
  text(): string | null
}

/** Logs when one comes, changes or goes. */
export function createFaults(log: Pick<Logger, 'warn' | 'info'>): Faults {
  const open = new Map<string, string>()
  function set(what: string, fault: string | null): void {
    if ((open.get(what) ?? null) === fault) return
    if (fault === null) {
      open.delete(what)
      log.info({ what }, 'Kafka: a fault is over')
    } else {
      open.set(what, fault)
      log.warn({ what, fault }, 'Kafka: something is wrong')
    }
  }
  return {
    set,
    clear(prefix) {
      for (const what of open.keys()) if (what.startsWith(prefix)) set(what, null)
    },
    text: () => (open.size === 0 ? null : [...open.values()].join('; ')),
  }
}

/** What whoever reads needs to be allowed to do. */
const toRead = 'read the topics and to use the group'

/** An error of kafkajs, and what to do about it; `needs` ends "allow the user to". Never holds a credential. */
export function inWords(error: unknown, brokers: readonly string[], needs = toRead): string {
  const cause = rootOf(error)
  const said = cause.message.split('\n')[0] ?? ''
  const at = brokers.join(', ')
  const { type = '' } = cause as { type?: string }
  if (/SASL|authentication/i.test(`${cause.name} ${said} ${type}`))
    return `Kafka at ${at} refuses the sign-in (${said}): check kafka.sasl, the user and the password`
  if (/AUTHORIZATION_FAILED/.test(type)) return `Kafka at ${at} forbids it (${said}): allow the user to ${needs}`
  if (/certificate|self.signed|ERR_TLS|ERR_SSL|SSL routines|altname/i.test(said))
    return `no encrypted connection to Kafka at ${at} (${said}): check kafka.ssl and kafka.ssl_ca`
  if (/Connection|BrokerNotFound|NoBrokerAvailable|RequestTimeout|LockTimeout/.test(cause.name))
    return `cannot reach Kafka at ${at} (${said}${/closed connection/i.test(said) ? closedHint : ''}): trying again until it is there`
  return `Kafka at ${at}: ${said}; trying again`
}

const closedHint = '; if it stays so, the brokers may want kafka.ssl or kafka.sasl'

function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  return error.cause instanceof Error ? rootOf(error.cause) : error
}
