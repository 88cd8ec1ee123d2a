/** The name PostgreSQL gives an output column that has no label. */
import { isObject, list, names, open, text, type Fields } from './tree.ts'

const UNNAMED = '?column?'
const OF_ITSELF: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  GroupingFunc: 'grouping',
  RowExpr: 'row',
}

export function columnName(node: unknown): string {
  return strongName(node)?.name ?? UNNAMED
}

/** `isWeak`: a name that a better one (of the value inside a cast or a CASE) may replace. */
function strongName(node: unknown): { readonly name: string; readonly isWeak: boolean } | undefined {
  const { type, fields } = open(node)
  const strong = (name: string) => ({ name, isWeak: false })
  const weak = (name: string) => ({ name, isWeak: true })
  switch (type) {
    case 'ColumnRef':
      return strong(
        names(list(fields['fields']).filter((part) => isObject(part) && 'String' in part)).at(-1) ?? UNNAMED,
      )
    case 'FuncCall':
      return strong(names(fields['funcname']).at(-1) ?? UNNAMED)
    case 'A_Expr':
      return fields['kind'] === 'AEXPR_NULLIF' ? strong('nullif') : undefined
    case 'TypeCast': {
      const inner = strongName(fields['arg'])
      if (inner && !inner.isWeak) return inner
      const typeName = isObject(fields['typeName']) ? names(fields['typeName']['names']).at(-1) : undefined
      return typeName === undefined ? inner : weak(typeName)
    }
    case 'CaseExpr': {
      const inner = fields['defresult'] === undefined ? undefined : strongName(fields['defresult'])
      return inner && !inner.isWeak ? inner : weak('case')
    }
    case 'MinMaxExpr':
      return strong(fields['op'] === 'IS_LEAST' ? 'least' : 'greatest')
    case 'SQLValueFunction':
      return strong(
        text(fields['op'])
          .replace(/^SVFOP_/, '')
          .replace(/_N$/, '')
          .toLowerCase(),
      )
    case 'SubLink':
      return nameOfSubLink(fields)
    default:
      return OF_ITSELF[type] === undefined ? undefined : strong(OF_ITSELF[type])
  }
}

function nameOfSubLink(fields: Fields) {
  if (fields['subLinkType'] === 'EXISTS_SUBLINK') return { name: 'exists', isWeak: false }
  if (fields['subLinkType'] !== 'EXPR_SUBLINK') return undefined
  const { fields: select } = open(fields['subselect'])
  const [first] = list(select['targetList'])
  if (first === undefined) return undefined
  const { fields: target } = open(first)
  if (target['name'] !== undefined) return { name: text(target['name']), isWeak: false }
  return strongName(target['val'])
}
