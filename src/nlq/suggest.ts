/** Questions that are sure to work on a catalog, each tried before it is offered. */
import type { Catalog, Kpi } from '../analytics/catalog.ts'
import type { Plan, Question } from './plan.ts'

type Try = (question: Question) => Promise<{ readonly plan: Plan }>

/** Up to six questions in the catalog's own words, that work at a moment: "last month" may be one without data. */
export async function suggestQuestions(catalog: Catalog, understand: Try, now: Date): Promise<readonly string[]> {
  const recent = await thatWork(drafts(catalog, true), understand, now)
  // Where all data is older than that, of all that there is.
  return recent.length > 0 ? recent : thatWork(drafts(catalog, false), understand, now)
}

async function thatWork(texts: Iterable<string>, understand: Try, now: Date): Promise<readonly string[]> {
  const found: string[] = []
  for (const text of texts) {
    if (found.length === 6) break
    if (found.includes(text)) continue
    const { plan } = await understand({ text, now, thread: [] })
    if (plan.kind === 'query') found.push(text)
  }
  return found
}

/** What a head of business asks first: a headline figure beside the period before, a trend, a ranking; then a breakdown. */
function* drafts(catalog: Catalog, isRecent: boolean): Generator<string> {
  const kpis = [...catalog.kpis.values()]
  // One KPI a view first, so that all that is there shows.
  const first = [...catalog.views.values()].flatMap((view) => kpis.find((kpi) => kpi.view === view.name) ?? [])
  let shape = 0
  for (const kpi of [...first, ...kpis.filter((each) => !first.includes(each))])
    yield capital(draft(kpi, catalog, isRecent, shape++))
}

function draft(kpi: Kpi, catalog: Catalog, isRecent: boolean, shape: number): string {
  const view = catalog.views.get(kpi.view)!
  const hasPeriod = isRecent && view.time !== null
  const dimension = [...view.dimensions.values()]
    .find(({ masked, type }) => !masked && type === 'text')
    ?.label.toLowerCase()
  const label = /^[A-Z]{2}/.test(kpi.label) ? kpi.label : kpi.label.slice(0, 1).toLowerCase() + kpi.label.slice(1)
  const when = hasPeriod ? ' last month' : ''
  switch (shape % 4) {
    case 0:
      return hasPeriod ? `${label} last month compared with the month before` : label
    case 1:
      return hasPeriod ? `${label} by week this year` : dimension ? `${label} by ${dimension}` : label
    case 2:
      return dimension ? `top 5 ${plural(dimension)} by ${label}${when}` : `${label}${when}`
    default:
      return dimension ? `${label} by ${dimension}${when}` : `${label}${when}`
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`
}
