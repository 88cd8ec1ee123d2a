/** PostgreSQL's text for a value → a cell as our JSON has it. */
import { Temporal } from 'temporal-polyfill'
import type { Cell } from '../answer.ts'

/** Type names by OID, as `format_type` prints them. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  16: 'boolean',
  20: 'bigint',
  21: 'smallint',
  23: 'integer',
  25: 'text',
  700: 'real',
  701: 'double precision',
  1042: 'character',
  1043: 'character varying',
  1082: 'date',
  1083: 'time without time zone',
  1114: 'timestamp without time zone',
  1184: 'timestamp with time zone',
  1186: 'interval',
  1700: 'numeric',
}
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 700, 701, 1700])

/** Name of a type by its OID; `other` for what no admitted query gives. */
export function typeName(oid: number): string {
  return TYPE_NAMES[oid] ?? 'other'
}

/** Reads cells of one type. `zone`: whose wall clock a timestamp without zone shows. */
export function cellReader(oid: number, zone: string): (text: string) => Cell {
  if (NUMBERS.has(oid)) return readNumber
  switch (oid) {
    case 16:
      return (text) => text === 't'
    case 1114:
      return (text) => readTimestamp(text, zone)
    case 1184:
      return readMoment
    default:
      return (text) => text
  }
}

/** Beyond 2^53, and for NaN and infinities, which JSON has not, the text stays. */
function readNumber(text: string): Cell {
  const number = Number(text)
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text
}

/** `2026-11-21 14:05:00+01` → `2026-11-21T14:05:00+01:00`; infinities and years before Christ stay. */
function readMoment(text: string): Cell {
  const parts = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(?::?(\d\d))?(?::\d\d)?$/.exec(text)
  return parts ? `${parts[1]}T${parts[2]}${parts[3]}:${parts[4] ?? '00'}` : text
}

function readTimestamp(text: string, zone: string): Cell {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(text)
  if (!parts) return text
  const wall = `${parts[1]}T${parts[2]}`
  const { offset } = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone)
  return `${wall}${offset}`
}
