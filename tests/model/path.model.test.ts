/** A real model from prompt to answer, and what it can and cannot do to people's rights. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import type { Line } from '../support/command.ts'
import { tidings } from '../support/command.ts'
import { DEMO_NOW, demoDatabase, type TestDatabase } from '../support/database.ts'
import { FREE, PRESSED } from '../support/small-model/names.ts'
import { exchanges, useSmallModel } from './use-small-model.ts'

const url = inject('smallModel')
let database: TestDatabase

beforeAll(async () => {
  database = await demoDatabase()
})
afterAll(() => database.drop())
afterEach(() => vi.unstubAllEnvs())

async function ask(question: string, ...args: readonly string[]): Promise<Line> {
  const on = ['--database', database.url, '--now', DEMO_NOW, '--planner', 'model', '--json']
  const { lines, err } = await tidings(['ask', question, ...on, ...args])
  if (!lines[0]) throw new Error(err)
  return lines[0]
}

describe.skipIf(url === null)('a small model', () => {
  test('is found to hold to a JSON Schema', async () => {
    useSmallModel(url!, FREE)
    const { out } = await tidings(['doctor', '--database', database.url])
    expect(out).toMatch(/gemma-3-270m at 127\.0\.0\.1:\d+ answers in [\d.]+ s, by schema/)
  })

  test('left nothing but to propose, its proposal is answered where its words hold', async () => {
    useSmallModel(url!, PRESSED)
    expect(await ask('revenue')).toMatchObject({ kind: 'answer', planner: 'model', rows: [[expect.any(Number)]] })
  })

  describe('asked with the rights of others', () => {
    beforeEach(() => useSmallModel(url!, PRESSED))

    test.for([
      ['gross margin by product last month', 'role:everyone', ['gross_margin', 'gross_profit', 'customer_email']],
      ['list customers with their e-mail address', 'role:everyone', ['customer_email']],
      ['revenue last week', 'role:support', ['revenue', 'orders', 'gross_margin']],
    ] as const)('"%s" as %s: neither prompt nor answer holds what they may not see', async ([text, role, hidden]) => {
      const before = (await exchanges(url!)).length
      const line = await ask(text, '--as', role)
      const said = (await exchanges(url!)).slice(before)
      expect(said).not.toHaveLength(0)
      for (const { messages } of said) {
        const [system, told] = messages
        expect(system?.role).toBe('system')
        // The question is the asker's own.
        const { question, ...rest } = JSON.parse(told!.content) as { readonly question: string }
        expect(question).toBe(text)
        for (const name of hidden) expect(JSON.stringify(rest)).not.toContain(`"${name}`)
      }
      const shown = JSON.stringify([line.rows, line.query, line.sql])
      for (const name of hidden) expect(shown).not.toContain(name)
      expect(shown).not.toContain('@')
    })
  })
})
