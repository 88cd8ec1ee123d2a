/** Walks expressions: every node type, field, function, operator and type is on a list or refused. */
import {
  AGGREGATES,
  CLOCKS,
  COMPARISONS,
  FUNCTIONS,
  GROWING,
  MAX_GROWTH,
  MAX_OPERANDS,
  MAX_TYPMOD,
  NAMED_ARGUMENTS,
  OPERATORS,
  SYNTAX_FUNCTIONS,
  TYPES,
  type SqlKind,
} from './lists.ts'
import { checkArguments } from './call-arguments.ts'
import { refuse } from './refused.ts'
import { resolve, type Derived, type Item, type Level } from './scope.ts'
import { constant, integer, isObject, list, names, only, open, text, type Fields } from './tree.ts'

/** What an expression needs to know of the statement around it. */
export interface Around {
  readonly level: Level
  readonly kind: SqlKind
  /** Walks a subquery that stands in an expression of this level. */
  readonly subquery: (select: unknown, level: Level) => Derived
  /** Called for every item of any level that a column reference means. */
  readonly touch: (item: Item) => void
  readonly parameter: (number: number) => void
  /** Sees every column reference; gives `column` or `alias.column`. */
  readonly column: (fields: Fields, parts: readonly string[]) => readonly string[]
  /** Called for an aggregate without OVER. */
  readonly aggregate: () => void
  readonly windowName: (name: string) => void
}

/** Admits an expression or refuses the statement; gives how often growing functions are nested in it. */
export function admitExpression(node: unknown, around: Around): number {
  const { type, fields } = open(node)
  const admit = FORMS[type]
  if (!admit) return refuse('construct', 'The statement contains a construct that is not admitted.')
  only(type, fields, admit.fields)
  return admit.admit(fields, around)
}

interface Form {
  readonly fields: readonly string[]
  readonly admit: (fields: Fields, around: Around) => number
}

const FORMS: Readonly<Record<string, Form>> = {
  A_Const: { fields: ['ival', 'fval', 'sval', 'boolval', 'isnull'], admit: admitConstant },
  ColumnRef: { fields: ['fields'], admit: admitColumn },
  ParamRef: { fields: ['number'], admit: admitParameter },
  A_Expr: {
    fields: ['kind', 'name', 'lexpr', 'rexpr', 'rexpr_list_start', 'rexpr_list_end'],
    admit: admitOperator,
  },
  BoolExpr: { fields: ['boolop', 'args'], admit: (fields, around) => admitAll(fields['args'], around) },
  NullTest: { fields: ['arg', 'nulltesttype'], admit: (fields, around) => admitExpression(fields['arg'], around) },
  BooleanTest: { fields: ['arg', 'booltesttype'], admit: (fields, around) => admitExpression(fields['arg'], around) },
  CaseExpr: { fields: ['arg', 'args', 'defresult'], admit: admitCase },
  CoalesceExpr: { fields: ['args'], admit: (fields, around) => admitAll(fields['args'], around) },
  MinMaxExpr: { fields: ['op', 'args'], admit: (fields, around) => admitAll(fields['args'], around) },
  SQLValueFunction: { fields: ['op', 'typmod'], admit: admitClock },
  TypeCast: { fields: ['arg', 'typeName'], admit: admitCast },
  SubLink: { fields: ['subLinkType', 'testexpr', 'operName', 'subselect'], admit: admitSubLink },
  GroupingFunc: { fields: ['args'], admit: (fields, around) => admitAll(fields['args'], around) },
  FuncCall: {
    fields: [
      'funcname',
      'args',
      'agg_order',
      'agg_filter',
      'over',
      'agg_within_group',
      'agg_star',
      'agg_distinct',
      'funcformat',
    ],
    admit: admitCall,
  },
}

function admitAll(nodes: unknown, around: Around): number {
  return Math.max(0, ...list(nodes).map((node) => admitExpression(node, around)))
}

function admitConstant(fields: Fields): number {
  // A number of thousands of digits makes every operation on it slow.
  const float = isObject(fields['fval']) ? text(fields['fval']['fval']) : ''
  if (float.length > 40 || Math.abs(Number(/e([-+]?\d+)/i.exec(float)?.[1] ?? 0)) > 300)
    refuse('large-argument', 'A number in the statement is too long.')
  return 0
}

