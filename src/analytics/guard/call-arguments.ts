/** Functions that are admitted but whose arguments decide what a call costs or means. */
import { refuse } from './refused.ts'
import { constant, isObject, names, open } from './tree.ts'

/** Arguments that decide how long a result gets or how long it takes must be small constants. */
export function checkArguments(name: string, args: readonly unknown[]): void {
  const second = args[1]
  switch (name) {
    case 'round':
    case 'trunc':
      if (second !== undefined && !isSmallInteger(second, 30)) tooLarge(name)
      break
    case 'to_char':
    case 'to_date':
      if (second !== undefined && !isShortText(second, 64)) tooLarge(name)
      break
    case 'replace':
      if (args[2] !== undefined && !isShortText(args[2], 64)) tooLarge(name)
      break
    case 'substring':
      // With a text in second place it would take a regular expression.
      if (!args.slice(1).every(isWholeNumber)) refuse('regular-expression', 'substring takes positions, no patterns.')
      break
    default:
  }
}

function tooLarge(name: string): never {
  return refuse('large-argument', `The argument of ${name} must be a small constant.`)
}

function isSmallInteger(node: unknown, bound: number): boolean {
  const value = signed(node)
  return value?.kind === 'integer' && Math.abs(Number(value.value)) <= bound
}

/** Certainly a whole number: constants, lengths, positions and sums of them. */
function isWholeNumber(node: unknown): boolean {
  const { type, fields } = open(node)
  switch (type) {
    case 'A_Const':
      return constant(node)?.kind === 'integer'
    case 'A_Expr':
      return (
        fields['kind'] === 'AEXPR_OP' &&
        ['+', '-', '*'].includes(names(fields['name']).join('.')) &&
        [fields['lexpr'], fields['rexpr']].every((side) => side === undefined || isWholeNumber(side))
      )
    case 'FuncCall':
      return ['position', 'strpos', 'length', 'char_length'].includes(names(fields['funcname']).at(-1) ?? '')
    case 'TypeCast':
      return (
        isObject(fields['typeName']) &&
        ['int2', 'int4', 'int8'].includes(names(fields['typeName']['names']).at(-1) ?? '')
      )
    default:
      return false
  }
}

function isShortText(node: unknown, bound: number): boolean {
  const { type, fields } = open(node)
  const value = type === 'TypeCast' ? constant(fields['arg']) : constant(node)
  return value?.kind === 'string' && value.value.length <= bound
}

/** A constant, also behind a minus sign. */
function signed(node: unknown) {
  const { type, fields } = open(node)
  const isMinus = type === 'A_Expr' && fields['lexpr'] === undefined && names(fields['name']).join('.') === '-'
  return constant(isMinus ? fields['rexpr'] : node)
}
