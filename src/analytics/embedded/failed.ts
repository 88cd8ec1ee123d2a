/** The embedded server cannot be had; the message says why and what to do. */
export class EmbeddedFailed extends Error {
  override name = 'EmbeddedFailed'
}