function admitColumn(fields: Fields, around: Around): number {
  const parts = list(fields['fields'])
  if (parts.some((part) => open(part).type === 'A_Star'))
    return refuse('whole-row', 'A whole row can be named only as * in a list of columns.')
  const { items, growth } = resolve(around.level, around.column(fields, names(parts)))
  items.forEach(around.touch)
  return growth
}

function admitParameter(fields: Fields, around: Around): number {
  if (around.kind === 'text') refuse('parameter', 'Parameters cannot be used here; write the value.')
  around.parameter(integer(fields['number']))
  return 0
}

function admitOperator(fields: Fields, around: Around): number {
  const name = names(fields['name'])
  if (name.length !== 1) refuse('operator', 'Operators cannot be named with a schema.')
  const operator = name[0]!
  const sides = () => Math.max(admitOptional(fields['lexpr'], around), admitOptional(fields['rexpr'], around))
  switch (fields['kind']) {
    case 'AEXPR_OP':
      if (!OPERATORS.has(operator)) refuse('operator', `The operator ${operator} is not admitted.`)
      return operator === '||' ? admitChain(fields, around) : sides()
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
    case 'AEXPR_NULLIF':
      return sides()
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return sides()
    case 'AEXPR_IN':
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return Math.max(admitExpression(fields['lexpr'], around), admitListed(fields['rexpr'], around))
    default:
      return refuse('operator', 'This kind of comparison is not admitted.')
  }
}

function admitOptional(node: unknown, around: Around): number {
  return node === undefined ? 0 : admitExpression(node, around)
}

/** The right side of IN (…) and BETWEEN. */
function admitListed(node: unknown, around: Around): number {
  const { type, fields } = open(node)
  if (type !== 'List') return refuse('construct', 'The statement contains a list that is not admitted.')
  only(type, fields, ['items'])
  return admitAll(fields['items'], around)
}

/** `a || b || c` is one level; only what is nested on the right or in parentheses counts as another. */
function admitChain(fields: Fields, around: Around): number {
  const operands: unknown[] = []
  let left: Fields = fields
  for (;;) {
    operands.push(left['rexpr'])
    if (left['lexpr'] === undefined) refuse('operator', 'The operator || needs two sides.')
    const inner = open(left['lexpr'])
    const goesOn =
      inner.type === 'A_Expr' && inner.fields['kind'] === 'AEXPR_OP' && names(inner.fields['name']).join('.') === '||'
    if (!goesOn) break
    only(inner.type, inner.fields, FORMS['A_Expr']!.fields)
    left = inner.fields
  }
  operands.push(left['lexpr'])
  return grown(operands, around)
}

function grown(operands: readonly unknown[], around: Around): number {
  if (operands.length > MAX_OPERANDS) refuse('growth', `More than ${MAX_OPERANDS} texts are put together at once.`)
  const growth = 1 + Math.max(0, ...operands.map((operand) => admitExpression(operand, around)))
  if (growth > MAX_GROWTH) refuse('growth', `||, concat and replace are nested more than ${MAX_GROWTH} deep.`)
  return growth
}

function admitCase(fields: Fields, around: Around): number {
  const branches = list(fields['args']).map((branch) => {
    const { type, fields: when } = open(branch)
    if (type !== 'CaseWhen') return refuse('construct', 'The statement contains a CASE that is not admitted.')
    only(type, when, ['expr', 'result'])
    return Math.max(admitExpression(when['expr'], around), admitExpression(when['result'], around))
  })
  return Math.max(0, admitOptional(fields['arg'], around), ...branches, admitOptional(fields['defresult'], around))
}

function admitClock(fields: Fields): number {
  if (!CLOCKS.has(text(fields['op'])))
    refuse('function', 'Only CURRENT_DATE, CURRENT_TIMESTAMP and LOCALTIMESTAMP are admitted.')
  return 0
}

