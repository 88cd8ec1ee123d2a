/** What the things of a catalog are called: its own names, and those that follow from them. */
import type { Catalog, Kpi } from '../analytics/catalog.ts'
import type { Named } from './named.ts'
import { namingDimension } from './naming.ts'
import { keyOf } from './text.ts'
import { functionWords, grains, timeParts } from './words/en.ts'
import { threadClosers } from './words/en-talk.ts'

/** A text that names something; `fit` is 1 for what the catalog says, less for what follows from it. */
export interface Alias {
  readonly text: string
  readonly named: Named
  readonly fit: number
}

/** Words that open a KPI's label without naming it: "average order value" is also "order value". */
const openers =
  /^(?:average|avg|mean|median|total|sum of|number of|count of|overall|max|maximum|min|minimum|the)\s+(?=\S)/i
/** Endings of column-like names that people leave out. */
const endings = /\s+(?:name|id|code|key|number|no|label|title|group|band|bracket|range)$/i

/** All texts by which the catalog's things may be called. */
export function aliases(catalog: Catalog): readonly Alias[] {
  const found: Alias[] = []
  for (const kpi of catalog.kpis.values()) found.push(...kpiAliases(kpi))
  for (const view of catalog.views.values()) {
    const named: Named = { kind: 'view', view: view.name }
    for (const text of [view.name, view.label, ...view.synonyms]) found.push({ text: spaced(text), named, fit: 0.7 })
    if (view.rows)
      for (const text of [view.rows.label, ...view.rows.synonyms])
        found.push({ text, named: { kind: 'records', view: view.name }, fit: 0.95 })
    for (const time of view.times.values()) {
      const texts = [time.label, ...time.synonyms, ...(time.name === 'time' ? [] : [time.name])]
      // A column called "day" leaves the word to the grain.
      for (const text of texts.map(spaced))
        if (!grains.has(text.toLowerCase()) && !timeParts.has(text.toLowerCase()))
          found.push({ text, named: { kind: 'time', time: time.name }, fit: 0.9 })
    }
    const naming = namingDimension(view)
    if (naming !== null) found.push({ text: 'name', named: { kind: 'dimension', dimension: naming }, fit: 0.85 })
    for (const dimension of view.dimensions.values()) {
      const named: Named = { kind: 'dimension', dimension: dimension.name }
      for (const text of [dimension.name, dimension.label, ...dimension.synonyms]) {
        found.push({ text: spaced(text), named, fit: 1 })
        // "Number of people": people, where it is a number of each record.
        if (dimension.type === 'number' && /^number of /i.test(spaced(text)))
          found.push({ text: spaced(text).replace(/^number of /i, ''), named, fit: 0.85 })
        if (endings.test(spaced(text))) found.push({ text: spaced(text).replace(endings, ''), named, fit: 0.85 })
      }
      if (dimension.type === 'boolean')
        for (const written of [dimension.name, dimension.label, ...dimension.synonyms]) {
          const text = spaced(written).replace(/^(?:is|has|was|are|had|with)\s+/i, '')
          const flag = (isTrue: boolean): Named => ({ kind: 'flag', dimension: dimension.name, isTrue })
          found.push({ text, named: flag(true), fit: 0.9 })
          for (const prefix of ['un', 'non', 'non ', 'in'])
            found.push({ text: `${prefix}${text}`, named: flag(false), fit: 0.9 })
        }
    }
  }
  const heads = headWords(found)
  return [...found, ...columnWords(catalog, heads), ...heads]
}

function kpiAliases(kpi: Kpi): readonly Alias[] {
  const named: Named = { kind: 'kpi', kpi: kpi.name }
  const found: Alias[] = []
  for (const written of [kpi.name, kpi.label, ...kpi.synonyms]) {
    const text = spaced(written)
    found.push({ text, named, fit: 1 })
    const bare = text.replace(openers, '')
    if (bare !== text) found.push({ text: bare, named, fit: 0.85 })
    for (const tail of kpi.unit === 'count'
      ? ['numbers', 'figures', 'count', 'counts']
      : ['numbers', 'figures', 'amount', 'value'])
      found.push({ text: `${text} ${tail}`, named, fit: 0.9 })
  }
  return found
}

/** A KPI by its column, which says less than what others are called: "income" of bars is no word for that of tickets. */
function columnWords(catalog: Catalog, heads: readonly Alias[]): readonly Alias[] {
  return [...catalog.kpis.values()].flatMap(({ name, measure }): Alias[] => {
    if (measure.kind !== 'simple' || measure.column === null || measure.where.size > 0) return []
    const text = spaced(measure.column)
    const isHead = heads.some(
      (head) => head.named.kind === 'kpi' && head.named.kpi !== name && keyOf(head.text) === keyOf(text),
    )
    return [{ text, named: { kind: 'kpi', kpi: name }, fit: isHead ? headFit : 0.8 }]
  })
}

/** How well the last word of a name stands for it. */
const headFit = 0.6

/** "cost" for "shipping cost", where nothing else is called just that. */
function headWords(all: readonly Alias[]): readonly Alias[] {
  const taken = new Set(all.map((alias) => keyOf(alias.text)))
  const found: Alias[] = []
  for (const { text, named, fit } of all) {
    if (fit < 1 || (named.kind !== 'kpi' && named.kind !== 'dimension')) continue
    // The head of "days of rain" is days.
    const words = text
      .toLowerCase()
      .replace(openers, '')
      .replace(/\s+(?:of|in|on|at|for|per|from|to|with|by)\s.*$/, '')
      .split(/\s+/)
    const head = words.at(-1)!
    if (text.trim().indexOf(' ') < 0 || head.length < 3 || taken.has(keyOf(head)) || vague.has(keyOf(head))) continue
    // "Units sold" is not what "sold" means, nor "back" what "money back" does.
    if (functionWords.has(head) || threadClosers.has(head)) continue
    found.push({ text: head, named, fit: headFit })
  }
  return found
}

/** Last words of names that say nothing by themselves. */
const vague = new Set(
  'rate part count number value amount total time date share ratio percentage percent size type name id code per day week month year group groups range band class level'.split(
    ' ',
  ),
)

function spaced(text: string): string {
  return text.replaceAll('_', ' ').trim()
}
