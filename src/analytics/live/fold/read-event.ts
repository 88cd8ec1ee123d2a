/** One event of a stream: bytes → what of it is counted, or why it cannot be. */
import type { EventStream, Scalar } from '../../catalog.ts'
import { createCell, createField, createMember, isFor, numberFrom, shown, UnfitEvent, type Times } from './fields.ts'
import type { Measured } from './partials.ts'

/** The bytes of a record as a value; throws UnfitEvent. JSON is one way to write them. */
export type Decode = (value: Uint8Array) => unknown

/** What of an event is counted. The arrays are used again for the next event: take what is to be kept. */
export interface EventRead {
  /** Event time, epoch milliseconds. */
  at: number
  /** Null: the stream has no ids. */
  id: string | null
  readonly members: (string | null)[]
  readonly measured: Measured
  /** Of a stream whose events are rows. */
  cells: (string | null)[]
}

/** Null: an event of a type that is passed over. Throws UnfitEvent. */
export type ReadEvent = (value: Uint8Array | null, newestAllowed: number) => EventRead | null

const strict = new TextDecoder('utf-8', { fatal: true })

/** JSON in UTF-8. */
export const decodeJson: Decode = (value) => {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8')
  try {
    // Bytes that are no UTF-8 become this character, which may also have been sent.
    if (text.includes('\uFFFD')) strict.decode(value)
    return JSON.parse(text)
  } catch (error) {
    throw new UnfitEvent(
      'unreadable',
      `not JSON in UTF-8: ${error instanceof Error ? error.message.slice(0, 200) : ''}`,
    )
  }
}

/** The object in a record's bytes; throws UnfitEvent. */
export function objectIn(value: Uint8Array | null, decode: Decode): Readonly<Record<string, unknown>> {
  if (value === null || value.byteLength === 0) throw new UnfitEvent('empty', 'the record has no value')
  const event = decode(value)
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw new UnfitEvent('not_an_object', `an event is an object, and this is ${shown(event)}`)
  return event as Readonly<Record<string, unknown>>
}

/** Its moment; throws UnfitEvent. */
export function momentIn(value: unknown, name: string, { moment }: Times, newestAllowed: number): number {
  if (value === undefined || value === null) throw new UnfitEvent('missing', `${name}, when it happened, is missing`)
  const at = moment(value)
  if (at === null)
    throw new UnfitEvent('time', `${name} is ${shown(value)}, neither ISO 8601 nor epoch seconds or milliseconds`)
  if (at > newestAllowed)
    throw new UnfitEvent('future', `${name} is ${new Date(at).toISOString()}, which is ahead of the clock`)
  return at
}

export function createReadEvent(stream: EventStream, times: Times, decode: Decode): ReadEvent {
  const timeName = stream.time.join('.')
  const timeOf = createField(stream.time)
  const idOf = stream.id && createField(stream.id)
  const idName = stream.id?.join('.') ?? ''
  const types = stream.types && {
    of: createField(stream.types.field),
    name: stream.types.field.join('.'),
    counted: new Set(stream.types.counted),
    ignored: new Set(stream.types.ignored),
  }
  const dimensions = stream.dimensions.map(({ name, field, column }) => ({
    of: createField(field),
    member: createMember(field.join('.'), column, times),
    name,
  }))
  const measures = stream.measures.map((measure) => ({
    of: measure.field && createField(measure.field),
    name: measure.field?.join('.') ?? '',
    isDistinct: measure.aggregation === 'count_distinct',
    column: measure.column,
    where: measure.where.map(({ field, values }) => ({ of: createField(field), values: new Set<Scalar>(values) })),
  }))
  const rows = stream.rows.map(({ column, field }) => ({
    of: createField(field),
    name: field.join('.'),
    cell: createCell(field.join('.'), column, times),
    column,
  }))
  const read: EventRead = {
    at: 0,
    id: null,
    members: dimensions.map(() => null),
    measured: {
      numbers: new Float64Array(measures.length),
      texts: measures.map(() => null),
      hasTexts: measures.some(({ isDistinct }) => isDistinct),
    },
    cells: [],
  }

  const { numbers, texts } = read.measured

  return function readEvent(value, newestAllowed) {
    const event = objectIn(value, decode)
    if (types) {
      const type = types.of(event)
      if (typeof type !== 'string' || !types.counted.has(type)) {
        if (typeof type === 'string' && types.ignored.has(type)) return null
        throw new UnfitEvent('unknown_type', `${types.name} is ${shown(type)}, which the stream does not know`)
      }
    }
    read.at = momentIn(timeOf(event), timeName, times, newestAllowed)
    if (idOf) {
      const id = idOf(event)
      if (typeof id === 'string' && id !== '') read.id = id
      else if (typeof id === 'number') read.id = String(id)
      else throw new UnfitEvent('missing', `${idName}, the event's id, is ${shown(id)}`)
    }
    for (let index = 0; index < dimensions.length; index++) {
      const { of, member } = dimensions[index]!
      read.members[index] = member(of(event))
    }
    measuring: for (let index = 0; index < measures.length; index++) {
      const { of, name, isDistinct, column, where } = measures[index]!
      numbers[index] = Number.NaN
      texts[index] = null
      for (const each of where) if (!each.values.has(each.of(event) as Scalar)) continue measuring
      if (of === null) {
        numbers[index] = 1
        continue
      }
      const found = of(event)
      // Null says that there is none; a field that is not there at all may be misspelled.
      if (found === null) continue
      if (found === undefined) throw new UnfitEvent('missing', `${name} is missing`)
      if (isDistinct) {
        if (typeof found === 'object') throw new UnfitEvent('column', `${name} is ${shown(found)}, no single value`)
        texts[index] = `${found as Scalar}`
        continue
      }
      const number = numberFrom(found)
      if (number === null) throw new UnfitEvent('number', `${name} is ${shown(found)}, not a finite number`)
      if (column && !isFor(column, number))
        throw new UnfitEvent('number', `${name} is ${shown(found)}, and ${column.name} takes ${column.pgType} numbers`)
      numbers[index] = number
    }
    if (rows.length > 0)
      read.cells = rows.map(({ of, name, cell, column }) => {
        const text = cell(of(event))
        if (text === null && !column.isNullable)
          throw new UnfitEvent('missing', `${name} is missing, and ${column.name} takes no row without it`)
        if (text?.includes('\0')) throw new UnfitEvent('column', `${name} holds the character NUL`)
        return text
      })
    return read
  }
}
