import { expect, test } from 'vitest'
import { createMemoryTranscripts } from '../../../src/bot/platforms/web/transcripts.ts'
import type { WireEvent } from '../../../src/bot/platforms/web/wire.ts'

const event = (id: string): WireEvent => ({ kind: 'done', id: id.padEnd(100, '.') })

test('a conversation keeps its newest entries, and always the very last', async () => {
  const transcripts = createMemoryTranscripts({ charactersEach: 300 })
  await transcripts.begin('c', 'ann')
  for (const id of ['1', '2', '3', '4']) await transcripts.append('c', id, event(id))
  expect((await transcripts.since('c', 0)).map(({ sequence }) => sequence)).toEqual([3, 4])
  await transcripts.append('c', 'large', { kind: 'done', id: 'x'.repeat(1000) })
  expect((await transcripts.since('c', 0)).map(({ sequence }) => sequence)).toEqual([5])
})

test('a key counts as known after its entry is gone', async () => {
  const transcripts = createMemoryTranscripts({ charactersEach: 150 })
  await transcripts.begin('c', 'ann')
  await transcripts.append('c', '1', event('1'))
  await transcripts.append('c', '2', event('2'))
  expect(await transcripts.append('c', '1', event('1'))).toBeNull()
})

test('all conversations together keep within a bound, those used last stay', async () => {
  const transcripts = createMemoryTranscripts({ charactersInAll: 1000 })
  for (let n = 0; n < 20; n++) {
    await transcripts.begin(`c${n}`, 'ann')
    await transcripts.append(`c${n}`, '1', event('1'))
  }
  expect(await transcripts.find('c0')).toBeNull()
  expect(await transcripts.find('c19')).not.toBeNull()
})

test('a conversation that was let go and begun again tells so by its epoch', async () => {
  const transcripts = createMemoryTranscripts({ conversations: 1 })
  const first = await transcripts.begin('c', 'ann')
  await transcripts.begin('other', 'ann')
  expect((await transcripts.begin('c', 'ann')).epoch).not.toBe(first.epoch)
})
