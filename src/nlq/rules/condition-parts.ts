/** What the patterns of conditions (condition-forms.ts) make of what they found. */
import type { WatchedGrain } from '../../analytics/live/rule.ts'
import { be, falls, rises } from '../words/en-rules.ts'
import type { Against, Amount, SaidCondition } from './command.ts'
import type { Fault } from './faults.ts'
import { amountsOf, type Hit } from './pieces.ts'

/** What is known of a condition; what is left out is not. */
export interface Made {
  readonly condition?: SaidCondition
  readonly fault?: Fault
  /** "The hour before" is said of hours. */
  readonly grain?: WatchedGrain | null
  /** A mere "drops", which may be followed by how much: "drops in EMEA by 20 %". */
  readonly isOpen?: boolean
}

export type Direction = 'up' | 'down' | 'either'

export function anomaly(direction: Direction | 'bad'): Made {
  return { condition: { kind: 'anomaly', direction } }
}

export function changed(hit: Hit): Made | null {
  const by = sizeIn(hit)
  if (!by) return null
  const { groups } = hit
  const direction = directionOf(groups)
  if (contradicts(hit, direction)) return { fault: { kind: 'contradiction', said: said(hit) } }
  const to = groups['lead'] ? sideOf(groups['lead']) : null
  if (to !== null && direction !== 'either' && to !== direction)
    return { fault: { kind: 'contradiction', said: said(hit) } }
  const held = againstOf(hit)
  const change = {
    kind: 'change',
    against: 'against' in held ? (held.against ?? 'normal') : 'normal',
    direction: direction === 'either' && to !== null ? to : direction,
    by,
    isRelative: groups['relative'] !== undefined,
  } as const
  if (!('fault' in held)) return { condition: change, grain: held.grain }
  return { fault: held.fault.kind === 'against' ? { ...held.fault, change } : held.fault }
}

function directionOf(groups: Hit['groups']): Direction {
  if (groups['either'] || groups['off']) return 'either'
  return groups['down'] || groups['below'] ? 'down' : 'up'
}

/** The side of what is normal that words lead to. */
function sideOf(words: string): 'up' | 'down' | null {
  if (/^(?:below|beneath|under|lower|less|fewer)/.test(words)) return 'down'
  return /^(?:above|higher|more|greater)/.test(words) ? 'up' : null
}

/** What it is held against; null where nothing was said. */
function againstOf(hit: Hit): { against: Against | null; grain: WatchedGrain | null } | { fault: Fault } {
  const { groups } = hit
  if (groups['other']) return { fault: { kind: 'against', said: groups['other'], change: null } }
  if (groups['ago']) {
    const found = agos.get(agoIn(hit)?.ms ?? 0)
    return found ?? { fault: { kind: 'against', said: groups['ago'], change: null } }
  }
  if (groups['day']) return { against: 'day', grain: null }
  if (groups['week']) return { against: 'week', grain: null }
  if (groups['bucket']) {
    const unit = groups['before'] ?? groups['previous'] ?? groups['over']
    return { against: 'previous', grain: unit === 'hour' || unit === 'minute' ? unit : null }
  }
  return { against: groups['normal'] ? 'normal' : null, grain: null }
}

const agos: ReadonlyMap<number, { readonly against: Against; readonly grain: WatchedGrain | null }> = new Map([
  [60_000, { against: 'previous', grain: 'minute' }],
  [3_600_000, { against: 'previous', grain: 'hour' }],
  [86_400_000, { against: 'day', grain: null }],
  [604_800_000, { against: 'week', grain: null }],
])

/** "24 hours" of "20 % below 24 hours ago". */
function agoIn(hit: Hit): Amount | null {
  const at = hit.pieces.findIndex(({ word }) => word === 'ago' || word === 'before' || word === 'earlier')
  const found = hit.groups['ago'] === undefined ? undefined : hit.pieces[at - 1]?.found
  return found?.kind === 'amount' ? found.amount : null
}

/** How much: the amount that is not how long ago. */
function sizeIn(hit: Hit): Amount | null {
  const ago = agoIn(hit)
  return amountsOf(hit).find((amount) => amount !== ago) ?? null
}

const fallsFirst = new RegExp(`^(?:${be} )?${falls}(?: |$)`)
const risesFirst = new RegExp(`^(?:${be} )?${rises}(?: |$)`)

/** Whether the verb goes the other way: "rises below 500". */
function contradicts(hit: Hit, direction: Direction): boolean {
  const text = hit.pieces.map(({ word }) => word).join(' ')
  return (direction === 'up' && fallsFirst.test(text)) || (direction === 'down' && risesFirst.test(text))
}

function percent(value: number, by: Amount | null): Amount {
  return { value, unit: '%', ms: null, clock: null, said: by?.said ?? `${value} %` }
}

