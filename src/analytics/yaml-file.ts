/** YAML files that people write: read with their shape checked, every fault with its line. */
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'

/** Something wrong in a file: where, what, and what to do. */
export interface Fault {
  readonly file: string
  readonly line: number
  /** Keys down to it, joined by dots; empty for the file as a whole. */
  readonly path: string
  readonly message: string
}

export function printFault(fault: Fault): string {
  return `${fault.file}:${fault.line}: ${fault.path ? `${fault.path}: ` : ''}${fault.message}`
}

/** Thrown by who cannot go on without a right file; the message lists every fault. */
export class FileFaulty extends Error {
  override name = 'FileFaulty'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[], options?: ErrorOptions) {
    super(faults.map(printFault).join('\n'), options)
    this.faults = faults
  }
}

/** A file as written: shapes are right, what its names mean is not looked up. */
export interface YamlFile<Written> {
  readonly file: string
  readonly written: Written
  readonly lineOf: (path: readonly (string | number)[]) => number
}

/** What is said of an issue instead of zod's own words. */
type Phrase = (issue: z.core.$ZodIssue) => string

/** Parses a text; an empty one is an empty mapping. */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  phrase: Phrase = ({ message }) => message,
): YamlFile<z.output<Schema>> | readonly Fault[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (path: readonly (string | number)[]) => lineAt(document, lines, path)
  if (document.errors.length > 0)
    return document.errors.map((error) => ({
      file,
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: error.message.split('\n')[0]!.replace(/ at line.*$/, ''),
    }))
  const parsed = schema.safeParse(document.toJS() ?? {})
  if (parsed.success) return { file, written: parsed.data, lineOf }
  return parsed.error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        file,
        line: lineOf([...path, key]),
        path: [...path, key].join('.'),
        message: `there is no key "${key}" here`,
      }))
    return [{ file, line: lineOf(path), path: path.join('.'), message: phrase(issue) }]
  })
}

function lineAt(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    // A key's own line is where its value's pair starts; getIn with keepScalar gives the value node.
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    if (parent && typeof parent === 'object' && 'items' in parent) {
      const pair = (parent.items as unknown[]).find(
        (item) =>
          typeof item === 'object' &&
          item !== null &&
          'key' in item &&
          isNode(item.key) &&
          'value' in item.key &&
          String(item.key.value) === String(path[length - 1]),
      ) as { key: { range?: [number, number, number] } } | undefined
      if (pair?.key.range) return lines.linePos(pair.key.range[0]).line
    }
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}
