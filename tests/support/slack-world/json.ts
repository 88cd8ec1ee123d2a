/** An object as it travels on the wire. */
export type Json = { readonly [field: string]: unknown }

/** The object in a field, or an empty one. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/** The objects in a field that should hold a list. */
export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

/** The text in a field, or an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
