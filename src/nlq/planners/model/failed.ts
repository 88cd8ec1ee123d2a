/** Why a model gave nothing that can be used. */

export type ModelFailure =
  /** Nobody answers there, or with an error of its own (5xx, too many requests), or the circuit is open. */
  | 'unreachable'
  /** It answers, and takes nothing that we send: the key, the model's name, the address. */
  | 'refused'
  /** It does not take this request: others it may. */
  | 'request refused'
  | 'too slow'
  | 'over budget'
  /** It answered, and there is nothing in it that can be read. */
  | 'unusable output'

/** Thrown by an endpoint. The text says what to do; it holds no key, no prompt and none of the provider's own words. */
export class ModelFailed extends Error {
  override name = 'ModelFailed'
  readonly failure: ModelFailure
  constructor(failure: ModelFailure, because: string) {
    super(because)
    this.failure = failure
  }
}
