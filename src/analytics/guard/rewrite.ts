/**
 * Turns an admitted statement into the text that runs: each cataloged relation becomes the policy's view, `*` the
 * columns it stands for, and the outermost LIMIT is bound. Text and tree are changed side by side; the new text, parsed
 * again, must give exactly the changed tree.
 */
import { parse, tokens, type Token } from './parser.ts'
import { refuse } from './refused.ts'
import type { VisibleRelation } from './scope.ts'
import type { Edit } from './statement.ts'
import { constant, integer, isObject, open, sameTree, type Fields } from './tree.ts'
import { quoteIdentifier } from '../policy-views/names.ts'

/** What stands in FROM for a relation: a view of its own, or a subquery. */
export type Stand =
  | { readonly kind: 'view'; readonly schema: string; readonly name: string }
  | { readonly kind: 'subquery'; readonly sql: string }

interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** `statement` is the parser's raw statement; its tree is changed in place. */
export async function rewrite(
  sql: string,
  statement: Fields,
  edits: readonly Edit[],
  standFor: (relation: VisibleRelation) => Stand,
  maxRows: number,
): Promise<string> {
  const bytes = Buffer.from(sql)
  const scanned = await tokens(sql)
  const tokenAt = new Map(scanned.map((token, index) => [token.start, index]))
  const span = (at: number, count: number): Token[] => {
    const first = tokenAt.get(at)
    const found = first === undefined ? [] : scanned.slice(first, first + count)
    return found.length === count ? found : refuse('rewrite', 'The statement cannot be rewritten safely.')
  }
  const replacements: Replacement[] = []
  for (const edit of edits) {
    const text = await applyToTree(edit, standFor)
    const found = span(edit.at, edit.kind === 'unqualify' ? 2 : edit.tokens)
    replacements.push({ start: found[0]!.start, end: found.at(-1)!.end, text })
  }
  const end =
    statement['stmt_len'] === undefined
      ? bytes.length
      : integer(statement['stmt_location']) + integer(statement['stmt_len'])
  const limit = boundLimit(open(statement['stmt']).fields, maxRows)
  if (limit?.kind === 'add') replacements.push({ start: end, end, text: `\nLIMIT ${maxRows}` })
  if (limit?.kind === 'lower') {
    const [token] = span(limit.at, 1)
    replacements.push({ start: token!.start, end: token!.end, text: String(maxRows) })
  }
  const rewritten = splice(bytes.subarray(0, end), replacements).trim()
  const again = await parse(rewritten)
  if (again.statements.length !== 1 || !sameTree(again.statements[0]!['stmt'], statement['stmt']))
    refuse('rewrite', 'The statement cannot be rewritten safely.')
  return rewritten
}

/** Changes the tree and gives the text that says the same. */
async function applyToTree(edit: Edit, standFor: (relation: VisibleRelation) => Stand): Promise<string> {
  switch (edit.kind) {
    case 'star':
      return edit.columns.map((path) => path.map(quoteIdentifier).join('.')).join(', ')
    case 'unqualify': {
      const fields = edit.node['fields'] as readonly unknown[]
      edit.node['fields'] = fields.slice(1)
      return ''
    }
    case 'relation': {
      const { fields } = open(edit.node)
      const { alias: written } = fields
      const alias = written ?? { aliasname: edit.relation.name }
      const suffix = written === undefined ? ` AS ${quoteIdentifier(edit.relation.name)}` : ''
      const stand = standFor(edit.relation)
      delete edit.node['RangeVar']
      if (stand.kind === 'view') {
        const { schema: schemaname, name: relname } = stand
        edit.node['RangeVar'] = { schemaname, relname, inh: true, relpersistence: 'p', alias }
        return `${quoteIdentifier(schemaname)}.${quoteIdentifier(relname)}${suffix}`
      }
      edit.node['RangeSubselect'] = { subquery: await parsedQuery(stand.sql), alias }
      return `(${stand.sql})${suffix}`
    }
  }
}

async function parsedQuery(sql: string): Promise<unknown> {
  const { statements } = await parse(sql)
  return statements[0]!['stmt']
}

/** Binds the outermost LIMIT in the tree; tells what the text needs for it. */
function boundLimit(select: Fields, maxRows: number) {
  const written = select['limitCount']
  if (written === undefined) {
    select['limitCount'] = { A_Const: { ival: { ival: maxRows } } }
    select['limitOption'] = 'LIMIT_OPTION_COUNT'
    return { kind: 'add' } as const
  }
  if (Number(constant(written)?.value) <= maxRows) return undefined
  const { fields } = open(written)
  const at = integer(fields['location'])
  if (isObject(fields['ival'])) fields['ival']['ival'] = maxRows
  return { kind: 'lower', at } as const
}

function splice(bytes: Buffer, replacements: readonly Replacement[]): string {
  const pieces: Buffer[] = []
  let at = 0
  for (const { start, end, text } of replacements.toSorted((one, other) => one.start - other.start)) {
    pieces.push(bytes.subarray(at, start), Buffer.from(text))
    at = end
  }
  pieces.push(bytes.subarray(at))
  return Buffer.concat(pieces).toString()
}
