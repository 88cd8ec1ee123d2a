/** What a button or an option carries: what was pressed, and on which reply. Nothing of it is trusted: it is looked up. */
import { z } from 'zod'
import { CHART_KINDS } from '../../../../analytics/chart-kinds.ts'
import { ALERT_ACTS, type Press } from '../../../message.ts'

interface Pressed {
  /** Of the reply. */
  readonly key: string
  readonly press: Press
}

export interface Verdict {
  /** Of the reply. */
  readonly key: string
  readonly isGood: boolean
}

/** `["way 3","slack:T1/C1/1700000000.000100"]`: short, since an option holds 150 characters. */
export function printPressed({ key, press }: Pressed): string {
  return JSON.stringify([printPress(press), key])
}

/** Null for anything that we did not print. */
export function parsePressed(value: unknown): Pressed | null {
  const found = pairIn(value)
  const press = found && parsePress(found[0])
  return press ? { key: found[1], press } : null
}

export function printVerdict({ key, isGood }: Verdict): string {
  return JSON.stringify([isGood ? 'good' : 'bad', key])
}

export function parseVerdict(value: unknown): Verdict | null {
  const found = pairIn(value)
  if (found?.[0] !== 'good' && found?.[0] !== 'bad') return null
  return { key: found[1], isGood: found[0] === 'good' }
}

const pairShape = z.tuple([z.string(), z.string().min(1).max(1_000)])

function pairIn(value: unknown): readonly [string, string] | null {
  if (typeof value !== 'string') return null
  try {
    return pairShape.safeParse(JSON.parse(value)).data ?? null
  } catch {
    return null
  }
}

function printPress(press: Press): string {
  switch (press.kind) {
    case 'way':
      return `way ${press.index}`
    case 'chart':
      return `chart ${press.chart}`
    case 'alert':
      return `alert ${press.act}`
    case 'sql':
    case 'csv':
    case 'share':
    case 'good':
    case 'verify':
      return press.kind
  }
}

function parsePress(text: string): Press | null {
  if (text === 'sql' || text === 'csv' || text === 'share') return { kind: text }
  const [kind, what = '', more] = text.split(' ')
  if (more !== undefined) return null
  if (kind === 'way' && /^(0|[1-9]\d{0,5})$/.test(what)) return { kind, index: Number(what) }
  const act = ALERT_ACTS.find((each) => each === what)
  if (kind === 'alert' && act) return { kind, act }
  const chart = CHART_KINDS.find((each) => each === what)
  return kind === 'chart' && chart ? { kind, chart } : null
}