/** "Below 80 % of normal" is 20 % less. */
export function shareOf(hit: Hit): Made | null {
  const [by] = amountsOf(hit)
  const held = againstOf(hit)
  if (!by || by.unit !== '%') return null
  if ('fault' in held) return held
  const isDown = hit.groups['below'] !== undefined
  const far = isDown ? 100 - by.value : by.value - 100
  if (far <= 0) return { fault: { kind: 'contradiction', said: said(hit) } }
  return {
    condition: {
      kind: 'change',
      against: held.against ?? 'normal',
      direction: isDown ? 'down' : 'up',
      by: percent(Number(far.toPrecision(12)), null),
      isRelative: true,
    },
    grain: held.grain,
  }
}

export function multiple(hit: Hit): Made {
  const held = againstOf(hit)
  if ('fault' in held) return held
  const times = hit.groups['times'] ?? ''
  const isBy = /^(?:half|quarter)$/.test(times) && (hit.groups['down'] ?? hit.groups['up']) !== undefined
  const isDown = isBy ? hit.groups['down'] !== undefined : times.startsWith('hal')
  const share = times === 'quarter' ? 25 : isBy || isDown ? 50 : /^t(?:ri|hr)/.test(times) ? 200 : 100
  return {
    condition: {
      kind: 'change',
      against: held.against ?? 'normal',
      direction: isDown ? 'down' : 'up',
      by: percent(share, null),
      isRelative: true,
    },
    grain: held.grain,
  }
}

/** "3 times normal" is 200 % more. */
export function times(hit: Hit): Made | null {
  const [amount] = amountsOf(hit)
  const held = againstOf(hit)
  const isTimes = amount?.unit === 'x' || (amount?.unit === null && hit.groups['times'] !== undefined)
  if (!amount || !isTimes || amount.value <= 1) return null
  if ('fault' in held) return held
  const by = percent(Number(((amount.value - 1) * 100).toPrecision(12)), null)
  const against = held.against ?? 'normal'
  return { condition: { kind: 'change', against, direction: 'up', by, isRelative: true }, grain: held.grain }
}

export function beyondUsual(hit: Hit): Made {
  const held = againstOf(hit)
  if ('fault' in held) return held
  const isMore = /^(?:more|greater) than|^(?:beyond|past)/.test(hit.groups['above'] ?? '')
  const meant = directionOf(hit.groups)
  // "Drops more than usual" is a drop.
  const direction = isMore && contradicts(hit, meant) ? 'down' : meant
  if (contradicts(hit, direction)) return { fault: { kind: 'contradiction', said: said(hit) } }
  if (held.against !== 'normal') return { fault: { kind: 'how_much', direction, against: held.against ?? 'normal' } }
  return anomaly(direction)
}

export function range(kind: 'outside' | 'between', hit: Hit): Made | null {
  const [low, high] = amountsOf(hit)
  if (!low || !high) return null
  if (low.value >= high.value) return { fault: { kind: 'contradiction', said: said(hit) } }
  return {
    condition: { kind, low: { ...low, unit: low.unit ?? high.unit }, high: { ...high, unit: high.unit ?? low.unit } },
  }
}

export function bound(side: 'above' | 'below', orEqual: boolean, hit: Hit): Made | null {
  const [than] = amountsOf(hit)
  // Nothing reaches zero from below.
  if (than?.value === 0 && orEqual && side === 'above') return equal(hit)
  if (contradicts(hit, side === 'above' ? 'up' : 'down')) return { fault: { kind: 'contradiction', said: said(hit) } }
  return than ? { condition: { kind: 'bound', side, orEqual, than } } : null
}

/** "Is zero" is as low as it gets for what is counted; of other values it is not said from which side. */
export function equal(hit: Hit): Made | null {
  const [amount] = amountsOf(hit)
  if (!amount) return null
  return amount.value === 0
    ? { condition: { kind: 'bound', side: 'below', orEqual: true, than: amount } }
    : { fault: { kind: 'which_side', amount } }
}

const unitsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** How long a span lasts, in milliseconds: "for 30 minutes", "for an hour"; null when it was not said. */
function lengthOf(hit: Hit): number | null {
  const [amount] = amountsOf(hit)
  return amount?.ms ?? (hit.groups['unit'] ? unitsMs[hit.groups['unit'].split(' ')[1]!]! : null)
}

export function silent(hit: Hit): Made | null {
  const forMs = lengthOf(hit)
  if (forMs === null) return amountsOf(hit).length > 0 ? null : { fault: { kind: 'how_long' } }
  return { condition: { kind: 'silent', forMs } }
}

export function noneOf(hit: Hit): Made | null {
  if (amountsOf(hit).some(({ ms }) => ms === null)) return null
  return { fault: { kind: 'none_of', forMs: lengthOf(hit) } }
}

function said({ pieces }: Hit): string {
  return pieces.map(({ word, found }) => (found?.kind === 'amount' ? found.amount.said : word)).join(' ')
}
