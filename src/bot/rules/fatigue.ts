/** Once a week, who owns alerts that tell too much, or what few find useful, hears of them in private. */
import { Temporal } from 'temporal-polyfill'
import type { Catalog } from '../../analytics/catalog.ts'
import { figuresOfRules, type AlertFigures } from '../../analytics/live/store/alert-figures.ts'
import { readRules, type KeptRule } from '../../analytics/live/store/rules.ts'
import { parsePerson, type Person, type Place } from '../../analytics/place.ts'
import type { Store } from '../../analytics/store/store.ts'
import { ruleInWords } from '../../nlq/rules/understood.ts'
import type { Deliver } from '../deliver.ts'
import { plainReply } from '../plain-reply.ts'
import { sentences } from '../replies/en-rules.ts'

interface Parts {
  readonly store: Store
  readonly catalog: Catalog
  readonly deliver: Pick<Deliver, 'write'>
  /** Where somebody is told something alone; null: nowhere. */
  readonly privately: (person: Person) => Place | null
}

const WEEK = 7 * 86_400_000
/** More in a week is much for one rule. */
const muchAWeek = 14
/** Fewer verdicts say nothing. */
const enoughVotes = 3
/** On Mondays, in the catalog's zone. */
const fromHour = 9

/** To be called by the clock, by as many instances as there are: each line is sent once. */
export function createWeekly({ store, catalog, deliver, privately }: Parts): (now: Date) => Promise<void> {
  return async function weekly(now) {
    const wall = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(catalog.timezone)
    if (wall.dayOfWeek !== 1 || wall.hour < fromHour) return
    const figures = await figuresOfRules(store, new Date(now.getTime() - WEEK))
    const lines = new Map<string, string[]>()
    for (const kept of await readRules(store)) {
      const own = figures.get(kept.rule.id)
      const owner = kept.rule.owner ?? kept.madeBy
      if (!own || owner === null || !isTiring(own)) continue
      lines.set(owner, [...(lines.get(owner) ?? []), lineOf(kept, own)])
    }
    for (const [owner, own] of lines) {
      const person = parsePerson(owner)
      const place = person && privately(person)
      if (!place) continue
      const reply = plainReply({ kind: 'command', text: sentences.tiring(own) })
      const to = { place, onlyFor: null, handle: null }
      const key = `fatigue:${wall.toPlainDate().toString()}:${owner}`
      await deliver.write({ key, to, parcel: { kind: 'reply', reply }, owner: null })
    }
  }

  function lineOf({ rule }: KeptRule, { fired, useful, votes }: AlertFigures): string {
    return sentences.tiringOne(ruleInWords(rule, catalog), rule.tell, fired, useful, votes)
  }
}

function isTiring({ fired, votes, useful }: AlertFigures): boolean {
  return fired > muchAWeek || (votes >= enoughVotes && useful / votes < 0.5)
}
