/** What is said about Kafka in the configuration → KafkaConnection, or every fault with what to do about it. */
import { readFileSync } from 'node:fs'
import type { KafkaConnection, KafkaSasl } from '../analytics/live/kafka/connection.ts'

/** As written, none of it checked; names as the keys' own. */
export type KafkaGiven = Readonly<
  Record<
    | ('brokers' | 'group' | 'ssl' | 'ssl_ca' | 'ssl_cert' | 'ssl_key')
    | ('sasl' | 'sasl_username' | 'sasl_password')
    | ('oauth_token_url' | 'oauth_client_id' | 'oauth_client_secret' | 'oauth_scope'),
    string | undefined
  >
>

/** Null when no brokers are given. Adds to `faults`, which never hold a secret. */
export function kafkaFrom(given: KafkaGiven, faults: string[]): KafkaConnection | null {
  if (given.brokers === undefined) {
    const stray = Object.entries(given).find(([key, value]) => value !== undefined && key !== 'group')
    if (stray) faults.push(`kafka.${stray[0]} is given, but no kafka.brokers: set KAFKA_BROKERS to host:port, …`)
    return null
  }
  const before = faults.length
  const brokers = brokersFrom(given.brokers, faults)
  const tls = tlsFrom(given, faults)
  const sasl = saslFrom(given, faults)
  const group = given.group ?? 'tidings'
  return faults.length > before ? null : { brokers, group, tls, sasl }
}

function brokersFrom(text: string, faults: string[]): string[] {
  const brokers = text.split(',').map((each) => each.trim())
  for (const broker of brokers) {
    const found = /^(?:\[[\da-f:]+\]|[\w.-]+):(\d+)$/i.exec(broker)
    const port = Number(found?.[1])
    if (!found || port < 1 || port > 65_535)
      faults.push(`kafka.brokers: "${broker}" is no broker: host:port is expected, several with commas between`)
  }
  return brokers
}

function tlsFrom(given: KafkaGiven, faults: string[]): KafkaConnection['tls'] {
  const { ssl, ssl_ca: ca, ssl_cert: cert, ssl_key: key } = given
  if (ssl !== undefined && ssl !== 'true' && ssl !== 'false') faults.push('kafka.ssl: true or false')
  const hasFiles = ca !== undefined || cert !== undefined || key !== undefined
  if (ssl === 'false' && hasFiles)
    faults.push('kafka.ssl is false, but files for it are given: leave out the one or the other')
  if ((cert === undefined) !== (key === undefined))
    faults.push('kafka.ssl_cert and kafka.ssl_key go together: the certificate of Tidings, and its key')
  const read = (name: 'ssl_ca' | 'ssl_cert' | 'ssl_key') => pemFrom(`kafka.${name}`, given[name], faults)
  const files = { ca: read('ssl_ca'), cert: read('ssl_cert'), key: read('ssl_key') }
  return ssl === 'true' || hasFiles ? files : null
}

function pemFrom(key: string, path: string | undefined, faults: string[]): string | null {
  if (path === undefined) return null
  try {
    const text = readFileSync(path, 'utf8')
    if (/^-----BEGIN /m.test(text)) return text
    faults.push(`${key}: ${path} holds no PEM (-----BEGIN …)`)
  } catch {
    faults.push(`${key}: ${path} cannot be read`)
  }
  return null
}

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const

function saslFrom(given: KafkaGiven, faults: string[]): KafkaSasl | null {
  const { sasl: written, sasl_username: username, sasl_password: password } = given
  if (written === undefined) {
    const stray = Object.entries(given).find(([key, value]) => /^(sasl|oauth)_/.test(key) && value !== undefined)
    if (stray) faults.push(`kafka.${stray[0]} is given, but no kafka.sasl: ${mechanisms.join(', ')}`)
    return null
  }
  const mechanism = mechanisms.find((each) => each === written.toLowerCase())
  if (mechanism === undefined) {
    faults.push(`kafka.sasl: ${mechanisms.join(', ')}`)
    return null
  }
  if (mechanism === 'oauthbearer') return oauthFrom(given, faults)
  if (username === undefined) faults.push(`kafka.sasl_username is missing: ${mechanism} needs a user`)
  if (password === undefined) faults.push('kafka.sasl_password is missing: set KAFKA_SASL_PASSWORD, or …_FILE')
  return username === undefined || password === undefined ? null : { mechanism, username, password }
}

function oauthFrom(given: KafkaGiven, faults: string[]): KafkaSasl | null {
  const {
    oauth_token_url: url,
    oauth_client_id: clientId,
    oauth_client_secret: clientSecret,
    oauth_scope: scope,
  } = given
  const isUrl = url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isUrl) faults.push('kafka.oauth_token_url: the address at which the identity provider gives tokens, https://…')
  if (clientId === undefined)
    faults.push('kafka.oauth_client_id is missing: the id that the identity provider knows Tidings by')
  if (clientSecret === undefined)
    faults.push('kafka.oauth_client_secret is missing: set KAFKA_OAUTH_CLIENT_SECRET, or …_FILE')
  return !isUrl || clientId === undefined || clientSecret === undefined
    ? null
    : { mechanism: 'oauthbearer', tokenUrl: url, clientId, clientSecret, scope: scope ?? null }
}
