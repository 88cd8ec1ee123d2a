/** A row of meanings → a draft: what each item does, by what stands before it. */
import type { Lexicon } from '../../lexicon.ts'
import type { ReadingPart } from '../../plan.ts'
import { fold, type Token } from '../../text.ts'
import { directions } from '../../words/en.ts'
import { emptyDraft, type Draft, type DraftMeasure } from './draft.ts'
import type { Cue, Item, Meaning } from '../../meaning.ts'
import { isSameMeasure } from './same-measure.ts'
import type { When } from '../../calendar-phrases.ts'

/** What an item joined by "and" continues. */
type Role = 'by' | 'not' | 'versus' | 'filter' | 'measure' | null

/** Reads items left to right. Faults and ill fits are kept in the draft; nothing is dropped. */
export function assemble(tokens: readonly Token[], items: readonly Item[], lexicon: Lexicon): Draft {
  const draft = emptyDraft()
  /** The cue that still waits for what it leads to, and the tokens it came from. */
  let cue: Cue | null = null
  let cueItem: Item | null = null
  let role: Role = null
  let counting: Item | null = null
  let distinct: Item | null = null
  let comparing = false
  let versus = false
  let sorting = false
  let isRelative = false
  let aggregation: { item: Item; meaning: Meaning & { kind: 'aggregation' } } | null = null
  let rankingAt = -1
  /** The item that the last axis came from. */
  let lastBy: Item | null = null
  let isLastBySplit = false

  const text = (item: Item) =>
    tokens
      .slice(item.from, item.to)
      .map((token) => token.raw)
      .join(' ')
  const span = (item: Item, as: ReadingPart, means: string) =>
    void draft.spans.push({ from: tokens[item.from]!.from, to: tokens[item.to - 1]!.to, as, means })
  const fail = (because: string) => void (draft.fault ??= { kind: 'unsupported', because })
  const unknown = (item: Item) => {
    draft.unknown.push(text(item))
    draft.fault ??= { kind: 'unknown', text: text(item) }
  }
  const take = () => {
    const taken = cue
    cue = null
    cueItem = null
    return taken
  }
  const leave = (next: Cue, item: Item) => {
    if (cue === 'by' || cue === 'per') draft.fit -= 1
    cue = next
    cueItem = item
  }
  const near = (at: number, step: 1 | -1): Item | undefined => {
    for (let next = at + step; next >= 0 && next < items.length; next += step)
      if (items[next]!.meaning.kind !== 'filler') return items[next]
    return undefined
  }
  const isPlural = (item: Item) => {
    const last = tokens[item.to - 1]!
    return last.stem !== last.word
  }

  /** Items that an earlier one has already used. */
  const used = new Set<Item>()

  items.forEach((item, at) => {
    if (used.has(item)) return
    const { meaning } = item
    const next = near(at, 1)
    const before = near(at, -1)
    switch (meaning.kind) {
      case 'filler':
        return
      case 'unknown':
        unknown(item)
        draft.fit -= 1
        take()
        return
      case 'cue':
        onCue(meaning.cue, item, next, before)
        return
      case 'kpi':
      case 'records':
        onMeasure(item, meaning, before)
        return
      case 'dimension':
        onDimension(item, meaning.dimension, at, next, before)
        return
      case 'flag':
        onFlag(item, meaning)
        return
      case 'value':
        onValue(item, meaning)
        return
      case 'time':
        onTime(item, meaning.time)
        return
      case 'view':
        span(item, 'view', meaning.view)
        draft.fit -= 0.3
        take()
        return
      case 'when':
        onWhen(item, meaning.when)
        return
      case 'grain':
        onGrain(item, meaning, next, before)
        return
      case 'part':
        span(item, 'time_part', meaning.part)
        if (draft.ranking) rankAxis(item, { kind: 'part', part: meaning.part })
        else draft.by.push({ kind: 'part', part: meaning.part })
        take()
        role = 'by'
        return
      case 'part_values': {
        const isNot = take() === 'not'
        span(item, 'time_part', `${meaning.part}=${meaning.values.join(',')}`)
        if (versus || comparing)
          return fail('I cannot put days of the week side by side like that yet; ask "by weekday".')
        const open = draft.parts.find((part) => part.part === meaning.part && part.include === !isNot)
        if (open) open.values = [...new Set([...open.values, ...meaning.values])]
        else draft.parts.push({ part: meaning.part, values: meaning.values, include: !isNot })
        role = 'filter'
        return
      }
      case 'aggregation':
        if (aggregation) draft.fit -= 0.5
        aggregation = { item, meaning }
        return
      case 'number':
        onNumber(item, meaning, at, next, before)
        return
      case 'bound':
        if (next?.meaning.kind !== 'number') draft.fit -= 1.5
        return
      case 'bound_after':
        if (before?.meaning.kind !== 'number') draft.fit -= 2
        return
      case 'ranking':
        span(item, 'order', meaning.rank)
        // "revenue by category for the top 5 products" would need the five before the rest.
        if (
          draft.by.length > 0 &&
          /^(for|of|among|within|in|from)$/.test(
            tokens[item.from - 1]?.word === 'the'
              ? (tokens[item.from - 2]?.word ?? '')
              : (tokens[item.from - 1]?.word ?? ''),
          )
        )
          fail('I cannot first pick the top ones and then break something else down by them yet.')
        if (draft.ranking && draft.ranking.rank !== meaning.rank) draft.fit -= 1
        draft.ranking = { rank: meaning.rank, count: draft.ranking?.count ?? null }
        rankingAt = at
        return
      case 'change':
        span(item, 'comparison', 'change')
        draft.wantsChange = {
          falling: meaning.falling,
          relative: meaning.relative || (draft.wantsChange?.relative ?? false),
        }
        return
      case 'before':
        span(item, 'comparison', meaning.how)
        draft.compare = { kind: meaning.how }
        take()
        return
      case 'step':
        span(item, 'grain', meaning.grain)
        draft.grain ??= meaning.grain
        draft.step = meaning.grain
        return
      case 'ordering':
        span(item, 'order', meaning.order)
        draft.orderings.push(meaning.order)
        take()
        return
      case 'chart':
        span(item, 'chart', meaning.chart)
        if (draft.chart && draft.chart !== meaning.chart) draft.fit -= 0.5
        draft.chart = meaning.chart
        take()
        return
      case 'text_test':
        onTextTest(item, meaning.test, next, before)
        return
      case 'text':
        if (before?.meaning.kind !== 'text_test') unknown(item)
        return
      case 'thread':
        span(item, 'thread', meaning.how)
        draft.thread = meaning.how
        if (/ by$/.test(text(item))) leave('by', item)
        return
    }
  })

  settle()
  return draft

  function onCue(next: Cue, item: Item, after: Item | undefined, before: Item | undefined): void {
    switch (next) {
      case 'by':
      case 'per':
        leave(next, item)
        return
      case 'and':
        // A list goes on with what it is a list of.
        if (role === 'by' || role === 'not' || role === 'versus') cue ??= role
        return
      case 'with':
        // "compare with last year"
        if (comparing && cue === null) return leave('versus', item)
        isRelative = draft.measures.length > 0 || draft.by.length > 0 || before?.meaning.kind === 'dimension'
        return
      case 'not':
        span(item, 'negation', 'not')
        leave('not', item)
        return
      case 'versus':
        span(item, 'comparison', 'versus')
        versus = true
        leave('versus', item)
        return
      case 'compare':
        span(item, 'comparison', 'compare')
        comparing = true
        return
      case 'count':
        counting = item
        return
      case 'distinct':
        distinct = item
        return
      case 'share':
        span(item, 'share', 'share')
        draft.share = true
        draft.isShareOfNext = draft.measures.length === 0
        return
      case 'running':
        span(item, 'window', 'running_total')
        draft.window = { kind: 'running_total' }
        return
      case 'moving':
        span(item, 'window', 'moving_average')
        draft.window = {
          kind: 'moving_average',
          buckets: draft.window?.kind === 'moving_average' ? draft.window.buckets : null,
        }
        return
      case 'distribution':
        span(item, 'shape', 'distribution')
        draft.distribution = true
        return
      case 'peak':
        if (/peak|record/.test(text(item))) {
          span(item, 'order', 'highest')
          draft.ranking ??= { rank: 'highest', count: null }
        } else {
          span(item, 'shape', 'peak')
          draft.asksWhen = true
        }
        return
      case 'trend':
        span(item, 'grain', 'trend')
        draft.wantsTrend = true
        take()
        return
      case 'sort':
        span(item, 'order', 'sort')
        sorting = true
        // "sorted by region" sorts by it, "rank regions" ranks them.
        if (/ (?:by|of)$/.test(text(item))) leave('sort', item)
        return
      case 'which':
        return
      case 'between':
        void after
        return
    }
  }

  function onMeasure(item: Item, meaning: Meaning & { kind: 'kpi' | 'records' }, before: Item | undefined): void {
    const cued = take()
    const isCounted = counting !== null
    if (isCounted) countedAs(item)
    const measure: DraftMeasure =
      meaning.kind === 'kpi' ? { kind: 'kpi', kpi: meaning.kpi } : { kind: 'records', view: meaning.view }
    span(item, 'measure', meaning.kind === 'kpi' ? meaning.kpi : meaning.view)
    if (isCounted && meaning.kind === 'kpi') {
      const unit = lexicon.knowledge.catalog.kpis.get(meaning.kpi)?.unit
      if (unit !== 'count' && /^[A-Z]{3}$|^percent/.test(unit ?? '')) draft.fit -= 1.5
    }
    if (distinct) {
      draft.fit -= 1
      span(distinct, 'aggregation', 'count_distinct')
      distinct = null
    }
    if (cued === 'not') return fail(`I cannot leave out "${text(item)}".`)
    const first = draft.measures[0]
    if (
      cued === 'per' &&
      first?.kind === 'kpi' &&
      meaning.kind === 'kpi' &&
      draft.measures.length === 1 &&
      draft.by.length === 0 &&
      !draft.grain
    ) {
      draft.measures = [{ kind: 'ratio', of: first.kpi, over: meaning.kpi }]
      draft.spans.push({ ...draft.spans.at(-1)!, as: 'share', means: 'ratio' })
      role = 'measure'
      return
    }
    const known = draft.measures.findIndex((other) => isSameMeasure(other, measure, lexicon))
    const isListed = role === 'measure' && (before?.meaning.kind === 'cue' || tokens[item.from]!.gap.includes(','))
    // "visits for stroke patients": two figures that no "and" joins.
    if (known < 0 && draft.measures.length > 0 && cued === null && !isListed) draft.fit -= 0.5
    const index = known >= 0 ? known : draft.measures.push(aggregated(measure)) - 1
    if (known >= 0 && aggregation) draft.measures[known] = aggregated(measure)
    if (cued === 'sort' || (sorting && cued === 'by') || (cued === 'by' && draft.ranking)) draft.orderMeasure = index
    else if (cued === 'by' && draft.by.length === 0 && !draft.grain)
      return fail(`I cannot break down by "${text(item)}": it is a figure, not a dimension.`)
    else if (cued === 'by' && index > 0) draft.orderMeasure = index
    else if (cued === 'per') draft.fit -= 1
    role = 'measure'
  }

  function aggregated(measure: DraftMeasure): DraftMeasure {
    if (!aggregation) return measure
    const { item, meaning } = aggregation
    aggregation = null
    span(item, 'aggregation', meaning.aggregation)
    if (measure.kind === 'kpi') return { ...measure, aggregation: meaning.aggregation }
    if (measure.kind === 'records') {
      if (meaning.aggregation !== 'sum') fail('Records can only be counted.')
      return measure
    }
    return measure
  }

  function countedAs(item: Item): void {
    span(counting!, 'aggregation', 'count')
    void item
    counting = null
  }

  function onDimension(
    item: Item,
    dimension: string,
    at: number,
    next: Item | undefined,
    before: Item | undefined,
  ): void {
    const isConfirming =
      (next?.meaning.kind === 'value' &&
        next.meaning.dimension === dimension &&
        cue !== 'by' &&
        items[at + 1] === next) ||
      (before?.meaning.kind === 'value' &&
        before.meaning.dimension === dimension &&
        cue === null &&
        items[at - 1] === before)
    span(item, 'dimension', dimension)
    if (isConfirming) {
      draft.fit += 0.6
      if (cue === 'by') take()
      return
    }
    if (next?.meaning.kind === 'text_test') return
    const isNumeric = lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number')
    if (
      isNumeric &&
      (next?.meaning.kind === 'bound' || (next?.meaning.kind === 'cue' && next.meaning.cue === 'between'))
    ) {
      take()
      return
    }
    if (aggregation && isNumeric && cue !== 'by') {
      take()
      span(aggregation.item, 'aggregation', aggregation.meaning.aggregation)
      draft.measures.push({ kind: 'dimension', dimension, aggregation: aggregation.meaning.aggregation })
      aggregation = null
      role = 'measure'
      return
    }
    if (counting || distinct) {
      span((counting ?? distinct)!, 'aggregation', 'count_distinct')
      if (counting && distinct) span(distinct, 'aggregation', 'count_distinct')
      counting = null
      distinct = null
      draft.measures.push({ kind: 'dimension', dimension, aggregation: 'count_distinct' })
      draft.fit -= 0.2
      role = 'measure'
      return
    }
    const cued = take()
    const isFlag = lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'boolean')
    // "gift orders" and "without gift" mean the quality; "by gift" means the breakdown.
    if (isFlag && cued !== 'by' && cued !== 'per') draft.fit -= 0.8
    if (cued === 'not') {
      draft.filters.push({ kind: 'empty', dimension, include: true })
      return
    }
    if (draft.ranking && draft.ranked === null && cued !== 'by' && cued !== 'per')
      return rankAxis(item, { kind: 'dimension', dimension })
    if (draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension)) return
    if (cued === 'sort') {
      draft.orderings.push('name')
      return
    }
    // "orders regions" says less clearly what it wants than "orders by region".
    if (
      cued !== 'by' &&
      cued !== 'per' &&
      before !== undefined &&
      !(before.meaning.kind === 'cue' && before.meaning.cue === 'which')
    )
      draft.fit -= 0.35
    draft.by.push({ kind: 'dimension', dimension })
    lastBy = item
    isLastBySplit = cued === 'by' || cued === 'per'
    role = 'by'
  }

  function rankAxis(item: Item, axis: Draft['by'][number]): void {
    draft.by.push(axis)
    draft.ranked = { kind: 'axis', index: draft.by.length - 1 }
    draft.rankedIsPlural = isPlural(item)
    lastBy = item
    role = 'by'
    take()
  }

  function onFlag(item: Item, { dimension, isTrue }: Meaning & { kind: 'flag' }): void {
    const cued = take()
    const isNot = cued === 'not'
    if (cued === 'by' || cued === 'per') draft.fit -= 1
    const value = isNot !== isTrue
    span(item, 'value', `${dimension}=${value}`)
    draft.members.push({ dimension, include: true, values: [value] })
    role = 'filter'
  }

  function onValue(item: Item, { dimension, value }: Meaning & { kind: 'value' }): void {
    const cued = take()
    span(item, 'value', `${dimension}=${value}`)
    if (cued === 'by' || cued === 'per') draft.fit -= 0.8
    draft.fit += directionFit(item, dimension)
    // A bare number is rarely a member; "triage 1" says that it is.
    if (/^\d+$/.test(String(value)) && !isBesideItsDimension(item, dimension)) draft.fit -= 0.8
    const include = cued !== 'not'
    const open = draft.members.find((members) => members.dimension === dimension && members.include === include)
    if (open) {
      if (!open.values.includes(value)) open.values = [...open.values, value]
    } else {
      if (draft.members.some((members) => members.dimension === dimension)) draft.fit -= 0.5
      draft.members.push({ dimension, include, values: [value] })
    }
    if (counting && !draft.measures.length) draft.fit -= 0.3
    role = include ? (cued === 'versus' ? 'versus' : 'filter') : 'not'
  }

  function isBesideItsDimension(item: Item, dimension: string): boolean {
    const at = items.indexOf(item)
    const isIt = (other: Item | undefined) =>
      other?.meaning.kind === 'dimension' && other.meaning.dimension === dimension
    return isIt(near(at, -1)) || isIt(near(at, 1)) || draft.members.some((members) => members.dimension === dimension)
  }

  /** "from Chicago" is an origin, "to Chicago" a destination, where the catalog has such. */
  function directionFit(item: Item, dimension: string): number {
    const direction = directions.get(tokens[item.from - 1]?.word ?? '')
    if (!direction) return 0
    const named = lexicon.viewsOf(dimension).flatMap((view) => {
      const { name, label, synonyms } = view.dimensions.get(dimension)!
      return [name, label, ...synonyms].flatMap((text) => fold(text).split(/[ _]/))
    })
    const opposite = [...directions.values()].some(
      (other) => other !== direction && named.some((word) => other.has(word)),
    )
    return named.some((word) => direction.has(word)) ? 0.4 : opposite ? -0.4 : 0
  }

  function onTime(item: Item, time: string): void {
    const cued = take()
    span(item, 'dimension', time)
    draft.time = draft.time && draft.time !== 'time' ? draft.time : time
    if (cued === 'by' && !draft.grain && !draft.by.length) {
      draft.wantsTrend = true
      draft.spans.push({ ...draft.spans.at(-1)!, as: 'grain', means: 'trend' })
    }
  }

  function onWhen(item: Item, when: When): void {
    const cued = take()
    span(item, 'period', when.isAllTime ? 'all time' : text(item))
    if (cued === 'not') return fail(`I cannot leave out a period ("${text(item)}") yet.`)
    if (cued === 'by') draft.fit -= 0.8
    if (
      draft.whens.length > 0 &&
      (cued === 'versus' ||
        comparing ||
        role === 'versus' ||
        draft.wantsChange ||
        near(items.indexOf(item), -1)?.meaning.kind === 'cue')
    ) {
      if (draft.compare) draft.fit -= 1
      const isJoined = cued !== 'versus' && !comparing && role !== 'versus' && !draft.wantsChange
      draft.compare = isJoined ? { kind: 'joined', when } : { kind: 'when', when }
      if (isJoined) draft.fit -= 0.3
    } else if (cued === 'versus') draft.compare = { kind: 'when', when }
    else if (draft.whens.length > 0) {
      draft.fit -= 1.5
      fail('I found two periods in this and cannot tell how they belong together.')
    } else draft.whens.push(when)
  }

  function onGrain(
    item: Item,
    { grain, isAdverb }: Meaning & { kind: 'grain' },
    next: Item | undefined,
    before: Item | undefined,
  ): void {
    if (counting) {
      span(counting, 'aggregation', 'count')
      counting = null
      span(item, 'grain', grain)
      draft.countBuckets = grain
      return
    }
    if (next?.meaning.kind === 'cue' && next.meaning.cue === 'moving' && before?.meaning.kind === 'number') {
      span(item, 'grain', grain)
      draft.grain = grain
      return
    }
    const cued = take()
    span(item, 'grain', grain)
    if (draft.ranking && cued !== 'by' && cued !== 'per' && draft.ranked === null) {
      if (
        grain === 'hour' &&
        /busiest|quietest|peak/.test(
          tokens
            .slice(0, item.from)
            .map((token) => token.word)
            .join(' '),
        )
      ) {
        draft.by.push({ kind: 'part', part: 'hour_of_day' })
        draft.ranked = { kind: 'axis', index: draft.by.length - 1 }
      } else {
        draft.grain = grain
        draft.ranked = { kind: 'grain' }
      }
      draft.rankedIsPlural = isPlural(item)
      return
    }
    // "average revenue per day" is an average of daily totals, which is neither the average record nor a row for each day.
    if (
      cued === 'per' &&
      draft.measures.some(
        (measure) => measure.kind === 'kpi' && measure.aggregation === 'average' && !isAverage(measure.kpi, lexicon),
      )
    )
      fail(`I cannot average over ${grain}s yet. Ask for it by ${grain} instead.`)
    if (draft.grain && draft.grain !== grain) draft.fit -= 1
    const leads = (other: Item | undefined, cues: readonly Cue[]) =>
      other?.meaning.kind === 'cue' && cues.includes(other.meaning.cue)
    // "on which day", "days with revenue under 100"
    const isAsked = leads(before, ['which', 'peak']) || (isPlural(item) && leads(next, ['with']))
    if (cued !== 'by' && cued !== 'per' && !isAdverb && !isAsked) unknown(item)
    draft.grain = grain
    lastBy = item
    role = 'by'
  }

  function onNumber(
    item: Item,
    { value, unit }: Meaning & { kind: 'number' },
    at: number,
    next: Item | undefined,
    before: Item | undefined,
  ): void {
    const bound = before?.meaning.kind === 'bound' ? before : null
    const after = next?.meaning.kind === 'bound_after' ? next : null
    if (bound || after) {
      const op = ((bound ?? after)!.meaning as Meaning & { kind: 'bound' | 'bound_after' }).op
      span((bound ?? after)!, 'condition', op)
      span(item, 'number', String(value))
      addCondition({ op, value }, unit, after ? near(items.indexOf(after), 1) : next)
      return
    }
    const opener = before?.meaning.kind === 'cue' && before.meaning.cue === 'between' ? before : null
    if (opener) {
      const link = items.slice(at + 1).find((other) => other.meaning.kind !== 'filler')
      const end = link && near(items.indexOf(link), 1)
      if (link?.meaning.kind === 'cue' && link.meaning.cue === 'and' && end?.meaning.kind === 'number') {
        span(opener, 'condition', 'between')
        span(item, 'number', String(value))
        span(end, 'number', String(end.meaning.value))
        addCondition(
          { op: 'between', value, to: end.meaning.value },
          unit ?? end.meaning.unit,
          near(items.indexOf(end), 1),
        )
        return
      }
    }
    const previous = items.slice(0, at).findLast((other) => other.meaning.kind !== 'filler')
    const isRangeEnd =
      previous?.meaning.kind === 'cue' &&
      previous.meaning.cue === 'and' &&
      near(items.indexOf(previous), -1)?.meaning.kind === 'number'
    if (isRangeEnd && draft.conditions.at(-1)?.bounds.op === 'between') return
    if (
      Number.isInteger(value) &&
      value > 0 &&
      value <= 1000 &&
      unit === null &&
      (before?.meaning.kind === 'ranking' || next?.meaning.kind === 'ranking')
    ) {
      span(item, 'limit', String(value))
      const rank = next?.meaning.kind === 'ranking' ? next.meaning.rank : draft.ranking!.rank
      draft.ranking = { rank, count: value }
      return
    }
    if (next?.meaning.kind === 'grain' && unit === null) {
      const moving = near(items.indexOf(next), 1)
      if (moving?.meaning.kind === 'cue' && moving.meaning.cue === 'moving') {
        span(item, 'window', String(value))
        draft.window = { kind: 'moving_average', buckets: value }
        return
      }
    }
    if (before?.meaning.kind === 'dimension') {
      const { dimension } = before.meaning
      if (lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number')) {
        span(item, 'value', `${dimension}=${value}`)
        draft.by = draft.by.filter((axis) => axis.kind !== 'dimension' || axis.dimension !== dimension)
        draft.members.push({ dimension, include: take() !== 'not', values: [value] })
        return
      }
    }
    draft.fit -= 1
    unknown(item)
  }

  function addCondition(
    bounds: Draft['conditions'][number]['bounds'],
    unit: Draft['conditions'][number]['unit'],
    after: Item | undefined,
  ): void {
    const figure = draft.share
      ? 'share'
      : draft.wantsChange
        ? unit === 'percent' || draft.wantsChange.relative
          ? 'change_percent'
          : 'change'
        : 'value'
    let target: Draft['conditions'][number]['target'] = null
    // "more than 5 orders": what is counted follows.
    if (after?.meaning.kind === 'kpi' || after?.meaning.kind === 'records') {
      const wanted = after.meaning.kind === 'kpi' ? after.meaning.kpi : after.meaning.view
      const known = draft.measures.findIndex(
        (measure) =>
          (measure.kind === 'kpi' && measure.kpi === wanted) || (measure.kind === 'records' && measure.view === wanted),
      )
      target = { kind: 'measure', index: known >= 0 ? known : draft.measures.length }
    } else {
      const named = items
        .slice(
          0,
          items.findIndex((item) => item.meaning.kind === 'number'),
        )
        .findLast((item) => item.meaning.kind === 'dimension' || item.meaning.kind === 'kpi')
      if (named?.meaning.kind === 'dimension') {
        const { dimension } = named.meaning
        if (lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'number'))
          target = { kind: 'dimension', dimension }
      }
    }
    draft.conditions.push({
      bounds,
      unit,
      target: target ?? (draft.measures.length > 0 ? { kind: 'measure', index: draft.measures.length - 1 } : null),
      figure,
    })
    take()
  }

  function onTextTest(
    item: Item,
    test: 'contains' | 'starts_with' | 'ends_with',
    next: Item | undefined,
    before: Item | undefined,
  ): void {
    if (before?.meaning.kind !== 'dimension' || !next) {
      draft.fit -= 2
      return
    }
    const { dimension } = before.meaning
    const words = next.meaning.kind === 'text' ? next.meaning.text : text(next)
    used.add(next)
    span(item, 'condition', test)
    span(next, 'value', `${dimension}~${words}`)
    draft.filters.push({ kind: 'text', dimension, test, include: take() !== 'not', text: words })
  }

  function settle(): void {
    if (
      draft.time !== null &&
      draft.whens.length === 0 &&
      draft.grain === null &&
      !draft.wantsTrend &&
      draft.parts.length === 0
    )
      fail('A date was named, but no period of it and no grain.')
    const lastPart = draft.parts.length > 0 && (versus || comparing)
    if (lastPart) fail('I cannot put days of the week side by side like that yet; ask "by weekday".')
    const open: Cue | null = cue
    if (open === 'by' || open === 'per' || open === 'not' || open === 'versus') {
      draft.fit -= 2
      if (cueItem) unknown(cueItem)
    }
    if (aggregation) {
      const first = draft.measures[0]
      // "revenue on average": the aggregation came last.
      if (draft.measures.length === 1 && first?.kind === 'kpi' && !first.aggregation)
        draft.measures[0] = aggregated(first)
      else if (aggregation.meaning.aggregation === 'sum' || draft.countBuckets)
        span(aggregation.item, 'aggregation', aggregation.meaning.aggregation)
      else {
        draft.fit -= 1
        unknown(aggregation.item)
      }
    }
    if (counting) {
      if (draft.measures.length > 0) span(counting, 'aggregation', 'count')
      else draft.fault ??= { kind: 'no_measure' }
    }
    if (distinct) {
      draft.fit -= 1
      unknown(distinct)
    }
    if (draft.ranking && draft.ranked === null) {
      const axes = draft.by.length
      if (axes > 0 && draft.ranking.count === null && !draft.asksWhen && isLastBySplit) {
        // "highest revenue by region": all of them, the highest first.
        const { rank } = draft.ranking
        draft.ranked = { kind: 'axis', index: 0 }
        draft.listsAll = rank === 'highest' || rank === 'lowest' || rank === 'best' || rank === 'worst'
      } else if (axes > 0) {
        draft.ranked = { kind: 'axis', index: 0 }
        draft.rankedIsPlural = lastBy !== null && isPlural(lastBy)
      } else if (draft.grain) {
        draft.ranked = { kind: 'grain' }
        draft.rankedIsPlural = lastBy !== null && isPlural(lastBy)
      }
    }
    if (comparing || versus) comparedMembers()
    void isRelative
    void rankingAt
  }

  /** Germany versus France: the members side by side, not added up. */
  function comparedMembers(): void {
    for (const members of draft.members)
      if (
        members.include &&
        members.values.length > 1 &&
        draft.by.length < 3 &&
        !draft.by.some((axis) => axis.kind === 'dimension' && axis.dimension === members.dimension)
      )
        draft.by.push({ kind: 'dimension', dimension: members.dimension })
  }
}

function isAverage(name: string, { knowledge }: Lexicon): boolean {
  const measure = knowledge.catalog.kpis.get(name)?.measure
  return measure?.kind === 'ratio' || measure?.aggregation === 'average'
}
