/** What a form for alerts may offer: that of which the sentence is read as exactly the rule it stands for. */
import { isDeepStrictEqual } from 'node:util'
import type { Kpi, View } from '../../analytics/catalog.ts'
import { WATCHED_GRAINS, type Rule, type WatchedGrain } from '../../analytics/live/rule.ts'
import { wordsOf } from '../abbreviations.ts'
import type { Lexicon } from '../lexicon.ts'
import { alertPlan } from './alerts.ts'
import type { RuleDraft } from './command.ts'
import { draftOfFields, FORM_CONDITIONS, sentenceOf, type AlertFields, type FormKpi } from './form.ts'

/** `isFor`: whether somebody may have a rule, and it would be watched. In the catalog's order. */
export function formKpis(lexicon: Lexicon, isFor: (rule: Pick<Rule, 'kpi' | 'slice'>) => boolean): readonly FormKpi[] {
  const { catalog } = lexicon.knowledge
  return [...catalog.kpis.values()].flatMap((kpi) => {
    const view = catalog.views.get(kpi.view)
    const offered = view?.time && offeredOf(kpi, view, lexicon, isFor)
    return offered ? [offered] : []
  })
}

function offeredOf(
  kpi: Kpi,
  view: View,
  lexicon: Lexicon,
  isFor: (rule: Pick<Rule, 'kpi' | 'slice'>) => boolean,
): FormKpi | null {
  const { name, label, unit, goodWhen } = kpi
  const dimensions = [...view.dimensions.values()].map((each) => ({ name: each.name, label: each.label }))
  const bare: FormKpi = { name, label, unit, goodWhen, grains: [], dimensions, conditions: [] }
  const isSaid = (fields: Partial<AlertFields>) => {
    const whole = { ...probe, ...fields }
    const draft = draftOfFields(kpi, whole)
    return isFor(draft) && isDeepStrictEqual(readAs(sentenceOf(bare, whole), lexicon), draft)
  }
  const grains = grainsOf(view).filter((grain) => isSaid({ grain }))
  const [grain] = grains
  const conditions = FORM_CONDITIONS.filter((condition) => grain && isSaid({ grain, condition }))
  if (!grain || conditions.length === 0) return null
  return { ...bare, grains, conditions, dimensions: dimensions.filter((each) => isSaid({ grain, each: each.name })) }
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
