/** Asking in tests: what a question led to, in a few words that tests can compare. */
import { axisName } from '../../src/analytics/kpi-query-meaning.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'
import { createMind, type Mind } from '../../src/nlq/mind.ts'
import type { Knowledge, Plan, Turn } from '../../src/nlq/plan.ts'
import { createGrammarPlanner } from '../../src/nlq/planners/grammar/planner.ts'
import { now } from './catalogs.ts'

export function mindOf(knowledge: Knowledge): Mind {
  return createMind(knowledge, [createGrammarPlanner])
}

export async function planOf(mind: Mind, text: string, thread: readonly Turn[] = []): Promise<Plan> {
  return (await mind.understand({ text, now, thread })).plan
}

/** Asks one after the other in one thread; the last plan. */
export async function planAfter(mind: Mind, texts: readonly string[]): Promise<Plan> {
  const thread: Turn[] = []
  let plan: Plan | null = null
  for (const text of texts) {
    plan = await planOf(mind, text, thread)
    thread.push({
      text,
      query: plan.kind === 'query' ? plan.query : null,
      wish: plan.kind === 'query' ? plan.wish : null,
    })
  }
  return plan!
}

/** `revenue by region where country=Germany from 2026-10-01 to 2026-11-01 vs 2026-09-01 top 5`, whatever of it applies. */
export function inShort(plan: Plan): string {
  if (plan.kind === 'query')
    return shortQuery(plan.query) + (plan.wish ? ` as ${Object.values(plan.wish).join(' ')}` : '')
  if (plan.kind === 'command') return `command ${plan.name}${plan.arguments['kpi'] ? ` ${plan.arguments['kpi']}` : ''}`
  return plan.kind
}

function shortQuery(query: KpiQuery): string {
  const parts: string[] = []
  parts.push(query.measures.map(measure).join('+') || 'rows')
  if (query.shape.kind === 'count_buckets') parts.push('count')
  if (query.shape.kind === 'members') parts.push('members')
  if (query.shape.kind === 'count_members') parts.push(`count of ${query.shape.of}`)
  if (query.shape.kind === 'correlation') parts.push('correlation')
  if (query.shape.kind === 'drivers')
    parts.push(
      `drivers in ${query.shape.dimensions.join(',')} against ${query.shape.against.map(({ from }) => from).join(',')}`,
    )
  if (query.shape.kind === 'over') {
    const { aggregate, each } = query.shape
    parts.push(`${aggregate} over ${each.kind === 'bucket' ? each.grain : each.dimension}`)
  }
  if (query.shape.kind === 'histogram')
    parts.push(`histogram of ${query.shape.field.kind === 'kpi' ? query.shape.field.kpi : query.shape.field.dimension}`)
  const by = [...query.by.map(axisName), ...(query.grain ? [query.grain] : [])]
  if (by.length > 0) parts.push(`by ${by.join(',')}`)
  if (query.time) parts.push(`on ${query.time}`)
  for (const filter of query.filters) parts.push(`where ${where(filter)}`)
  for (const { measure: index, figure, bounds } of query.conditions)
    parts.push(
      `having ${index}.${figure} ${bounds.op} ${bounds.value}${bounds.to === undefined ? '' : `..${bounds.to}`}`,
    )
  if (query.period)
    parts.push(`from ${query.period.from} to ${query.period.to}${query.period.through ? ' so far' : ''}`)
  if (query.compare) parts.push(`vs ${query.compare.kind} ${query.compare.period.from} to ${query.compare.period.to}`)
  if (query.share?.of) parts.push('share of all')
  else if (query.share)
    parts.push(query.share.within.length > 0 ? `share within ${query.share.within.join(',')}` : 'share')
  if (query.window) parts.push(query.window.kind === 'running_total' ? 'running' : `moving ${query.window.buckets}`)
  for (const { by: key, direction } of query.order)
    parts.push(
      `order ${key.kind === 'measure' ? `${key.index}.${key.figure}` : key.kind === 'axis' ? `axis${key.index}` : 'time'} ${direction === 'descending' ? 'down' : 'up'}`,
    )
  if (query.limit)
    parts.push(
      `limit ${query.limit.count}${query.limit.of === 'members' ? ' members' : ''}${query.limit.per ? ` per ${query.limit.per.join(',')}` : ''}`,
    )
  return parts.join(' ')
}

function measure(one: KpiQuery['measures'][number]): string {
  switch (one.kind) {
    case 'kpi':
      return one.aggregation ? `${one.aggregation}(${one.kpi})` : one.kpi
    case 'records':
      return `rows(${one.view})`
    case 'dimension':
      return `${one.aggregation}(${one.dimension})`
    case 'ratio':
      return `${one.of.kpi}/${one.over.kpi}`
    case 'difference':
      return `${one.of.kpi}-${one.minus.kpi}`
  }
}

function where(filter: KpiQuery['filters'][number]): string {
  switch (filter.kind) {
    case 'members':
      return `${filter.dimension}${filter.include ? '=' : '!='}${filter.values.join('|')}`
    case 'text':
      return `${filter.dimension} ${filter.test} ${filter.text}`
    case 'empty':
      return `${filter.dimension} ${filter.include ? 'empty' : 'not empty'}`
    case 'range':
      return `${filter.field.kind === 'kpi' ? filter.field.kpi : filter.field.dimension} ${filter.bounds.op} ${filter.bounds.value}${filter.bounds.to === undefined ? '' : `..${filter.bounds.to}`}`
    case 'holidays':
      return filter.include ? 'holidays' : 'no holidays'
    case 'periods':
      return `${filter.include ? 'only' : 'without'} ${filter.periods.map(({ from, to }) => `${from}..${to}`).join('|')}`
    case 'part':
      return `${filter.part}${filter.include ? '=' : '!='}${filter.values.join('|')}`
  }
}
