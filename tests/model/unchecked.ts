/**
 * What would be answered if a model were believed: the first plan that it gave for each question, without the checks of its
 * quotes and of the question's words. Names, values, periods, rights, compiler and guard still stand, as nothing runs
 * without them.
 */
import { pino } from 'pino'
import { readKnown } from '../../src/analytics/knowledge.ts'
import { withClient } from '../../src/analytics/with-client.ts'
import { ownRowsOn } from '../../src/analytics/run/own-rows.ts'
import { createApp } from '../../src/app.ts'
import { momentOf } from '../../src/cli/clock.ts'
import { judge, type Outcome } from '../../src/cli/eval/judge.ts'
import type { EvalLine } from '../../src/cli/eval/lines.ts'
import { buildLexicon } from '../../src/nlq/lexicon.ts'
import { forWords } from '../../src/nlq/masks.ts'
import { askedOf } from '../../src/nlq/planners/model/asked.ts'
import { buildQuery } from '../../src/nlq/planners/model/build-query.ts'
import { readProposal } from '../../src/nlq/planners/model/proposal.ts'

/** How a first plan went. */
export type Unchecked =
  /** No JSON of the form. */
  | 'no form'
  /** The model says that it can't, or asks back. */
  | 'no query'
  /** Names, values or periods that there are not. */
  | 'no valid query'
  /** A query that has an answer, and what that answer would be worth. */
  | Extract<Outcome, 'right' | 'silently_wrong'>
  /** A query that the compiler, the guard or the database refuses. */
  | 'refused'

interface Given {
  readonly databaseUrl: string
  readonly catalogFile: string
}

/** `texts`: by question, what the model said first. */
export async function uncheckedOutcomes(
  lines: readonly EvalLine[],
  texts: ReadonlyMap<string, string>,
  { databaseUrl, catalogFile }: Given,
): Promise<readonly Unchecked[]> {
  await using app = await createApp({
    databaseUrl,
    storeUrl: null,
    catalogFile,
    mayConfigure: false,
    log: pino({ level: 'silent' }),
    hasLocalOwner: true,
  })
  const { guard, reader, policies, catalog } = app.ground
  const policy = policies.get('owner')!
  const known = await readKnown(policy, { guard, reader, store: null })
  const lexicon = buildLexicon({ ...known, catalog: forWords(policy.catalog) })
  const terminal = await app.terminal({ form: 'json', showsPictures: false, write: () => {} })
  // Awaited, so that the house stands until the last answer.
  return await withClient(databaseUrl, async (client) => {
    const ownRows = await ownRowsOn(client, catalog.timezone)
    const outcomes: Unchecked[] = []
    for (const line of lines) {
      const { expected, question } = line
      const text = texts.get(question)
      if (!expected || text === undefined) continue
      const read = readProposal(text)
      const now = momentOf(line.now, catalog.timezone)
      const [proposed] = read.ok && read.proposal.kind === 'query' ? read.proposal.queries : []
      const built = proposed && buildQuery(proposed, askedOf({ text: question, now, thread: [] }, lexicon))
      if (!built?.ok) {
        outcomes.push(!read.ok ? 'no form' : built ? 'no valid query' : 'no query')
        continue
      }
      const said = { label: question, query: built.query }
      const asked = { id: line.id, question: said, thread: null, now, actAs: null, planner: null, locale: 'en' }
      const { result } = await terminal.say(asked)
      const readings =
        expected.kind === 'rows'
          ? await Promise.all(expected.readings.map(async (each) => (typeof each === 'string' ? ownRows(each) : each)))
          : []
      const { outcome } = judge({ ...line, expected }, result, readings, catalog.timezone)
      if (result.kind !== 'answer') outcomes.push('refused')
      // The picture and the words beside the rows are not what is looked at here.
      else outcomes.push(outcome === 'wrong_kind' ? 'right' : outcome === 'right' ? 'right' : 'silently_wrong')
    }
    return outcomes
  })
}