function admitCast(fields: Fields, around: Around): number {
  const type = isObject(fields['typeName']) ? fields['typeName'] : refuse('type', 'This type is not admitted.')
  for (const field of Object.keys(type))
    if (!['names', 'typmods', 'typemod', 'location'].includes(field))
      refuse('type', 'Arrays, sets and references to other types are not admitted.')
  const path = names(type['names'])
  const name = path.at(-1)!
  if (path.length > 2 || (path.length === 2 && path[0] !== 'pg_catalog') || !TYPES.has(name))
    refuse('type', `The type ${path.join('.')} is not admitted.`)
  list(type['typmods']).forEach((typmod, at) => {
    const value = constant(typmod)
    // The first modifier of an interval is the parser's own mask of fields.
    const isMask = name === 'interval' && at === 0
    if (value?.kind !== 'integer' || (!isMask && Math.abs(Number(value.value)) > MAX_TYPMOD))
      refuse('large-argument', 'The length or precision of a type is too large.')
  })
  return admitExpression(fields['arg'], around)
}

function admitSubLink(fields: Fields, around: Around): number {
  switch (fields['subLinkType']) {
    case 'EXISTS_SUBLINK':
    case 'EXPR_SUBLINK':
      break
    case 'ANY_SUBLINK':
    case 'ALL_SUBLINK': {
      // `IN (SELECT …)` has no operator name.
      const operator = names(fields['operName'])
      if (operator.length > 1 || (operator.length === 1 && !COMPARISONS.has(operator[0]!)))
        refuse('operator', 'Only plain comparisons may stand before ANY and ALL.')
      break
    }
    default:
      refuse('construct', 'This kind of subquery is not admitted.')
  }
  const growth = admitOptional(fields['testexpr'], around)
  const { columns } = around.subquery(fields['subselect'], around.level)
  return Math.max(growth, ...columns.map((column) => column.growth))
}

function admitCall(fields: Fields, around: Around): number {
  const path = names(fields['funcname'])
  const name = path.at(-1)!
  const isSyntax = fields['funcformat'] === 'COERCE_SQL_SYNTAX'
  // The parser writes LIKE … ESCAPE as an ordinary call.
  const isNamedRight =
    isSyntax || name === 'like_escape'
      ? path.length === 2 && path[0] === 'pg_catalog' && SYNTAX_FUNCTIONS.has(name)
      : path.length === 1 && FUNCTIONS.has(name)
  if (!isNamedRight) refuse('function', `The function ${path.join('.')} is not admitted.`)
  const given = list(fields['args'])
  if (name === 'timezone' && given.length !== 2) refuse('function', 'Name the time zone.')
  if (AGGREGATES.has(name) && fields['over'] === undefined) around.aggregate()
  checkArguments(name, given)
  const args = given.map((argument) => positional(name, argument))
  const growth = GROWING.has(name) ? grown(args, around) : admitAll(args, around)
  const order = list(fields['agg_order']).map((sort) => admitSort(sort, around))
  const filter = admitOptional(fields['agg_filter'], around)
  if (fields['over'] !== undefined) admitWindow(fields['over'], around)
  return Math.max(growth, filter, ...order)
}

/** An argument, or the value of a named one where names are admitted. */
function positional(name: string, argument: unknown): unknown {
  const { type, fields } = open(argument)
  if (type !== 'NamedArgExpr') return argument
  only(type, fields, ['arg', 'name', 'argnumber'])
  if (!NAMED_ARGUMENTS.get(name)?.has(text(fields['name'])))
    refuse('function', `The function ${name} takes no named arguments here.`)
  return fields['arg']
}

/** An ORDER BY item. */
export function admitSort(sort: unknown, around: Around): number {
  const { type, fields } = open(sort)
  if (type !== 'SortBy') return refuse('construct', 'The statement contains an order that is not admitted.')
  only(type, fields, ['node', 'sortby_dir', 'sortby_nulls'])
  if (fields['sortby_dir'] === 'SORTBY_USING') refuse('operator', 'ORDER BY … USING is not admitted.')
  return admitExpression(fields['node'], around)
}

/** A window's definition, in OVER or in the WINDOW clause. */
export function admitWindow(window: unknown, around: Around): void {
  const fields = isObject(window)
    ? window
    : refuse('construct', 'The statement contains a window that is not admitted.')
  only('window', fields, [
    'name',
    'refname',
    'partitionClause',
    'orderClause',
    'frameOptions',
    'startOffset',
    'endOffset',
  ])
  for (const name of [fields['name'], fields['refname']]) if (name !== undefined) around.windowName(text(name))
  admitAll(fields['partitionClause'], around)
  list(fields['orderClause']).forEach((sort) => admitSort(sort, around))
  admitOptional(fields['startOffset'], around)
  admitOptional(fields['endOffset'], around)
}
