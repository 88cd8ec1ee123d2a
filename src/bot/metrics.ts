/** What is counted and timed, in Prometheus text. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import type { Reply } from './reply.ts'

export interface Metrics {
  answered(platform: string, reply: Reply): void
  /** A message to which nothing was said: people talking to each other where Tidings listens. */
  silent(platform: string): void
  /** Prometheus text format. */
  print(): Promise<string>
}

export function createMetrics(): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const questions = new Counter({
    name: 'tidings_questions_total',
    help: 'Questions by platform and how they ended',
    labelNames: ['platform', 'kind'],
    registers: [register],
  })
  const seconds = new Histogram({
    name: 'tidings_question_seconds',
    help: 'From the question to rows and words, without drawing',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [register],
  })
  const silences = new Counter({
    name: 'tidings_silences_total',
    help: 'Messages that nobody addressed to Tidings and that got no reply',
    labelNames: ['platform'],
    registers: [register],
  })
  return {
    silent: (platform) => silences.inc({ platform }),
    answered(platform, reply) {
      questions.inc({ platform, kind: reply.result.kind })
      seconds.observe(reply.result.elapsedMs / 1000)
    },
    print: () => register.metrics(),
  }
}
