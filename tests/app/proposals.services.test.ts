/**
 * Questions that the grammar does not read, and for each what a capable model would answer, written by hand from the prompt
 * (docs/model.md): what becomes of it through the whole house. `said`: the answers in turn, each after the refusal of the one
 * before. `becomes`: `right` at once; `offered`, right when pressed; `declined` though there is an answer; `unanswered`, rightly.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { ownRowsOn } from '../../src/analytics/run/own-rows.ts'
import { withClient } from '../../src/analytics/with-client.ts'
import { momentOf } from '../../src/cli/clock.ts'
import { holds, judge } from '../../src/cli/eval/judge.ts'
import { readLines, type EvalLine, type Expected } from '../../src/cli/eval/lines.ts'
import { catalogOf, databaseOf } from '../eval/catalogs.ts'
import { modelConfig, openModelHouse } from '../support/model-house.ts'
import { startOpenAiServer } from '../support/openai-server.ts'

/** How many of each catalog, by what becomes of them. */
const counts = {
  cafes: { right: 12, offered: 5, declined: 4, unanswered: 3 },
  demo: { right: 6, offered: 8, declined: 3, unanswered: 6 },
  hotel: { right: 6, offered: 7, declined: 2, unanswered: 4 },
  insurance: { right: 4, offered: 7, declined: 2, silently_wrong: 1, unanswered: 4 },
  people: { right: 2, offered: 11, declined: 3, unanswered: 5 },
} as const

const extra = z.object({ said: z.array(z.unknown()).min(1), becomes: z.string() })

test.for(Object.keys(counts) as (keyof typeof counts)[])(
  'what a capable model would propose comes to what it is worth: %s',
  { timeout: 60_000 },
  async (name) => {
    const written = await proposalsOf(name)
    const database = await databaseOf(name, inject('postgres'))
    try {
      await using server = await startOpenAiServer()
      const catalogFile = catalogOf(name)
      const house = await openModelHouse({
        databaseUrl: database.adminUrl,
        catalogFile,
        model: modelConfig(server.url),
      })
      await using app = house.app
      const zone = app.ground.catalog.timezone
      const became = await withClient(database.adminUrl, async (client) => {
        const ownRows = await ownRowsOn(client, zone)
        const say = (line: EvalLine, question: Parameters<typeof house.terminal.say>[0]['question']) =>
          house.terminal.say({
            id: line.id,
            question,
            thread: line.thread,
            now: momentOf(line.now, zone),
            actAs: null,
            planner: null,
            locale: 'en',
          })
        const ends: Record<string, string> = {}
        for (const { line, said } of written) {
          server.script(...said.map((says) => ({ says })))
          const { result } = await say(line, line.question)
          const { expected } = line
          const readings: Awaited<ReturnType<typeof ownRows>>[] = []
          if (expected.kind === 'rows') for (const sql of expected.readings) readings.push(await ownRows(String(sql)))
          const { outcome } = judge(line, result, readings, zone)
          const [choice] = result.choices
          if (expected.kind === 'rows' && result.kind === 'clarify' && choice) {
            const pressed = await say({ ...line, thread: null }, choice)
            const isRight = holds(pressed.result, readings, { inOrder: expected.inOrder, zone })
            ends[line.id] = isRight ? 'offered' : 'offered and wrong'
          } else ends[line.id] = outcome === 'right' && expected.kind !== 'rows' ? 'unanswered' : outcome
        }
        return ends
      })
      expect(server.asked.length).toBeGreaterThanOrEqual(written.length)
      expect(became).toEqual(Object.fromEntries(written.map(({ line, becomes }) => [line.id, becomes])))
      expect(tally(Object.values(became))).toEqual(counts[name])
    } finally {
      await database.drop()
    }
  },
)

interface Written {
  readonly line: EvalLine & { readonly expected: Expected }
  readonly said: readonly unknown[]
  readonly becomes: string
}

async function proposalsOf(name: string): Promise<readonly Written[]> {
  const text = await readFile(join(import.meta.dirname, '../eval', name, 'proposals.jsonl'), 'utf8')
  const [defaults, ...rest] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  const questions = rest.map((line) =>
    Object.fromEntries([['kind', 'model'], ...Object.entries(line).filter(([key]) => !(key in extra.shape))]),
  )
  const { lines, bad } = readLines([defaults, ...questions].map((line) => JSON.stringify(line)).join('\n'))
  expect(bad).toEqual([])
  return lines.map((line, at) => ({ line: { ...line, expected: line.expected! }, ...extra.parse(rest[at]) }))
}

function tally(ends: readonly string[]): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {}
  for (const end of ends) counted[end] = (counted[end] ?? 0) + 1
  return counted
}
