import { describe, expect, test } from 'vitest'
import type { Place } from '../../src/analytics/place.ts'
import { threadsInMemory, threadsInStore, type Threads } from '../../src/bot/threads.ts'
import { useStore } from '../support/store.ts'

const own = useStore()

const kinds: readonly (readonly [string, () => Threads])[] = [
  ['in memory', threadsInMemory],
  ['in the store', () => threadsInStore(own.store)],
]

let count = 0
const newPlace = (): Place => ({ platform: 'chat', workspace: 'shop', conversation: `general${count++}`, thread: null })

describe.each(kinds)('turns kept %s', (_kind, open) => {
  const turn = (text: string) => ({ text, query: null, wish: null })
  const message = (id: string, place: Place, user: string) => ({
    id: `${place.conversation} ${id}`,
    place,
    author: { platform: 'chat', workspace: 'shop', user },
  })
  const alone = <M extends object>(given: M) => ({ ...given, isWhispered: true as const })
  const said = async (threads: Threads, of: Parameters<Threads['turns']>[0]) =>
    (await threads.turns(of)).map(({ text }) => text)

  test('are seen by all of a place, oldest first, but for what only one person saw', async () => {
    const [threads, place] = [open(), newPlace()]
    await threads.remember(message('1', place, 'ana'), turn('revenue'))
    await threads.remember(alone(message('2', place, 'ana')), turn('margin'))
    await threads.remember(message('3', place, 'bob'), turn('orders'))
    expect(await said(threads, message('4', place, 'bob'))).toEqual(['revenue', 'orders'])
    expect(await said(threads, message('4', place, 'ana'))).toEqual(['revenue', 'orders'])
    expect(await said(threads, alone(message('4', place, 'ana')))).toEqual(['revenue', 'margin', 'orders'])
    expect(await said(threads, alone(message('4', place, 'bob')))).toEqual(['revenue', 'orders'])
  })

  test('end alone for whom the last one was shown alone, and for nobody else', async () => {
    const [threads, place] = [open(), newPlace()]
    expect(await threads.endsAlone(message('0', place, 'ana'))).toBe(false)
    await threads.remember(message('1', place, 'ana'), turn('revenue'))
    await threads.remember(alone(message('2', place, 'ana')), turn('margin'))
    expect(await threads.endsAlone(message('3', place, 'ana'))).toBe(true)
    expect(await threads.endsAlone(message('3', place, 'bob'))).toBe(false)
    await threads.remember(message('3', place, 'bob'), turn('orders'))
    expect(await threads.endsAlone(message('4', place, 'ana'))).toBe(false)
  })

  test('of a reworded question take the place of those of the first wording', async () => {
    const [threads, place] = [open(), newPlace()]
    const first = message('1', place, 'ana')
    await threads.remember(first, turn('revenue'))
    await threads.remember({ ...message('2', place, 'ana'), replaces: first.id }, turn('orders'))
    expect(await said(threads, message('3', place, 'ana'))).toEqual(['orders'])
  })

  test('go on in the thread under an answer that was shown at the top of a place', async () => {
    const [threads, place] = [open(), newPlace()]
    const thread = { ...place, thread: 'under' }
    const shared = message('1', place, 'ana')
    await threads.remember(shared, turn('revenue'))
    expect(await threads.has(thread)).toBe(false)
    await threads.goOnIn(thread, shared.id)
    expect(await threads.has(thread)).toBe(true)
    expect(await threads.has(place)).toBe(false)
    expect(await said(threads, message('2', thread, 'bob'))).toEqual(['revenue'])
  })
})
