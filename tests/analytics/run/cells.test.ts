import { expect, test } from 'vitest'
import { cellReader, typeName } from '../../../src/analytics/run/cells.ts'

test.for<[type: string, oid: number, text: string, cell: unknown]>([
  ['integer', 23, '-7', -7],
  ['bigint within 2^53', 20, '9007199254740991', 9_007_199_254_740_991],
  ['bigint beyond', 20, '9007199254740993', '9007199254740993'],
  ['numeric', 1700, '12.50', 12.5],
  ['numeric beyond', 1700, '-99999999999999999.5', '-99999999999999999.5'],
  ['numeric NaN', 1700, 'NaN', 'NaN'],
  ['double infinity', 701, 'Infinity', 'Infinity'],
  ['double', 701, '1e-07', 1e-7],
  ['true', 16, 't', true],
  ['false', 16, 'f', false],
  ['text', 25, '12', '12'],
  ['date', 1082, '2026-11-21', '2026-11-21'],
  ['winter wall clock', 1114, '2026-01-01 00:00:00', '2026-01-01T00:00:00+01:00'],
  ['summer wall clock', 1114, '2026-07-01 12:30:15.25', '2026-07-01T12:30:15.25+02:00'],
  ['a moment', 1184, '2026-07-01 12:30:15+02', '2026-07-01T12:30:15+02:00'],
  ['a moment with a half-hour offset', 1184, '2026-07-01 12:30:15.5-03:30', '2026-07-01T12:30:15.5-03:30'],
  ['a moment without end', 1184, 'infinity', 'infinity'],
  ['a moment before Christ', 1184, '0044-03-15 12:00:00+00:53:28 BC', '0044-03-15 12:00:00+00:53:28 BC'],
  ['interval', 1186, 'P1DT2H', 'P1DT2H'],
])('%s', ([, oid, text, cell]) => {
  expect(cellReader(oid, 'Europe/Berlin')(text)).toBe(cell)
})

test('types have the names that PostgreSQL prints', () => {
  expect([1700, 1184, 25, 2249].map(typeName)).toEqual(['numeric', 'timestamp with time zone', 'text', 'other'])
})
