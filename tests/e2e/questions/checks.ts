/** What a reply to a question has to be. */
import type { Client } from 'pg'
import { expect } from 'vitest'
import type { AskResult } from '../../../src/bot/ask-result.ts'
import { comparable, expectedRows } from './ask-all.ts'
import type { Asked, Unanswerable } from './asked.ts'

export async function checkAnswer(
  { sql, says = /./, inOrder = false }: Asked,
  reply: AskResult,
  client: Client,
): Promise<void> {
  expect(reply.kind, reply.text).toBe('answer')
  const expected = await expectedRows(client, sql)
  expect(expected.length, 'rows of the own SQL').toBeGreaterThan(0)
  expect(comparable(reply.rows, inOrder), reply.understood ?? '').toEqual(comparable(expected, inOrder))
  expect(`${reply.understood} ${reply.text}`).toMatch(says)
}

export function checkRefusal({ kind, says, because }: Unanswerable, reply: AskResult): void {
  expect(reply, `${because}, but: ${reply.understood}`).toMatchObject({ kind, rows: [] })
  expect([reply.text, reply.because, ...reply.choices.map(({ label }) => label)].join('\n')).toMatch(says)
  if (kind === 'clarify') expect(reply.choices.length).toBeGreaterThanOrEqual(2)
}
