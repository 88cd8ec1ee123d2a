/** What a form for alerts may offer: that of which the sentence is read as exactly the rule it stands for. */
import { setImmediate } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { View } from '../../analytics/catalog.ts'
import { WATCHED_GRAINS, type Rule, type WatchedGrain } from '../../analytics/live/rule.ts'
import { wordsOf } from '../abbreviations.ts'
import type { Lexicon } from '../lexicon.ts'
import { alertPlan } from './alerts.ts'
import type { RuleDraft } from './command.ts'
import {
  draftOfFields,
  FORM_CONDITIONS,
  sentenceOf,
  type AlertFields,
  type FormCondition,
  type FormKpi,
} from './form.ts'

type IsFor = (rule: Pick<Rule, 'kpi' | 'slice'>) => boolean

/**
 * `isFor`: whether somebody may have a rule, and it would be watched. In the catalog's order. Reading takes milliseconds a
 * sentence, so that others have their turn in between.
 */
export async function formKpis(lexicon: Lexicon, isFor: IsFor): Promise<readonly FormKpi[]> {
  const { catalog } = lexicon.knowledge
  const offered: FormKpi[] = []
  /** By view, the names of dimensions that sentences can hold, whatever the KPI. */
  const sayable = new Map<string, ReadonlySet<string>>()
  for (const kpi of catalog.kpis.values()) {
    const view = catalog.views.get(kpi.view)
    const [grain] = view ? grainsOf(view) : []
    if (!view?.time || !grain || !isFor({ kpi: kpi.name, slice: { kind: 'whole' } })) continue
    const { name, label, unit, goodWhen } = kpi
    const all = [...view.dimensions.values()].map((each) => ({ name: each.name, label: each.label }))
    const whole: FormKpi = { name, label, unit, goodWhen, grains: grainsOf(view), dimensions: all, conditions: [] }
    const isRead = async (fields: Partial<AlertFields>) => {
      await setImmediate()
      const filled = { ...probe, grain, ...fields }
      return isDeepStrictEqual(readAs(sentenceOf(whole, filled), lexicon), draftOfFields(kpi, filled))
    }
    const conditions: FormCondition[] = []
    for (const condition of FORM_CONDITIONS) if (await isRead({ condition })) conditions.push(condition)
    if (conditions.length === 0) continue
    if (!sayable.has(view.name)) {
      const names = new Set<string>()
      for (const { name: each } of all) if (await isRead({ each })) names.add(each)
      sayable.set(view.name, names)
    }
    const mayBeBy = ({ name: each }: { readonly name: string }) =>
      sayable.get(view.name)!.has(each) && isFor({ kpi: kpi.name, slice: { kind: 'each', dimension: each } })
    offered.push({ ...whole, conditions, dimensions: all.filter(mayBeBy) })
  }
  return offered
}

/** With all that a sentence may hold, so that no part of it is read as another. */
const probe: AlertFields = {
  each: null,
  grain: 'hour',
  condition: 'unusual',
  amount: 20,
  against: 'normal',
  buckets: 2,
  quiet: { from: '22:00', to: '07:00' },
  severity: 'critical',
}

/** The hour first, where there are any; the rest from fine to coarse. */
function grainsOf({ time }: View): readonly WatchedGrain[] {
  if (time?.type === 'date') return ['day']
  const kept = WATCHED_GRAINS.findIndex((grain) => grain === time?.grain)
  const all = WATCHED_GRAINS.slice(Math.max(kept, 0))
  return all.includes('hour') ? ['hour', ...all.filter((grain) => grain !== 'hour')] : all
}

function readAs(text: string, lexicon: Lexicon): RuleDraft | null {
  const plan = alertPlan({ text, now: new Date(0), thread: [] }, wordsOf(text, lexicon), lexicon)
  const isMade = plan?.kind === 'command' && plan.name === 'alerts' && plan.alerts.kind === 'make'
  return isMade && plan.alerts.kind === 'make' ? plan.alerts.draft : null
}
