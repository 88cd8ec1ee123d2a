/** The parser's tree as plain JSON, opened field by field: a node or field that is not expected is a refusal. */
import { MAX_DEPTH } from './lists.ts'
import { refuse } from './refused.ts'

export type Fields = Record<string, unknown>

/** The one key of a node is its type. */
export function open(node: unknown): { readonly type: string; readonly fields: Fields } {
  if (isObject(node)) {
    const [type, ...others] = Object.keys(node)
    if (type !== undefined && others.length === 0) {
      const fields = node[type]
      if (isObject(fields)) return { type, fields }
    }
  }
  return refuse('construct', 'The statement contains something that is not admitted.')
}

/** Refuses fields that are not named; `location` is always there. */
export function only(type: string, fields: Fields, names: readonly string[]): void {
  for (const name of Object.keys(fields))
    if (name !== 'location' && !names.includes(name))
      refuse('construct', `This form of ${words(type)} is not admitted.`)
}

export function list(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : refuse('construct', 'The statement contains something that is not admitted.')
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function integer(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

/** The strings of a dotted name. */
export function names(value: unknown): string[] {
  return list(value).map((part) => {
    const { type, fields } = open(part)
    if (type !== 'String') refuse('construct', 'The statement contains something that is not admitted.')
    return text(fields['sval'])
  })
}

/** `{ integer }`, `{ string }`, … of a constant node; undefined when the node is something else. */
export function constant(
  node: unknown,
): { readonly kind: 'integer' | 'float' | 'string' | 'other'; readonly value: string } | undefined {
  const { type, fields } = open(node)
  if (type !== 'A_Const') return undefined
  if (isObject(fields['ival'])) return { kind: 'integer', value: String(integer(fields['ival']['ival'])) }
  if (isObject(fields['fval'])) return { kind: 'float', value: text(fields['fval']['fval']) }
  if (isObject(fields['sval'])) return { kind: 'string', value: text(fields['sval']['sval']) }
  return { kind: 'other', value: '' }
}

export function columnRef(...parts: readonly string[]): Fields {
  return { ColumnRef: { fields: parts.map((part) => ({ String: { sval: part } })) } }
}

/** Refuses trees deeper than MAX_DEPTH nodes, without recursion of its own. */
export function checkDepth(root: unknown): void {
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) refuse('depth', `The statement is nested more than ${MAX_DEPTH} levels deep.`)
    level = level.flatMap(childNodes)
  }
}

function childNodes(node: unknown): unknown[] {
  const found: unknown[] = []
  const pending: unknown[] = [node]
  while (pending.length > 0) {
    const value = pending.pop()
    if (Array.isArray(value)) pending.push(...(value as unknown[]))
    else if (isObject(value))
      for (const [key, child] of Object.entries(value)) {
        // A key with a capital is a node of its own, and so are both sides of a UNION; others are fields of this one.
        if ((/^[A-Z]/.test(key) || 'op' in value) && isObject(child)) found.push(child)
        else if (typeof child === 'object') pending.push(child)
      }
  }
  return found
}

/** Whether two trees are the same but for where things stand in the text. */
export function sameTree(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((each, at) => sameTree(each, other[at]))
  if (!isObject(one) || !isObject(other)) return false
  const keys = Object.keys(one).filter((key) => !isPlace(key))
  return (
    keys.length === Object.keys(other).filter((key) => !isPlace(key)).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameTree(one[key], other[key]))
  )
}

function isPlace(key: string): boolean {
  return key === 'location' || key === 'stmt_location' || key === 'stmt_len' || /^(rexpr_)?list_(start|end)$/.test(key)
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `RangeFunction` → `range function`. */
function words(type: string): string {
  return type
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}
