/** What a file of questions came to on the side of the model. */
import type { ModelOutcome, ModelUse } from '../../nlq/model-use.ts'

/** Tokens, cost and time of all that a model was asked for the file, context and choices included. */
export interface ModelTally {
  readonly name: string
  /** Questions, commentaries and SQL that it was asked for. */
  readonly asked: number
  /** Answers waited for, repairs included. */
  readonly calls: number
  readonly tokensIn: number
  readonly tokensOut: number
  /** In the currency of the configured prices; null without prices. */
  readonly cost: number | null
  /** Of one question with its repairs; quantiles by nearest rank. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly max: number }
  readonly outcomes: Readonly<Partial<Record<ModelOutcome, number>>>
}

/** At least one use. */
export function modelTallyOf(uses: readonly ModelUse[]): ModelTally {
  const sum = (of: (use: ModelUse) => number) => uses.reduce((total, use) => total + of(use), 0)
  const times = uses
    .filter(({ calls }) => calls > 0)
    .map(({ ms }) => ms)
    .toSorted((one, other) => one - other)
  const quantile = (share: number) => times[Math.ceil(share * times.length) - 1] ?? 0
  const outcomes: Partial<Record<ModelOutcome, number>> = {}
  for (const { outcome } of uses) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  return {
    name: uses[0]!.model,
    asked: uses.length,
    calls: sum(({ calls }) => calls),
    tokensIn: sum(({ tokensIn }) => tokensIn),
    tokensOut: sum(({ tokensOut }) => tokensOut),
    cost: uses.some(({ cost }) => cost === null) ? null : sum(({ cost }) => cost ?? 0),
    latencyMs: { p50: quantile(0.5), p95: quantile(0.95), max: times.at(-1) ?? 0 },
    outcomes,
  }
}
