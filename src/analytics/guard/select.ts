/** Walks one SELECT with all that is in it, resolves its names, and notes what the text to run needs changed. */
import { admitExpression, admitSort, admitWindow, type Around } from './expression.ts'
import { admitFrom, fromItemsOf, type From } from './from.ts'
import { columnName } from './column-name.ts'
import { MAX_FROM_ITEMS, MAX_GROUPING_SETS } from './lists.ts'
import { refuse } from './refused.ts'
import type { Ctes, Derived, Level, ScopeColumn } from './scope.ts'
import type { Statement } from './statement.ts'
import { columnRef, constant, integer, isObject, list, only, open, text, type Fields } from './tree.ts'

const SELECT_FIELDS = [
  'distinctClause',
  'intoClause',
  'targetList',
  'fromClause',
  'whereClause',
  'groupClause',
  'groupDistinct',
  'havingClause',
  'windowClause',
  'valuesLists',
  'sortClause',
  'limitOffset',
  'limitCount',
  'limitOption',
  'lockingClause',
  'withClause',
  'op',
  'all',
  'larg',
  'rarg',
]

/** Admits the SELECT in a node such as a subquery or a CTE. */
export function admitQuery(node: unknown, parent: Level | null, ctes: Ctes | null, statement: Statement): Derived {
  const { type, fields } = open(node)
  if (type !== 'SelectStmt') return refuse('not-select', 'Only SELECT is admitted.')
  return admitSelect(fields, parent, ctes, statement)
}

export function admitSelect(select: Fields, parent: Level | null, ctes: Ctes | null, statement: Statement): Derived {
  if (select['intoClause'] !== undefined) refuse('select-into', 'SELECT INTO would make a table.')
  if (select['lockingClause'] !== undefined) refuse('locking', 'FOR UPDATE and FOR SHARE are not admitted.')
  only('SELECT', select, SELECT_FIELDS)
  const inSight = admitWith(select['withClause'], parent, ctes, statement)
  admitLimits(select)
  const bounded = (derived: Derived): Derived =>
    select['limitCount'] === undefined ? derived : { ...derived, isWide: false }
  if (select['op'] !== 'SETOP_NONE') return bounded(admitSetOperation(select, parent, inSight, statement))
  if (select['valuesLists'] !== undefined) return admitValues(select, parent, inSight, statement)
  return bounded(admitPlain(select, parent, inSight, statement))
}

function admitPlain(select: Fields, parent: Level | null, ctes: Ctes | null, statement: Statement): Derived {
  if (fromItemsOf(select['fromClause']) > MAX_FROM_ITEMS)
    refuse('from-items', `More than ${MAX_FROM_ITEMS} relations stand in one FROM.`)
  const from = admitFrom(list(select['fromClause']), parent, ctes, statement, admitQuery)
  const level: Level = { items: from.items, parent }
  let aggregates = false
  const around = statement.around(level, ctes, { aggregate: () => void (aggregates = true) })
  const targets = list(select['targetList']).flatMap((target) => expandStar(target, from, statement))
  if (targets.length === 0) refuse('construct', 'The SELECT names no columns.')
  select['targetList'] = targets
  const columns = targets.map((target) => admitTarget(target, around, statement))
  from.admitConditions(select['whereClause'], statement.around(level, ctes, {}))
  admitGroups(select, around, level, columns)
  if (select['havingClause'] !== undefined) admitExpression(select['havingClause'], around)
  for (const window of list(select['windowClause'])) {
    const { type, fields } = open(window)
    if (type !== 'WindowDef') refuse('construct', 'The statement contains a window that is not admitted.')
    admitWindow(fields, around)
  }
  for (const each of list(select['distinctClause']))
    if (isObject(each) && Object.keys(each).length > 0 && !isLabel(each, columns)) admitExpression(each, around)
  for (const sort of list(select['sortClause'])) if (!sortsByLabel(sort, columns)) admitSort(sort, around)
  const isCondensed = ['groupClause', 'distinctClause'].some((clause) => select[clause] !== undefined) || aggregates
  return { columns, isWide: !isCondensed && from.items.some((item) => item.isWide) }
}

