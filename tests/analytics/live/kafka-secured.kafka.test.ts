import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KafkaConnection } from '../../../src/analytics/live/kafka/connection.ts'
import { inspectKafka } from '../../../src/analytics/live/kafka/inspect.ts'
import { createKafkaProducer } from '../../../src/analytics/live/kafka/producer.ts'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { startKafka, type KafkaCluster } from '../../support/kafka/cluster.ts'
import { missingForKafka } from '../../support/kafka/distribution.ts'
import { createLedger } from '../../support/kafka/ledger.ts'
import { connectionTo } from '../../support/kafka/topics.ts'

const missing = await missingForKafka()

describe.skipIf(missing !== null && !process.env['CI'])('brokers that want TLS and a sign-in', () => {
  let folder: string
  let cluster: KafkaCluster
  let connection: KafkaConnection

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidings-kafka-tls-'))
    const made = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-days', '2', '-nodes']
    const name = ['-subj', '/CN=kafka', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...made, ...name], { stdio: 'ignore' })
    const read = (file: string) => readFileSync(join(folder, file), 'utf8')
    // In a file of properties a line ends with \n, written out.
    const inLine = (file: string) => read(file).trim().replaceAll('\n', '\\n')
    const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
    cluster = await startKafka({
      properties: {
        'listener.security.protocol.map': 'PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT',
        'sasl.enabled.mechanisms': 'PLAIN',
        'sasl.mechanism.inter.broker.protocol': 'PLAIN',
        'listener.name.plaintext.plain.sasl.jaas.config': `${login} username="admin" password="inside" user_admin="inside" user_tidings="hunter2";`,
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.key': inLine('key.pem'),
        'ssl.keystore.certificate.chain': inLine('cert.pem'),
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.certificates': inLine('cert.pem'),
        'auto.create.topics.enable': 'true',
      },
    })
    connection = {
      ...connectionTo(cluster.brokers),
      tls: { ca: read('cert.pem'), cert: null, key: null },
      sasl: { mechanism: 'plain', username: 'tidings', password: 'hunter2' },
    }
  })
  afterAll(async () => {
    await cluster.stop()
    rmSync(folder, { recursive: true })
  })

  test('are written to and read from', async () => {
    await using producer = createKafkaProducer(connection)
    await producer.send('orders', [{ key: 'a', value: { n: 1 } }])
    const ledger = createLedger()
    const source = createKafkaSource({ connection, topics: ['orders'], log: pino({ level: 'silent' }) })
    await source.start(ledger.member())
    await ledger.until(1)
    await source.stop()
    expect(ledger.all()).toEqual(['{"n":1}'])
  })

  test.for([
    [
      'the wrong password',
      /refuses the sign-in .*check kafka\.sasl/,
      { sasl: { mechanism: 'plain', username: 'tidings', password: 'wrong-one' } },
    ],
    [
      'an authority that nobody knows',
      /no encrypted connection .*kafka\.ssl_ca/,
      { tls: { ca: null, cert: null, key: null } },
    ],
    ['no encryption', /cannot reach Kafka .*may want kafka\.ssl or kafka\.sasl/, { tls: null, sasl: null }],
  ] as const)('%s is told', async ([, fault, over], { expect }) => {
    const found = await inspectKafka({ ...connection, ...over }, ['orders'])
    expect(found).toEqual({ kind: 'unreachable', because: expect.stringMatching(fault) })
    expect(JSON.stringify(found)).not.toMatch(/hunter2|wrong-one/)
  })
})
