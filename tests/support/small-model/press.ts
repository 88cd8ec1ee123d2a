/**
 * The form of a plan, narrowed so that a model can neither decline nor name what is not there: one query, of KPIs and
 * dimensions that the prompt tells of, its words quoted from the question. What is left for it to say is almost always
 * something that could be run, right or wrong: the hardest that it can be made for what checks it.
 */
import type { Schema } from './grammar.ts'

/** What a prompt tells of, as far as it is needed here. */
interface Told {
  readonly kpis: readonly string[]
  readonly views: Readonly<Record<string, { readonly dimensions: readonly string[] }>>
  readonly question: string
}

const nothing: Schema = { type: 'null' }

/** `form`: the schema of a plan. */
export function pressed(form: Schema, prompt: string): Schema {
  const { kpis, views, question } = JSON.parse(prompt) as Told
  const words = runsOf(question)
  const names = { enum: kpis.map(nameOf) }
  const dimensions = {
    enum: [...new Set(Object.values(views).flatMap((view) => view.dimensions.map(nameOf)))],
  }
  const query = form.properties?.['queries']?.items ?? {}
  const measure = { ...query.properties?.['measures']?.items?.properties, kind: { enum: ['kpi'] }, name: names }
  const values: Schema = { type: 'array', minItems: 1, maxItems: 1, items: { type: ['string', 'number'] } }
  const filter = { ...query.properties?.['filters']?.items?.properties, dimension: dimensions, values }
  const quote = form.properties?.['reading']?.items?.properties ?? {}
  const reading = {
    ...quote,
    words: { enum: words },
    // What is left of the query has no other parts.
    as: { enum: ['measure', 'dimension', 'value', 'period'] },
    means: { enum: [...new Set([...names.enum, ...dimensions.enum, ...words])] },
  }
  const one = listOf({
    type: 'object',
    properties: {
      ...query.properties,
      measures: listOf({ type: 'object', properties: { ...measure, other: nothing } }),
      by: { type: 'array', maxItems: 1, items: dimensions },
      time: nothing,
      period: { enum: [...words, null] },
      filters: { type: 'array', maxItems: 1, items: { type: 'object', properties: filter } },
      conditions: { type: 'array', maxItems: 0 },
    },
  })
  // Left alone it quotes the same word again and again.
  const mostQuotes = Math.min(4, question.split(/\s+/).length)
  const quotes = { type: 'object', properties: reading }
  const said: Schema = { type: 'array', minItems: 1, maxItems: mostQuotes, items: quotes }
  return {
    type: 'object',
    properties: { ...form.properties, kind: { enum: ['query'] }, queries: one, reading: said, reason: nothing },
  }
}

function listOf(items: Schema): Schema {
  return { type: 'array', minItems: 1, maxItems: 1, items }
}

/** "revenue (sales) [USD, shop]: …" is called revenue. */
function nameOf(line: string): string {
  return line.split(/ [([]/)[0] ?? line
}

/** Up to three words that follow one another. */
function runsOf(question: string): readonly string[] {
  const words = question.split(/\s+/).filter((word) => word !== '')
  const runs = words.flatMap((_, from) => [1, 2, 3].map((length) => words.slice(from, from + length).join(' ')))
  return [...new Set(runs)]
}
