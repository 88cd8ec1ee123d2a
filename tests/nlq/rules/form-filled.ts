/** What is filled into the form for alerts, and whether its sentence is read as exactly that. */
import { isDeepStrictEqual } from 'node:util'
import type { AlertFields, FormKpi } from '../../../src/nlq/rules/form.ts'
import { draftOfFields, referencesOf, sentenceOf, whyNoRule } from '../../../src/nlq/rules/form.ts'
import { alertPlan } from '../../../src/nlq/rules/alerts.ts'
import { wordsOf } from '../../../src/nlq/abbreviations.ts'
import { now } from '../catalogs.ts'
import { lexicons, type Trade } from './minds.ts'

const amounts = {
  above: [0, 0.5, 20, 1_500, 1_234_567.25],
  below: [0, 3, 99.5, 10_000],
  rises: [0.5, 20, 150],
  falls: [2, 12.5, 100],
  unusual: [0],
  silent: [1, 30, 60, 90],
} as const

/** The sentences of every `step`th combination that are not read as their fields, and how many were tried. */
export function misread(
  trade: Trade,
  offered: readonly FormKpi[],
  step: number,
): { readonly wrong: readonly string[]; readonly tried: number } {
  const lexicon = lexicons[trade]
  const wrong: string[] = []
  let [seen, tried] = [0, 0]
  for (const kpi of offered)
    for (const fields of combinationsOf(kpi)) {
      if (whyNoRule(fields) !== null || seen++ % step !== 0) continue
      tried++
      const text = sentenceOf(kpi, fields)
      const plan = alertPlan({ text, now, thread: [] }, wordsOf(text, lexicon), lexicon)
      const read = plan?.kind === 'command' && plan.name === 'alerts' ? plan.alerts : null
      if (!isDeepStrictEqual(read, { kind: 'make', draft: draftOfFields(kpi, fields) })) wrong.push(text)
    }
  return { wrong, tried }
}

/** Each condition at each amount, each reference, each slice and grain; what is under "More" takes its turns. */
function* combinationsOf(kpi: FormKpi): Generator<AlertFields> {
  let turn = 0
  for (const condition of kpi.conditions)
    for (const grain of kpi.grains)
      for (const each of [null, ...kpi.dimensions.map(({ name }) => name)])
        for (const against of condition === 'rises' || condition === 'falls'
          ? referencesOf(grain)
          : (['normal'] as const))
          for (const amount of amounts[condition]) {
            turn++
            const buckets = [1, 2, 3, 24][turn % 4]!
            const quiet = [null, { from: '22:00', to: '07:00' }, { from: '09:30', to: '17:05' }][turn % 3]!
            const severity = (['warning', 'info', 'critical', 'warning', 'critical'] as const)[turn % 5]!
            yield { condition, grain, each, against, amount, buckets, quiet, severity }
          }
}
