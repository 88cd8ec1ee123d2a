/** What the endpoint's process and the suite both know. */

/** As it is asked: it may decline. */
export const FREE = 'gemma-3-270m'
/** The same model, left nothing but to propose one query. */
export const PRESSED = 'gemma-3-270m-pressed'

/** One answer of the model. */
export interface Exchange {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly text: string
  readonly tokensIn: number
  readonly tokensOut: number
  readonly ms: number
}
