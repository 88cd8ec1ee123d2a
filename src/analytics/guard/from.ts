/** Walks a FROM clause: relations, CTEs, subqueries and joins, and whether something ties the large ones together. */
import { admitExpression, type Around } from './expression.ts'
import { COMPARISONS } from './lists.ts'
import { refuse } from './refused.ts'
import { findCte, type Ctes, type Derived, type Item, type Level } from './scope.ts'
import type { Statement } from './statement.ts'
import { isObject, list, names, only, open, text, type Fields } from './tree.ts'

/** A FROM clause that was admitted. */
export interface From {
  readonly items: readonly Item[]
  /** What `*` or `alias.*` stands for, as paths of column references. */
  readonly star: (path: readonly string[]) => readonly (readonly string[])[]
  /** Admits the WHERE clause and checks that every large relation is tied to the others. */
  readonly admitConditions: (where: unknown, around: Around) => void
}

type AdmitQuery = (node: unknown, parent: Level | null, ctes: Ctes | null, statement: Statement) => Derived

/** A part of the FROM clause: its items and its columns in the order that `*` shows them. */
interface Part {
  readonly items: readonly Item[]
  readonly columns: readonly { readonly path: readonly string[]; readonly name: string }[]
}

interface Walk {
  readonly parent: Level | null
  readonly ctes: Ctes | null
  readonly statement: Statement
  readonly admitQuery: AdmitQuery
  /** Sets of items that a condition ties together. */
  readonly ties: Set<Item>[]
}

export function admitFrom(
  clause: readonly unknown[],
  parent: Level | null,
  ctes: Ctes | null,
  statement: Statement,
  admitQuery: AdmitQuery,
): From {
  const walk: Walk = { parent, ctes, statement, admitQuery, ties: [] }
  const parts: Part[] = []
  for (const node of clause)
    parts.push(
      admitPart(
        node,
        parts.flatMap((part) => part.items),
        walk,
      ),
    )
  const items = parts.flatMap((part) => part.items)
  const aliases = new Set(items.map((item) => item.alias))
  if (aliases.size < items.length)
    refuse('duplicate-alias', 'Two relations in one FROM have the same name; give them aliases.')
  return {
    items,
    star: (path) => starOf(path, parts, items),
    admitConditions: (where, around) => {
      if (where !== undefined) admitTies(where, around, walk.ties)
      checkTies(items, walk.ties)
    },
  }
}

/** The leaves of a FROM clause, those of its subqueries included. */
export function fromItemsOf(clause: unknown): number {
  return list(clause).reduce<number>((sum, node) => sum + leavesOf(node), 0)
}

function leavesOf(node: unknown): number {
  const { type, fields } = open(node)
  if (type === 'JoinExpr') return leavesOf(fields['larg']) + leavesOf(fields['rarg'])
  if (type !== 'RangeSubselect') return 1
  const select = open(fields['subquery']).fields
  return Math.max(1, leavesOfSelect(select))
}

function leavesOfSelect(select: Fields): number {
  // The branches of a UNION are planned one by one.
  const sides = [select['larg'], select['rarg']].filter(isObject)
  return Math.max(fromItemsOf(select['fromClause']), ...sides.map(leavesOfSelect))
}

/** `before`: the items to the left, which LATERAL may name. */
function admitPart(node: unknown, before: readonly Item[], walk: Walk): Part {
  const { type, fields } = open(node)
  switch (type) {
    case 'RangeVar':
      return leaf(admitRelation(node, fields, walk))
    case 'RangeSubselect':
      return leaf(admitSubselect(fields, before, walk))
    case 'JoinExpr':
      return admitJoin(fields, before, walk)
    case 'RangeTableSample':
      return refuse('tablesample', 'TABLESAMPLE is not admitted.')
    default:
      return refuse('function-in-from', 'FROM may name views, subqueries and VALUES only.')
  }
}

function leaf(item: Item): Part {
  return { items: [item], columns: item.columns.map(({ name }) => ({ path: [item.alias, name], name })) }
}

