import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { useConfiguration } from '../support/own-configuration.ts'

const { nowhere, write, faultsOf } = useConfiguration()
const kafkaOf = (environment: NodeJS.ProcessEnv, file = nowhere()) => loadConfig({}, environment, file).kafka
const at = { KAFKA_BROKERS: 'one:9092' }
const plain = { ...at, KAFKA_SASL: 'plain', KAFKA_SASL_USERNAME: 'tidings', KAFKA_SASL_PASSWORD: 'hunter2' }

describe('what is given', () => {
  test('nothing: no Kafka', () => {
    expect(kafkaOf({})).toBeNull()
    expect(kafkaOf({ KAFKA_GROUP: 'numbers' })).toBeNull()
  })

  test('brokers are enough', () => {
    expect(kafkaOf({ KAFKA_BROKERS: 'one:9092, [::1]:9093' })).toEqual({
      brokers: ['one:9092', '[::1]:9093'],
      group: 'tidings',
      tls: null,
      sasl: null,
    })
  })

  test('a list in the file', () => {
    const file = write('list.yml', 'kafka:\n  brokers: ["one:1", "two:2"]\n  group: numbers\n  ssl: true\n')
    expect(kafkaOf({}, file)).toMatchObject({
      brokers: ['one:1', 'two:2'],
      group: 'numbers',
      tls: { ca: null, cert: null, key: null },
    })
  })

  test('a file for TLS switches it on, and is read', () => {
    const ca = write('ca.pem', '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n')
    expect(kafkaOf({ ...at, KAFKA_SSL_CA: ca })?.tls?.ca).toContain('BEGIN CERTIFICATE')
  })

  test.for(['plain', 'scram-sha-256', 'SCRAM-SHA-512'])('user and password for %s', (mechanism, { expect }) => {
    expect(kafkaOf({ ...plain, KAFKA_SASL: mechanism })?.sasl).toEqual({
      mechanism: mechanism.toLowerCase(),
      username: 'tidings',
      password: 'hunter2',
    })
  })

  test('the password from a file', () => {
    const { KAFKA_SASL_PASSWORD: _, ...rest } = plain
    expect(kafkaOf({ ...rest, KAFKA_SASL_PASSWORD_FILE: write('password', 'kept\n') })?.sasl).toMatchObject({
      password: 'kept',
    })
  })

  test('tokens of an identity provider', () => {
    const given = {
      ...at,
      KAFKA_SASL: 'oauthbearer',
      KAFKA_OAUTH_TOKEN_URL: 'https://login.example/token',
      KAFKA_OAUTH_CLIENT_ID: 'tidings',
      KAFKA_OAUTH_CLIENT_SECRET: 'hunter2',
    }
    expect(kafkaOf(given)?.sasl).toEqual({
      mechanism: 'oauthbearer',
      tokenUrl: 'https://login.example/token',
      clientId: 'tidings',
      clientSecret: 'hunter2',
      scope: null,
    })
  })
})

describe('what is wrong is said', () => {
  test.for([
    ['a broker without a port', { KAFKA_BROKERS: 'one, two:9092' }, /kafka\.brokers: "one" is no broker: host:port/],
    ['a URL', { KAFKA_BROKERS: 'kafka://one:9092' }, /kafka\.brokers: "kafka:\/\/one:9092" is no broker/],
    ['a port that is none', { KAFKA_BROKERS: 'one:90920' }, /is no broker/],
    ['TLS that is neither on nor off', { ...at, KAFKA_SSL: 'yes' }, /kafka\.ssl: true or false/],
    ['TLS off with files', { ...at, KAFKA_SSL: 'false', KAFKA_SSL_CA: '/none' }, /kafka\.ssl is false, but files/],
    ['a file that is not there', { ...at, KAFKA_SSL_CA: '/no/ca.pem' }, /kafka\.ssl_ca: \/no\/ca\.pem cannot be read/],
    ['a file that is no PEM', { ...at, KAFKA_SSL_CA: import.meta.filename }, /holds no PEM/],
    ['a certificate without key', { ...at, KAFKA_SSL_CERT: '/no' }, /kafka\.ssl_cert and kafka\.ssl_key go together/],
    ['an unknown mechanism', { ...plain, KAFKA_SASL: 'gssapi' }, /kafka\.sasl: plain, scram-sha-256/],
    ['a password without mechanism', { ...at, KAFKA_SASL_PASSWORD: 'hunter2' }, /but no kafka\.sasl:/],
    ['a mechanism without user', { ...at, KAFKA_SASL: 'plain' }, /kafka\.sasl_username is missing/],
    ['OAuth without a place for tokens', { ...at, KAFKA_SASL: 'oauthbearer' }, /kafka\.oauth_token_url: the address/],
    ['settings without brokers', { KAFKA_SSL: 'true' }, /kafka\.ssl is given, but no kafka\.brokers/],
  ] as const)('%s', ([, environment, fault], { expect }) => {
    const faults = faultsOf(environment)
    expect(faults.join('\n')).toMatch(fault)
    expect(faults.join('\n')).not.toContain('hunter2')
  })

  test.for(['sasl_username', 'sasl_password', 'oauth_client_secret'])('kafka.%s in the file', (key, { expect }) => {
    const file = write(`${key}.yml`, `kafka: { brokers: "one:1", ${key}: secret }\n`)
    expect(faultsOf({}, file)).toContainEqual(
      expect.stringContaining(`kafka.${key} is a secret; give it as TIDINGS_KAFKA_${key.toUpperCase()}`),
    )
  })
})
