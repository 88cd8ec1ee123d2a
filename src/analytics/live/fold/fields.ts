/** Parts of events, as columns take them. */
import type { FieldPath, StreamColumn } from '../../catalog.ts'
import { createStamp, type ReadMoment } from './moments.ts'

/** How moments are read and written. */
export interface Times {
  readonly zone: string
  readonly moment: ReadMoment
}

/** Why a record cannot be counted; kept with it. */
export interface Unfit {
  readonly reason: DeadReason
  readonly explanation: string
}

export type DeadReason =
  | 'empty'
  | 'unreadable'
  | 'not_an_object'
  | 'missing'
  | 'time'
  | 'future'
  | 'unknown_type'
  | 'unknown_kpi'
  | 'number'
  | 'dimension'
  | 'column'
  | 'database'

/** Thrown while one event is read, and caught where that event is counted or not. */
export class UnfitEvent extends Error implements Unfit {
  override name = 'UnfitEvent'
  readonly reason: DeadReason
  readonly explanation: string
  constructor(reason: DeadReason, explanation: string) {
    super(explanation)
    this.reason = reason
    this.explanation = explanation
  }
}

/** The part of an event that a path names; undefined when it is not there. */
export function createField(path: FieldPath): (event: Readonly<Record<string, unknown>>) => unknown {
  const [first = '', ...rest] = path
  if (rest.length === 0) return (event) => event[first]
  return (event) => {
    let found = event[first]
    for (const name of rest) {
      if (typeof found !== 'object' || found === null) return undefined
      found = (found as Readonly<Record<string, unknown>>)[name]
    }
    return found
  }
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i

/** A finite number, or a text that is one; null when it is neither. */
export function numberFrom(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.length > 40 || !plainNumber.test(value)) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** The largest whole number of PostgreSQL's whole types; undefined: not a whole type. */
const WHOLE: Readonly<Record<string, number>> = {
  smallint: 32_767,
  integer: 2_147_483_647,
  bigint: Number.MAX_SAFE_INTEGER,
}

/** Whether a number can stand in a column as it is: whole types take no fractions. */
export function isFor(column: StreamColumn, number: number): boolean {
  const largest = WHOLE[column.pgType]
  return largest === undefined || (Number.isInteger(number) && Math.abs(number) <= largest)
}

/** Longer ones do not fit PostgreSQL's indexes, and nobody reads them in an alert. */
const LONGEST_MEMBER = 500

/** A member of a dimension as text that PostgreSQL casts to the column's type; null when the event has none. */
export function createMember(name: string, column: StreamColumn, times: Times): (value: unknown) => string | null {
  const cell = createCell(name, column, times)
  return (value) => {
    const text = typeof value === 'string' && column.type === 'text' ? value : cell(value)
    if (text === null) {
      if (column.isNullable) return null
      throw new UnfitEvent('missing', `${name} is missing, and ${column.name} takes no row without it`)
    }
    if (text.length > LONGEST_MEMBER)
      throw new UnfitEvent('dimension', `${name} has ${text.length} characters, and ${LONGEST_MEMBER} is the most`)
    if (text.includes('\0')) throw new UnfitEvent('dimension', `${name} holds the character NUL`)
    return text
  }
}

/** A part of an event as text that PostgreSQL casts to the column's type; null when there is none. */
export function createCell(
  name: string,
  column: StreamColumn,
  { moment, zone }: Times,
): (value: unknown) => string | null {
  const stamp = createStamp(column.type, zone)
  const wrong = (value: unknown, what: string): never => {
    throw new UnfitEvent('dimension', `${name} is ${shown(value)}, and ${column.name} takes ${what}`)
  }
  return (value) => {
    if (value === undefined || value === null) return null
    switch (column.type) {
      case 'text':
        return typeof value === 'string' ? value : isScalar(value) ? String(value) : wrong(value, 'text')
      case 'number': {
        const number = numberFrom(value)
        if (number === null) return wrong(value, 'a number')
        return isFor(column, number) ? String(number) : wrong(value, `a ${column.pgType}`)
      }
      case 'boolean':
        if (value === true || value === 'true') return 'true'
        return value === false || value === 'false' ? 'false' : wrong(value, 'true or false')
      case 'date':
        if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && moment(value) !== null) return value
        return wrong(value, 'a date, YYYY-MM-DD')
      case 'timestamp':
      case 'timestamptz': {
        const at = moment(value)
        return at === null ? wrong(value, 'a moment, ISO 8601 or epoch') : stamp(at)
      }
      case 'other':
        return typeof value === 'string' ? value : JSON.stringify(value)
    }
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** A value for an explanation: short, and as it was written. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