function admitSetOperation(select: Fields, parent: Level | null, ctes: Ctes | null, statement: Statement): Derived {
  for (const field of [
    'targetList',
    'fromClause',
    'whereClause',
    'groupClause',
    'havingClause',
    'windowClause',
    'valuesLists',
  ])
    if (select[field] !== undefined) refuse('construct', 'This form of a set operation is not admitted.')
  const [left, right] = [select['larg'], select['rarg']].map((side) =>
    isObject(side) ? admitSelect(side, parent, ctes, statement) : refuse('construct', 'A set operation lacks a side.'),
  ) as [Derived, Derived]
  const columns = left.columns.map((column, at) => ({
    name: column.name,
    growth: Math.max(column.growth, right.columns[at]?.growth ?? 0),
  }))
  for (const sort of list(select['sortClause']))
    if (!sortsByLabel(sort, columns))
      refuse('column', 'A set operation is ordered by the names or numbers of its columns only.')
  // All but UNION ALL leave each row once.
  return { columns, isWide: select['all'] === true && (left.isWide || right.isWide) }
}

function admitValues(select: Fields, parent: Level | null, ctes: Ctes | null, statement: Statement): Derived {
  const around = statement.around({ items: [], parent }, ctes, {})
  const rows = list(select['valuesLists']).map((row) => {
    const { type, fields } = open(row)
    if (type !== 'List') return refuse('construct', 'The statement contains VALUES that are not admitted.')
    only(type, fields, ['items'])
    return list(fields['items']).map((value) => admitExpression(value, around))
  })
  const columns = (rows[0] ?? []).map((_, at) => ({
    name: `column${at + 1}`,
    growth: Math.max(...rows.map((row) => row[at] ?? 0)),
  }))
  for (const sort of list(select['sortClause']))
    if (!sortsByLabel(sort, columns))
      refuse('column', 'VALUES are ordered by the names or numbers of their columns only.')
  return { columns, isWide: false }
}

function admitWith(withClause: unknown, parent: Level | null, ctes: Ctes | null, statement: Statement): Ctes | null {
  if (withClause === undefined) return ctes
  if (!isObject(withClause)) return refuse('construct', 'The statement contains a WITH that is not admitted.')
  if (withClause['recursive'] === true) refuse('with-recursive', 'WITH RECURSIVE is not admitted.')
  only('with', withClause, ['ctes'])
  let inSight = ctes
  for (const cte of list(withClause['ctes'])) {
    const { type, fields } = open(cte)
    if (type !== 'CommonTableExpr') refuse('construct', 'The statement contains a WITH that is not admitted.')
    only('WITH', fields, ['ctename', 'aliascolnames', 'ctematerialized', 'ctequery'])
    if (open(fields['ctequery']).type !== 'SelectStmt')
      refuse('with-data-modifying', 'WITH may contain nothing but SELECT.')
    const name = text(fields['ctename'])
    statement.newName(name)
    const derived = renamed(
      admitQuery(fields['ctequery'], parent, inSight, statement),
      fields['aliascolnames'],
      statement,
    )
    inSight = { name, derived, before: inSight }
  }
  return inSight
}

/** Applies a list of column aliases. */
export function renamed(derived: Derived, aliases: unknown, statement: Statement): Derived {
  const names = list(aliases).map((alias) => {
    const { type, fields } = open(alias)
    if (type !== 'String') return refuse('construct', 'A column alias is not admitted.')
    statement.identifier(text(fields['sval']))
    return text(fields['sval'])
  })
  if (names.length === 0) return derived
  return { ...derived, columns: derived.columns.map((column, at) => ({ ...column, name: names[at] ?? column.name })) }
}

function admitLimits(select: Fields): void {
  if (select['limitOption'] === 'LIMIT_OPTION_WITH_TIES') refuse('limit', 'WITH TIES is not admitted.')
  for (const field of ['limitCount', 'limitOffset']) {
    if (select[field] === undefined) continue
    const value = constant(select[field])
    if (value?.kind !== 'integer' || Number(value.value) < 0)
      refuse('limit', 'LIMIT and OFFSET take a plain number only.')
  }
}