function admitRelation(node: unknown, fields: Fields, walk: Walk): Item {
  const { statement } = walk
  only('relation', fields, ['schemaname', 'relname', 'inh', 'relpersistence', 'alias'])
  if (fields['inh'] !== true || fields['relpersistence'] !== 'p') refuse('construct', 'ONLY is not admitted.')
  const name = text(fields['relname'])
  statement.countFromItem()
  const alias = aliasOf(fields['alias'])
  const cte = fields['schemaname'] === undefined ? findCte(walk.ctes, name) : undefined
  if (cte) {
    statement.identifier(name)
    if (alias) statement.newName(alias.name)
    const { columns, isWide } = statement.renamed(cte, alias?.columns)
    return { alias: alias?.name ?? name, columns, isWide, relation: null }
  }
  if (alias?.columns !== undefined) refuse('column-alias-list', 'Columns of a view cannot be renamed in FROM.')
  const relation = statement.relation(node as Fields)
  if (alias && alias.name !== relation.name) statement.newName(alias.name)
  return {
    alias: alias?.name ?? relation.name,
    columns: relation.columns.map((column) => ({ name: column, growth: 0 })),
    isWide: true,
    relation,
  }
}

function admitSubselect(fields: Fields, before: readonly Item[], walk: Walk): Item {
  only('subquery', fields, ['lateral', 'subquery', 'alias'])
  const isLateral = fields['lateral'] === true
  const seen = new Set<Item>()
  const parent = isLateral ? { items: before, parent: walk.parent } : walk.parent
  const select = open(fields['subquery'])
  if (select.type === 'SelectStmt' && select.fields['valuesLists'] !== undefined) walk.statement.countFromItem()
  const derived = walk.statement.watching(
    (item) => void (before.includes(item) && seen.add(item)),
    () => walk.admitQuery(fields['subquery'], parent, walk.ctes, walk.statement),
  )
  const alias = aliasOf(fields['alias'])
  if (alias) walk.statement.newName(alias.name)
  const { columns, isWide } = walk.statement.renamed(derived, alias?.columns)
  // A subquery without an alias (PostgreSQL 16) has a name that nothing can say.
  const item: Item = {
    alias: alias?.name ?? refuse('identifier', 'Give the subquery an alias.'),
    columns,
    isWide,
    relation: null,
  }
  if (seen.size > 0) walk.ties.push(seen.add(item))
  return item
}

function admitJoin(fields: Fields, before: readonly Item[], walk: Walk): Part {
  if (fields['isNatural'] === true) refuse('natural-join', 'NATURAL JOIN is not admitted; write ON or USING.')
  if (fields['alias'] !== undefined || fields['join_using_alias'] !== undefined)
    refuse('join-alias', 'A join cannot have an alias of its own.')
  only('join', fields, ['jointype', 'larg', 'rarg', 'usingClause', 'quals'])
  if (!['JOIN_INNER', 'JOIN_LEFT', 'JOIN_RIGHT', 'JOIN_FULL'].includes(text(fields['jointype'])))
    refuse('construct', 'This kind of join is not admitted.')
  const left = admitPart(fields['larg'], before, walk)
  const right = admitPart(fields['rarg'], [...before, ...left.items], walk)
  const items = [...left.items, ...right.items]
  if (fields['quals'] !== undefined)
    admitTies(fields['quals'], walk.statement.around({ items, parent: walk.parent }, walk.ctes, {}), walk.ties)
  if (fields['usingClause'] === undefined) return { items, columns: [...left.columns, ...right.columns] }

  const shared = names(fields['usingClause'])
  for (const name of shared) {
    for (const side of [left, right])
      if (!side.columns.some((column) => column.name === name)) refuseUsing(name, side.items)
    const tied = items.filter((item) => item.columns.some((column) => column.name === name))
    walk.ties.push(new Set(tied))
  }
  const rest = (part: Part) => part.columns.filter((column) => !shared.includes(column.name))
  return {
    items,
    columns: [...shared.map((name) => ({ path: [name], name })), ...rest(left), ...rest(right)],
  }
}

