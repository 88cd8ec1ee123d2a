/** One Kafka for a whole test run: that of KAFKA_BROKERS, or a broker of our own. */
import type { TestProject } from 'vitest/node'
import { startKafka } from './cluster.ts'
import { missingForKafka } from './distribution.ts'

/** Brokers, or what is missing to have any. Topics and groups need names of their own: others use the brokers too. */
export type KafkaForTests =
  | { readonly brokers: readonly string[]; readonly missing: null }
  | { readonly brokers: null; readonly missing: string }

/** Where the run's last lines find what was skipped for want of Kafka, and how to get it. */
export const WHY_SKIPPED = 'TIDINGS_TESTS_SKIPPED'

declare module 'vitest' {
  export interface ProvidedContext {
    kafka: KafkaForTests
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['KAFKA_BROKERS']
  if (given) {
    project.provide('kafka', { brokers: given.split(',').map((each) => each.trim()), missing: null })
    return undefined
  }
  const missing = await missingForKafka()
  if (missing !== null) {
    const said = `tests with Kafka need ${missing}; or set KAFKA_BROKERS`
    if (process.env['CI']) throw new Error(said)
    process.env[WHY_SKIPPED] = said
    project.provide('kafka', { brokers: null, missing })
    return undefined
  }
  const cluster = await startKafka()
  project.provide('kafka', { brokers: cluster.brokers, missing: null })
  return () => cluster.stop()
}
