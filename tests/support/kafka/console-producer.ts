/** Apache Kafka's own producer, so that what Java writes is what we read. */
import { execFile } from 'node:child_process'
import { kafkaClassPath } from './distribution.ts'

/** Writes lines as records; resolves when the broker has them. */
export async function produceWithJava(
  brokers: readonly string[],
  topic: string,
  compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd',
  lines: readonly string[],
): Promise<void> {
  const classPath = await kafkaClassPath()
  await new Promise<void>((resolve, reject) => {
    const options = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
    const logged = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
    const to = ['--bootstrap-server', brokers.join(','), '--topic', topic]
    const how = ['--compression-codec', compression, '--batch-size', '65536', '--producer-property', 'linger.ms=50']
    const child = execFile(
      'java',
      [...options, logged, '-cp', classPath, 'org.apache.kafka.tools.ConsoleProducer', ...to, ...how],
      (error, _, said) =>
        error ? reject(new Error(`the console producer failed: ${said}`, { cause: error })) : resolve(),
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(lines.map((line) => `${line}\n`).join(''))
  })
}