function refuseUsing(name: string, items: readonly Item[]): never {
  if (items.some((item) => item.relation?.masked.has(name)))
    return refuse('masked-column', `The column "${name}" is masked.`)
  return refuse('column', `There is no column "${name}" on both sides of USING.`)
}

function aliasOf(alias: unknown): { readonly name: string; readonly columns: unknown } | undefined {
  if (alias === undefined) return undefined
  if (!isObject(alias)) return refuse('construct', 'An alias is not admitted.')
  only('alias', alias, ['aliasname', 'colnames'])
  return { name: text(alias['aliasname']), columns: alias['colnames'] }
}

function starOf(
  path: readonly string[],
  parts: readonly Part[],
  items: readonly Item[],
): readonly (readonly string[])[] {
  const [first, second] = path
  if (first === undefined) {
    const columns = parts.flatMap((part) => part.columns)
    const isTwice = columns.some(
      (column, at) => columns.findIndex((other) => other.path.join('.') === column.path.join('.')) !== at,
    )
    if (isTwice) refuse('star', 'Two columns have the same name; name the columns instead of *.')
    return columns.map((column) => column.path)
  }
  // PostgreSQL knows a relation by its schema only while it has no alias of its own.
  const item = items.find(({ alias, relation }) =>
    second === undefined ? alias === first : alias === second && relation?.schema === first && relation.name === second,
  )
  if (!item || path.length > 2) return refuse('column', `There is no relation "${path.join('.')}" here.`)
  return item.columns.map(({ name }) => [item.alias, name])
}

/** Admits a condition and notes which items its parts tie together. */
function admitTies(condition: unknown, around: Around, ties: Set<Item>[]): void {
  const { type, fields } = open(condition)
  if (type === 'BoolExpr' && fields['boolop'] === 'AND_EXPR') {
    only(type, fields, ['boolop', 'args'])
    list(fields['args']).forEach((each) => admitTies(each, around, ties))
    return
  }
  const touched = touchedBy(condition, around)
  if (touched && touched.size > 1) ties.push(touched)
}

/** The items that a comparison is about; of OR, those of its branches when each of them ties some. */
function touchedBy(condition: unknown, around: Around): Set<Item> | undefined {
  const { type, fields } = open(condition)
  if (type === 'BoolExpr' && fields['boolop'] === 'OR_EXPR') {
    only(type, fields, ['boolop', 'args'])
    const branches = list(fields['args']).map((each) => touchedBy(each, around))
    if (!branches.every((branch) => branch && branch.size > 1)) return undefined
    return new Set(branches.flatMap((branch) => [...(branch ?? [])]))
  }
  const touched = new Set<Item>()
  const note = (item: Item) => void (around.level.items.includes(item) && touched.add(item))
  admitExpression(condition, { ...around, touch: (item) => (around.touch(item), note(item)) })
  return ties(type, fields) ? touched : undefined
}

function ties(type: string, fields: Fields): boolean {
  if (type !== 'A_Expr') return false
  const kind = text(fields['kind'])
  if (kind === 'AEXPR_OP') return COMPARISONS.has(names(fields['name'])[0] ?? '')
  return ['AEXPR_NOT_DISTINCT', 'AEXPR_BETWEEN', 'AEXPR_BETWEEN_SYM', 'AEXPR_IN', 'AEXPR_LIKE', 'AEXPR_ILIKE'].includes(
    kind,
  )
}

/** Every large item must hang together with the others through conditions. */
function checkTies(items: readonly Item[], found: readonly ReadonlySet<Item>[]): void {
  const wide = items.filter((item) => item.isWide)
  if (wide.length < 2) return
  const reached = new Set<Item>([wide[0]!])
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const tie of found) if ([...tie].some((item) => reached.has(item))) tie.forEach((item) => reached.add(item))
  }
  if (wide.some((item) => !reached.has(item)))
    refuse('join-condition', 'Two views stand in FROM without a condition that joins them.')
}
