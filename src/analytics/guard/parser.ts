/**
 * PostgreSQL's own parser, kept from being broken: inputs that could wedge it are refused before it sees them, and an
 * instance that failed in any way but a syntax error is dropped for a fresh one.
 */
import { createRequire } from 'node:module'
import { LIMITS, type SqlKind } from './lists.ts'
import { refuse } from './refused.ts'
import type { Fields } from './tree.ts'

type LibPgQuery = typeof import('libpg-query')

export interface Token {
  /** Byte offsets in the UTF-8 text, [start, end). */
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Parsed {
  /** Raw statements: `{ stmt, stmt_location?, stmt_len? }`. */
  readonly statements: readonly Fields[]
}

// Comments are blank space between tokens.
const COMMENT_TOKENS = new Set(['SQL_COMMENT', 'C_COMMENT'])
const MAX_COMMENTS = 20
const MAX_OPERATOR_RUN = 16
const MAX_PARENTHESES = 150

const require = createRequire(import.meta.url)
let instance: Promise<LibPgQuery> | undefined

/** Refuses text that the parser should not even see. */
export function screen(sql: string, kind: SqlKind): void {
  // Length first: nothing below may be slow on megabytes.
  if (sql.length > LIMITS[kind].bytes || Buffer.byteLength(sql) > LIMITS[kind].bytes)
    refuse('too-long', `The statement is longer than ${LIMITS[kind].bytes.toLocaleString('en')} bytes.`)
  if (/[^\P{Cc}\t\n]|\p{Cs}/u.test(sql))
    refuse('characters', 'The statement contains control characters or broken text.')
  if (sql.split('/*').length - 1 > MAX_COMMENTS)
    refuse('comments', `The statement has more than ${MAX_COMMENTS} comments.`)
  if (new RegExp(`[-+*/<>=~!@#%^&|\`?]{${MAX_OPERATOR_RUN + 1}}`).test(sql))
    refuse('operator-run', `More than ${MAX_OPERATOR_RUN} operator characters stand in a row.`)
  if (deepestParenthesis(sql) > MAX_PARENTHESES)
    refuse('depth', `The statement has more than ${MAX_PARENTHESES} parentheses in one another.`)
}

/** Parentheses leave no trace in the tree, but every parser walks down them. */
function deepestParenthesis(sql: string): number {
  let [depth, deepest] = [0, 0]
  for (const [parenthesis] of sql.matchAll(/[()]/g)) {
    depth = parenthesis === '(' ? depth + 1 : Math.max(0, depth - 1)
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** Begins to load the parser, so that the first statement need not wait for all of it. A failure shows at that statement. */
export function warmParser(): void {
  instance ??= freshInstance()
  instance.catch(() => undefined)
}

export async function parse(sql: string): Promise<Parsed> {
  const result = await withParser((parser) => parser.parseSync(sql))
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the tree is opened field by field from here on
  return { statements: (result.stmts ?? []) as unknown as readonly Fields[] }
}

/** The tokens of a text that parses. */
export async function tokens(sql: string): Promise<readonly Token[]> {
  const { tokens } = await withParser((parser) => parser.scanSync(sql))
  return tokens.filter((token) => !COMMENT_TOKENS.has(token.tokenName))
}

async function withParser<T>(use: (parser: LibPgQuery) => T): Promise<T> {
  instance ??= freshInstance()
  const current = instance
  const parser = await current
  try {
    return use(parser)
  } catch (error) {
    if (error instanceof Error && error.name === 'SqlError')
      return refuse('syntax', `PostgreSQL cannot parse this statement: ${error.message}.`)
    if (instance === current) instance = undefined
    return refuse('parser-failed', 'The statement is too complicated to be checked.')
  }
}

async function freshInstance(): Promise<LibPgQuery> {
  // The module keeps one WebAssembly instance for itself; loading it anew is the only way to another one.
  const path = require.resolve('libpg-query')
  delete require.cache[path]
  const parser = require(path) as LibPgQuery
  await parser.loadModule()
  return parser
}