function admitTarget(target: unknown, around: Around, statement: Statement): ScopeColumn {
  const { type, fields } = open(target)
  if (type !== 'ResTarget') return refuse('construct', 'The statement contains a column that is not admitted.')
  only('column', fields, ['name', 'val'])
  const label = fields['name'] === undefined ? undefined : text(fields['name'])
  if (label !== undefined) statement.label(label)
  return { name: label ?? columnName(fields['val']), growth: admitExpression(fields['val'], around) }
}

/** `*` and `alias.*` become the columns they stand for. */
function expandStar(target: unknown, from: From, statement: Statement): unknown[] {
  const { type, fields } = open(target)
  if (type !== 'ResTarget' || !isObject(fields['val'])) return [target]
  const value = open(fields['val'])
  if (value.type !== 'ColumnRef') return [target]
  const parts = list(value.fields['fields'])
  if (open(parts.at(-1)).type !== 'A_Star') return [target]
  const path = parts.slice(0, -1).map((part) => text(open(part).fields['sval']))
  const expanded = from.star(path)
  if (expanded.length === 0) refuse('star', `There is nothing that ${[...path, '*'].join('.')} could stand for.`)
  statement.replaceStar(integer(value.fields['location']), parts.length, expanded)
  return expanded.map((column) => ({ ResTarget: { val: columnRef(...column) } }))
}

function admitGroups(select: Fields, around: Around, level: Level, columns: readonly ScopeColumn[]): void {
  let sets = 1
  for (const group of list(select['groupClause'])) sets *= admitGroup(group, around, level, columns)
  if (sets > MAX_GROUPING_SETS)
    refuse('grouping-sets', `The statement asks for more than ${MAX_GROUPING_SETS} grouping sets.`)
}

/** Admits one GROUP BY item and gives the number of grouping sets it makes. */
function admitGroup(group: unknown, around: Around, level: Level, columns: readonly ScopeColumn[]): number {
  const { type, fields } = open(group)
  if (type === 'RowExpr') {
    only(type, fields, ['args', 'row_format'])
    list(fields['args']).forEach((each) => admitGroup(each, around, level, columns))
    return 1
  }
  if (type !== 'GroupingSet') {
    // A name is a column of the relations first and a label of the SELECT second.
    const isColumn = (name: string) => level.items.some((item) => item.columns.some((column) => column.name === name))
    if (!isLabel(group, columns) || isColumn(labelOf(group) ?? '')) admitExpression(group, around)
    return 1
  }
  only(type, fields, ['kind', 'content'])
  const content = list(fields['content'])
  if (content.length > MAX_GROUPING_SETS) refuse('grouping-sets', 'The statement asks for too many grouping sets.')
  const inner = content.map((each) => admitGroup(each, around, level, columns))
  switch (fields['kind']) {
    case 'GROUPING_SET_EMPTY':
      return 1
    case 'GROUPING_SET_ROLLUP':
      return content.length + 1
    case 'GROUPING_SET_CUBE':
      return 2 ** content.length
    case 'GROUPING_SET_SETS':
      return inner.reduce((sum, each) => sum + each, 0)
    default:
      return refuse('construct', 'This kind of grouping is not admitted.')
  }
}

function sortsByLabel(sort: unknown, columns: readonly ScopeColumn[]): boolean {
  const { type, fields } = open(sort)
  if (type !== 'SortBy') return false
  only(type, fields, ['node', 'sortby_dir', 'sortby_nulls'])
  if (fields['sortby_dir'] === 'SORTBY_USING') return false
  return isLabel(fields['node'], columns) || constant(fields['node'])?.kind === 'integer'
}

function isLabel(node: unknown, columns: readonly ScopeColumn[]): boolean {
  const label = labelOf(node)
  return label !== undefined && columns.some((column) => column.name === label)
}

/** The name, when the node is one bare name. */
function labelOf(node: unknown): string | undefined {
  const { type, fields } = open(node)
  const parts = type === 'ColumnRef' ? list(fields['fields']) : []
  const first = parts.length === 1 ? open(parts[0]) : undefined
  return first?.type === 'String' ? text(first.fields['sval']) : undefined
}
