/** What asking models comes to, in Prometheus metrics. */
import { Counter, Histogram, type Registry } from 'prom-client'
import type { ModelUse } from '../nlq/model-use.ts'

export interface ModelMetrics {
  /** One thing that a model was asked. */
  readonly asked: (use: ModelUse) => void
  /** One statement of unverified SQL, for an answer or a file, by how it ended. */
  readonly ranSql: (end: string) => void
}

export function createModelMetrics(register: Registry): ModelMetrics {
  const registers = [register]
  const questions = new Counter({
    name: 'tidings_model_questions_total',
    help: 'Questions that a model was asked to read, by how that ended',
    labelNames: ['model', 'outcome'],
    registers,
  })
  const calls = new Counter({
    name: 'tidings_model_calls_total',
    help: 'Times that a model was asked, repairs included',
    labelNames: ['model'],
    registers,
  })
  const tokens = new Counter({
    name: 'tidings_model_tokens_total',
    help: 'Tokens sent to a model and got back',
    labelNames: ['model', 'direction'],
    registers,
  })
  const cost = new Counter({
    name: 'tidings_model_cost_total',
    help: 'What they cost, in the currency of the configured prices',
    labelNames: ['model'],
    registers,
  })
  const seconds = new Histogram({
    name: 'tidings_model_seconds',
    help: 'Time that a model took for one question, repairs included',
    labelNames: ['model'],
    buckets: [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64],
    registers,
  })
  const statements = new Counter({
    name: 'tidings_unverified_sql_total',
    help: 'Statements of unverified SQL that were to run, by how that ended',
    labelNames: ['end'],
    registers,
  })
  function asked(use: ModelUse): void {
    const { model } = use
    if (use.purpose === 'reading') questions.inc({ model, outcome: use.outcome.replaceAll(' ', '_') })
    calls.inc({ model }, use.calls)
    tokens.inc({ model, direction: 'in' }, use.tokensIn)
    tokens.inc({ model, direction: 'out' }, use.tokensOut)
    if (use.cost !== null) cost.inc({ model }, use.cost)
    if (use.calls > 0) seconds.observe({ model }, use.ms / 1000)
  }
  return { asked, ranSql: (end) => statements.inc({ end }) }
}
