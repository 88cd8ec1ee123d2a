/** What a model fills in: the JSON Schema that endpoints take, of the schema by which its output is read; and that output. */
import { z } from 'zod'
import type { Form } from './endpoint.ts'

/** Of a JSON Schema: what strict servers do not take, and what models need not read. */
const left = new Set(['$schema', 'default', 'maxLength', 'maxItems', 'minimum', 'maximum'])

/** The form as endpoints take it: every key required, nothing beside them, null for what is not meant. */
export function formOf(name: string, schema: z.ZodType): Form {
  return { name, schema: strictly(z.toJSONSchema(schema, { io: 'output' })) }
}

/** The object in what a model said, alone or with words and fences around it; undefined: there is no whole one. */
export function jsonIn(text: string): unknown {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')]
  if (from < 0 || to < from) return undefined
  try {
    return JSON.parse(text.slice(from, to + 1))
  } catch {
    return undefined
  }
}

function strictly(node: unknown): Record<string, unknown> {
  const strict = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strict)
    if (typeof value !== 'object' || value === null) return value
    const kept = Object.entries(value).filter(([key]) => !left.has(key))
    const inner: Record<string, unknown> = Object.fromEntries(kept.map(([key, each]) => [key, strict(each)]))
    const either = inner['anyOf']
    if (Array.isArray(either)) return shorter(either as readonly Record<string, unknown>[])
    if (inner['type'] !== 'object') return inner
    return { ...inner, required: Object.keys(inner['properties'] ?? {}), additionalProperties: false }
  }
  return strict(node) as Record<string, unknown>
}

/** `[text, number]` and `[text, null]` say as much as a schema for each of them. */
function shorter(either: readonly Record<string, unknown>[]): Record<string, unknown> {
  const [first = {}] = either
  const others = either.slice(1)
  if (first['type'] === 'object' || others.some((other) => Object.keys(other).length > 1)) return { anyOf: either }
  const isOptional = others.some(({ type }) => type === 'null')
  const named = first['enum']
  return {
    ...first,
    type: either.map(({ type }) => type),
    ...(Array.isArray(named) && isOptional && { enum: [...(named as readonly unknown[]), null] }),
  }
}
