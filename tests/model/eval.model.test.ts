/**
 * What a real model makes of questions whose answers are known, asked as `tidings eval --planner model` asks them: as the
 * product asks it, and left no way to decline. A quarter of a billion weights understand little; what counts is that nothing
 * comes of what they got wrong.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { Evaluation } from '../../src/cli/eval.ts'
import { readLines } from '../../src/cli/eval/lines.ts'
import { catalogOf, databaseOf } from '../eval/catalogs.ts'
import { tidings } from '../support/command.ts'
import { FREE, PRESSED, type Exchange } from '../support/small-model/names.ts'
import { countsOf, report } from './report.ts'
import { writeSample } from './sample.ts'
import { uncheckedOutcomes } from './unchecked.ts'
import { exchanges, useSmallModel } from './use-small-model.ts'

const url = inject('smallModel')
/** Of each catalog. `TIDINGS_TEST_MODEL_QUESTIONS` asks fewer, or more. */
const own = process.env['TIDINGS_TEST_MODEL_QUESTIONS']
const questions = { [FREE]: Number(own ?? 20), [PRESSED]: Number(own ?? 6) }
/** Percent of what is asked that may be answered wrongly: what the grammar is held to. */
const mostSilentlyWrong = 2

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-model-'))
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await rm(folder, { recursive: true })
})

describe.skipIf(url === null).for([
  ['as it is asked', FREE],
  ['pressed into a query', PRESSED],
] as const)('%s', ([how, model]) => {
  test.for(['hotel', 'insurance', 'people'])('a small model on %s: nothing wrong comes of it', async (name) => {
    const file = join(folder, `${name}-${model}.jsonl`)
    await writeSample(name, questions[model], file)
    const database = await databaseOf(name, inject('postgres'))
    try {
      const given = { databaseUrl: database.adminUrl, catalogFile: catalogOf(name) }
      const grammar = await evaluate(file, given, 'grammar')
      useSmallModel(url!, model)
      const before = (await exchanges(url!)).length
      const { results } = await evaluate(file, given, 'model')
      const said = (await exchanges(url!)).slice(before)
      const { lines } = readLines(await readFile(file, 'utf8'))
      const unchecked = await uncheckedOutcomes(lines, firstTexts(said), given)
      const answerable = new Set(lines.filter(({ expected }) => expected?.kind === 'rows').map(({ id }) => id))
      await report({ how, catalog: name, unchecked, said, answerable, checked: results, grammar: grammar.results })
      // The path is real: every question reached the model, and an answer to it came back in the form that was asked for.
      expect(firstTexts(said).size).toBe(new Set(lines.map(({ question }) => question)).size)
      expect(unchecked.filter((each) => each === 'no form').length).toBeLessThan(lines.length / 2)
      const { asked, wrong, failed } = countsOf(results, answerable)
      expect(failed).toBe(0)
      expect((100 * wrong) / asked).toBeLessThanOrEqual(mostSilentlyWrong)
    } finally {
      await database.drop()
    }
  })
})

interface Given {
  readonly databaseUrl: string
  readonly catalogFile: string
}

async function evaluate(file: string, { databaseUrl, catalogFile }: Given, planner: string): Promise<Evaluation> {
  const flags = ['--database', databaseUrl, '--catalog', catalogFile, '--planner', planner, '--json']
  const { code, out, err } = await tidings(['eval', file, ...flags])
  if (code !== 0) throw new Error(`tidings eval ended with ${code}: ${err}`)
  return JSON.parse(out) as Evaluation
}

/** By question, what the model said first. */
function firstTexts(said: readonly Exchange[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const { messages, text } of said) {
    const data = messages.find(({ role }) => role === 'user')?.content ?? '{}'
    const { question } = JSON.parse(data) as { readonly question?: string }
    if (question !== undefined && !texts.has(question)) texts.set(question, text)
  }
  return texts
}
