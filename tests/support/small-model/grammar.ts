/** A JSON Schema, as far as the form of a plan uses it → a GBNF grammar of that JSON without white space, for llama.cpp. */

export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly (string | number | boolean | null)[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
}

/** A small model that is left alone repeats itself without end: of a list and of a text it may say no more than this. */
const most = { items: 4, letters: 32 }

/** Each kind of value is a rule of its own, so that a rule is small: the sampler tries every token on it. */
export function grammarOf(schema: Schema): string {
  const rules = new Map<string, string>([
    ['text', `"\\"" [^"\\\\\\x00-\\x1f]{0,${most.letters}} "\\""`],
    ['integer', '"-"? [0-9]{1,9}'],
    ['number', '"-"? [0-9]{1,9} ("." [0-9]{1,4})?'],
    ['boolean', '"true" | "false"'],
  ])
  const ruleFor = (body: string) => {
    const name = `rule${rules.size}`
    rules.set(name, body)
    return name
  }
  const ofType = (type: string, node: Schema): string => {
    switch (type) {
      case 'string':
        return 'text'
      case 'integer':
      case 'number':
      case 'boolean':
        return type
      case 'null':
        return '"null"'
      case 'array': {
        const { items = {}, minItems = 0, maxItems = most.items } = node
        if (maxItems === 0) return '"[]"'
        const item = ofNode(items)
        const filled = `${item} ("," ${item}){${Math.max(0, minItems - 1)},${maxItems - 1}}`
        return ruleFor(`"[" ${minItems > 0 ? filled : `(${filled})?`} "]"`)
      }
      case 'object': {
        const parts = Object.entries(node.properties ?? {}).map(
          ([key, each], at) => `${literal(`${at === 0 ? '' : ','}${JSON.stringify(key)}:`)} ${ofNode(each)}`,
        )
        return ruleFor(`"{" ${parts.join(' ')} "}"`)
      }
      default:
        throw new Error(`no grammar for type ${type}`)
    }
  }
  const ofNode = (node: Schema): string => {
    if (node.enum) return ruleFor(node.enum.map((value) => literal(JSON.stringify(value))).join(' | '))
    if (node.anyOf) return ruleFor(node.anyOf.map(ofNode).join(' | '))
    const types = typeof node.type === 'string' ? [node.type] : (node.type ?? [])
    const all = types.map((type) => ofType(type, node))
    return all.length === 1 ? all[0]! : ruleFor(all.join(' | '))
  }
  const root = ofNode(schema)
  return [`root ::= ${root}`, ...[...rules].map(([name, body]) => `${name} ::= ${body}`)].join('\n')
}

/** Text as a terminal. */
function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
}
