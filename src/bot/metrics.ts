/** What is counted and timed, in Prometheus text. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { PlaceDay } from '../analytics/live/store/alert-figures.ts'
import type { Backlog } from '../analytics/store/backlog.ts'
import { createAlertMetrics } from './alert-metrics.ts'
import { createLiveMetrics, type LiveFigures } from './live-metrics.ts'
import type { Receipt } from './platform.ts'
import type { ModelUse } from '../nlq/model-use.ts'
import { createModelMetrics } from './model-metrics.ts'
import type { Reply } from './reply.ts'

export interface Metrics {
  answered(platform: string, reply: Reply): void
  /** A message to which nothing was said: people talking to each other where Tidings listens. */
  silent(platform: string): void
  /** A model was asked to read a question. */
  asked(use: ModelUse): void
  /** A statement of unverified SQL was to run. */
  ranSql(end: string): void
  /** The words that answer a message are out, so long after it was heard. */
  replied(platform: string, afterMs: number): void
  /** What came of a try to send something. */
  tried(platform: string, receipt: Receipt): void
  /** Prometheus text format. */
  print(): Promise<string>
}

/** `backlog`, `live` and `alerts`, by place, are read at each printing; null: there is none to read, or it can't be read now. */
export function createMetrics(
  backlog: () => Promise<Backlog | null>,
  live: () => Promise<LiveFigures | null> = async () => null,
  alerts: () => Promise<readonly PlaceDay[] | null> = async () => null,
): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const questions = new Counter({
    name: 'tidings_questions_total',
    help: 'Questions by platform and how they ended',
    labelNames: ['platform', 'kind'],
    registers,
  })
  const seconds = new Histogram({
    name: 'tidings_question_seconds',
    help: 'From the question to rows and words, without drawing',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  })
  const silences = new Counter({
    name: 'tidings_silences_total',
    help: 'Messages that nobody addressed to Tidings and that got no reply',
    labelNames: ['platform'],
    registers,
  })
  const replySeconds = new Histogram({
    name: 'tidings_reply_seconds',
    help: 'From hearing a message to its words being out at the first try',
    labelNames: ['platform'],
    buckets: [0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers,
  })
  const deliveries = new Counter({
    name: 'tidings_deliveries_total',
    help: 'Messages, changes and pictures by platform and how their delivery ended',
    labelNames: ['platform', 'end'],
    registers,
  })
  const retries = new Counter({
    name: 'tidings_delivery_retries_total',
    help: 'Deliveries that were put off, by platform',
    labelNames: ['platform'],
    registers,
  })
  const waiting = new Gauge({
    name: 'tidings_waiting',
    help: 'Messages that are not answered and entries of the outbox that are not sent, over all instances',
    labelNames: ['what'],
    registers,
  })
  const oldest = new Gauge({
    name: 'tidings_waiting_oldest_seconds',
    help: 'Age of the oldest of them, 0 when there is none',
    labelNames: ['what'],
    registers,
  })

  const setLive = createLiveMetrics(register)
  const setAlerts = createAlertMetrics(register)
  const { asked, ranSql } = createModelMetrics(register)

  async function readBacklog(): Promise<void> {
    const now = await backlog().catch(() => null)
    waiting.reset()
    oldest.reset()
    if (!now) return
    waiting.set({ what: 'message' }, now.unanswered)
    oldest.set({ what: 'message' }, now.oldestUnansweredSec)
    waiting.set({ what: 'delivery' }, now.unsent)
    oldest.set({ what: 'delivery' }, now.oldestUnsentSec)
  }

  return {
    asked,
    ranSql,
    silent: (platform) => silences.inc({ platform }),
    answered(platform, reply) {
      questions.inc({ platform, kind: reply.result.kind })
      seconds.observe(reply.result.elapsedMs / 1000)
    },
    replied(platform, afterMs) {
      replySeconds.observe({ platform }, afterMs / 1000)
    },
    tried(platform, receipt) {
      if (receipt.kind === 'later') retries.inc({ platform })
      else deliveries.inc({ platform, end: receipt.kind })
    },
    async print() {
      await readBacklog()
      setLive(await live().catch(() => null))
      setAlerts(await alerts().catch(() => null))
      return register.metrics()
    },
  }
}
