/** The alerts of a place, as a list and by how they do. */
import type { Catalog } from '../../analytics/catalog.ts'
import { readyFrom } from '../../analytics/live/ready.ts'
import { whyUnwatched } from '../../analytics/live/rules/watchable.ts'
import { figuresOfPlaces, figuresOfRules, type AlertFigures } from '../../analytics/live/store/alert-figures.ts'
import type { Numbered } from '../../analytics/live/store/place-rules.ts'
import { printPlace, type Place } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { Store } from '../../analytics/store/store.ts'
import { sharePercent } from '../../charts/format.ts'
import { ruleInWords } from '../../nlq/rules/understood.ts'
import type { ChatMessage } from '../message.ts'
import { zoneOf } from '../replies/alert-words.ts'
import { sentences } from '../replies/en-rules.ts'
import { momentWords } from './moments.ts'
import { rulesSeen } from './which-rule.ts'

export interface Listed {
  /** Of one KPI, or all. */
  list(place: Place, kpi: string | null, policy: Policy, message: ChatMessage): Promise<string>
  /** How often they told in the last days, and what people thought of it. */
  fatigue(place: Place, policy: Policy, message: ChatMessage): Promise<string>
}

interface Parts {
  readonly store: Store
  /** The whole one, with its streams. */
  readonly catalog: Catalog
  readonly nameOf: (person: string) => Promise<string>
}

const DAY = 86_400_000
const longMs = 30 * DAY
const shortMs = 7 * DAY

export function createListed({ store, catalog, nameOf }: Parts): Listed {
  const visible = (place: Place, policy: Policy) => rulesSeen({ store, catalog }, place, policy)

  async function factsOf({ kept }: Numbered, place: Place, figures: AlertFigures | undefined, locale: string) {
    const { rule, source, mutes, bar, madeBy, madeAt } = kept
    const zone = zoneOf(rule.kpi, catalog)
    const facts: string[] = []
    const why = whyUnwatched(rule, catalog)
    if (why !== null) facts.push(sentences.isDead(why))
    const ready = why === null ? await readyFrom(store, catalog, rule) : null
    if (ready?.kind === 'from')
      facts.push(sentences.readyFrom(momentWords(ready.at.getTime(), rule.grain, zone, locale)))
    if (ready?.kind === 'unknown') facts.push(sentences.notReady)
    const mute = mutes.get(printPlace(place))?.until ?? 0
    if (mute > Date.now())
      facts.push(sentences.mutedUntil(mute === Infinity ? null : momentWords(mute, 'hour', zone, locale)))
    if (figures && figures.open > 0) facts.push(sentences.goingOn)
    const isYoung = madeAt.getTime() > Date.now() - longMs
    const since = isYoung ? momentWords(madeAt.getTime(), 'hour', zone, locale) : null
    facts.push(sentences.firedLately(figures?.fired ?? 0, since))
    if (figures && figures.votes > 0) facts.push(sentences.useful(figures.useful, figures.votes))
    if (bar !== 1) facts.push(sentences.raisedBy(sharePercent(bar - 1, locale)))
    if (source === 'file') facts.push(sentences.fromFile(rule.id))
    else if (madeBy !== null) facts.push(sentences.by(await nameOf(madeBy)))
    return facts
  }

  return {
    async list(place, kpi, policy, { locale = 'en' }) {
      const all = (await visible(place, policy)).filter(({ kept }) => kpi === null || kept.rule.kpi === kpi)
      if (all.length === 0) return kpi === null ? sentences.none : sentences.noneOn(catalog.kpis.get(kpi)?.label ?? kpi)
      const figures = await figuresOfRules(store, new Date(Date.now() - longMs))
      const lines = all.map(async (one) => {
        const { rule } = one.kept
        const facts = await factsOf(one, place, figures.get(rule.id), locale)
        return sentences.listed(one.number, ruleInWords(rule, catalog), facts)
      })
      return sentences.list(await Promise.all(lines))
    },
    async fatigue(place, policy, { locale = 'en' }) {
      const printed = printPlace(place)
      const all = await visible(place, policy)
      if (all.length === 0) return sentences.none
      const days = (await figuresOfPlaces(store, new Date(Date.now() - shortMs), catalog.timezone)).filter(
        (one) => one.place === printed,
      )
      const sum = (of: 'alerts' | 'votes' | 'useful') => days.reduce((total, one) => total + one[of], 0)
      const figures = await figuresOfRules(store, new Date(Date.now() - longMs))
      const lines = all
        .map((one) => ({ ...one, figures: figures.get(one.kept.rule.id) }))
        .toSorted((one, other) => (other.figures?.fired ?? 0) - (one.figures?.fired ?? 0))
        .map(({ number, kept, figures: own }) =>
          sentences.fatigueOf(
            number,
            ruleInWords(kept.rule, catalog),
            own?.fired ?? 0,
            own?.useful ?? 0,
            own?.votes ?? 0,
          ),
        )
      const share = sum('votes') === 0 ? null : sharePercent(sum('useful') / sum('votes'), locale)
      const perDay = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(sum('alerts') / 7)
      return [sentences.fatigue(sum('alerts'), perDay, share), ...lines.map((line) => `• ${line}`)].join('\n')
    },
  }
}
