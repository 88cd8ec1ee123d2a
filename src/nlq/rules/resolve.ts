/** What amounts mean for a KPI: its unit decides, and what it does not decide is asked back. */
import type { Kpi } from '../../analytics/catalog.ts'
import type { Condition, Size } from '../../analytics/live/rule.ts'
import { countsRows } from '../counters.ts'
import { keyOf } from '../text.ts'
import type { Amount, SaidCondition } from './command.ts'
import type { Fault } from './faults.ts'

export type Resolved<Of> = { readonly ok: true; readonly value: Of } | { readonly ok: false; readonly fault: Fault }

const seconds: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
}

export function resolveCondition(said: SaidCondition, kpi: Kpi): Resolved<Condition> {
  switch (said.kind) {
    case 'anomaly':
      return done({ kind: 'anomaly', direction: said.direction === 'bad' ? badOf(kpi) : said.direction })
    case 'silent':
      return done(said)
    case 'bound':
      return then(valueOf(said.than, kpi), (value) => {
        if (said.orEqual && said.side === 'below' && value === 0 && !isWhole(kpi))
          return failed({ kind: 'zero', amount: said.than })
        const step = said.orEqual && isWhole(kpi) ? (said.side === 'above' ? -1 : 1) : 0
        return done({ kind: said.side, value: Math.abs(step) > 0 && !Number.isInteger(value) ? value : value + step })
      })
    case 'outside':
      return then(valueOf(said.low, kpi), (low) =>
        then(valueOf(said.high, kpi), (high) => done({ kind: 'outside', low, high })),
      )
    case 'between':
      return then(valueOf(said.low, kpi), (low) =>
        then(valueOf(said.high, kpi), (high) =>
          done({
            kind: 'all',
            of: [
              { kind: 'above', value: low },
              { kind: 'below', value: high },
            ],
          }),
        ),
      )
    case 'change':
      return then(sizeOf(said.by, kpi, said.isRelative), (by) =>
        done({ kind: 'change', against: said.against, direction: said.direction, by }),
      )
    case 'all':
    case 'any': {
      const of: Condition[] = []
      for (const part of said.of) {
        const found = resolveCondition(part, kpi)
        if (!found.ok) return found
        // Conditions are nested no deeper.
        if (found.value.kind === 'all' || found.value.kind === 'any') {
          if (found.value.kind !== said.kind) return failed({ kind: 'joined' })
          of.push(...found.value.of)
        } else of.push(found.value)
      }
      return done({ kind: said.kind, of })
    }
  }
}

/** The direction that is bad for a KPI. */
export function badOf({ goodWhen }: Pick<Kpi, 'goodWhen'>): 'up' | 'down' | 'either' {
  return ({ up: 'down', down: 'up', steady: 'either' } as const)[goodWhen]
}

/** A value of the KPI, in its unit. */
export function valueOf(amount: Amount, kpi: Kpi): Resolved<number> {
  const { value, unit } = amount
  switch (unit) {
    case null:
      // "Over 30m" of minutes.
      if (amount.ms !== null && seconds[keyOf(kpi.unit)] !== undefined) return amountIn(amount, kpi)
      // 5 of a rate may be 5 % or the five-fold.
      return kpi.unit === 'percent' && value !== 0 ? failed({ kind: 'needs_percent', amount }) : done(value)
    case '%':
      if (kpi.unit === 'percent') return done(shift(value, -2))
      return kpi.unit === 'percentage_points' ? done(value) : failed({ kind: 'unit', amount })
    default:
      return amountIn(amount, kpi)
  }
}

/** How much a change is: a share of the value, or an amount. */
export function sizeOf(amount: Amount, kpi: Kpi, isRelative = false): Resolved<Size> {
  if (amount.value <= 0) return failed({ kind: 'contradiction', said: amount.said })
  if (amount.unit === '%') {
    const isShare = kpi.unit === 'percent' || kpi.unit === 'percentage_points'
    // "Conversion falls by 2 %": two points, or from 4 % to 3.92 %?
    if (isShare && !isRelative) return failed({ kind: 'points_or_share', amount })
    return done({ fraction: shift(amount.value, -2) })
  }
  if (isRelative) return failed({ kind: 'unit', amount })
  if (amount.unit === null && kpi.unit === 'percent') return failed({ kind: 'points_or_share', amount })
  return then(amount.unit === null ? valueOf(amount, kpi) : amountIn(amount, kpi), (value) => done({ amount: value }))
}

function amountIn(amount: Amount, kpi: Kpi): Resolved<number> {
  const { value, unit } = amount
  const inWords = keyOf(kpi.unit)
  if (unit === 'points') {
    if (kpi.unit === 'percent') return done(shift(value, -2))
    if (kpi.unit === 'percentage_points' || inWords === 'point') return done(value)
  }
  const length = seconds[inWords]
  if (unit === 'seconds' && length !== undefined) return done(Number((value / length).toPrecision(12)))
  // "5m" is five minutes only where a duration is meant.
  if (amount.ms !== null && length !== undefined) return done(amount.ms / 1_000 / length)
  if (unit === 'bytes' && inWords === keyOf('bytes')) return done(value)
  if (unit === 'dollar' && kpi.unit.endsWith('D') && /^[A-Z]{3}$/.test(kpi.unit)) return done(value)
  if (unit === kpi.unit) return done(value)
  return failed({ kind: 'unit', amount })
}

/** Whether values are whole numbers, so that "at least 50" is "more than 49". */
function isWhole({ measure, unit }: Kpi): boolean {
  return (
    unit === 'count' && measure.kind === 'simple' && ['sum', 'count', 'count_distinct'].includes(measure.aggregation)
  )
}

/** No rows are no data, where it is rows that a KPI counts. */
export function isSilence(kpi: Kpi): boolean {
  return countsRows(kpi)
}

/** 4.2 → 0.042 without the noise of the division. */
function shift(value: number, places: number): number {
  return Number((value * 10 ** places).toPrecision(12))
}

function done<Of>(value: Of): Resolved<Of> {
  return { ok: true, value }
}

function failed<Of>(fault: Fault): Resolved<Of> {
  return { ok: false, fault }
}

function then<From, To>(found: Resolved<From>, next: (value: From) => Resolved<To>): Resolved<To> {
  return found.ok ? next(found.value) : found
}
