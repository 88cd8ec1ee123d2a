/** Alert rules that are proposed, with how often they would have fired, and saved when somebody says so. */
import { isDeepStrictEqual } from 'node:util'
import type { Catalog } from '../../analytics/catalog.ts'
import type { Rule } from '../../analytics/live/rule.ts'
import { whyUnwatched } from '../../analytics/live/rules/watchable.ts'
import { rulesOfPlace, type Numbered } from '../../analytics/live/store/place-rules.ts'
import { endRule, keepRule, raiseBar } from '../../analytics/live/store/rules.ts'
import { parsePlace, printPerson, printPlace, type Person, type Place } from '../../analytics/place.ts'
import type { Store } from '../../analytics/store/store.ts'
import { upperFirst } from '../../analytics/words/letters.ts'
import { ruleInWords } from '../../nlq/rules/understood.ts'
import type { ChatMessage } from '../message.ts'
import type { Platform } from '../platform.ts'
import { sentences } from '../replies/en-rules.ts'
import type { WayOn } from '../reply.ts'
import type { RightsOf } from '../rights.ts'
import { sees, seesAlone, whyNotChange } from './may.ts'
import { only, type SaidOfRules } from './said-of-rules.ts'
import { openDraft, type Draft, type SpokenOf } from './spoken.ts'
import { placeHere, wordsOfPlace, type PolicyOfPlace } from './told-where.ts'
import type { Try } from './tried.ts'
import { typed } from './typed.ts'

/** Of words that are about an alert that waits to be saved: the answer, or what they mean as a whole sentence. */
export type HeardOfRules =
  | { readonly kind: 'said'; readonly said: SaidOfRules }
  /** `after`: what was said before it. */
  | { readonly kind: 'meant'; readonly text: string; readonly after: string }

export interface Proposals {
  /** What is typed or pressed about a proposal. Null: it is about something else. */
  heard(message: ChatMessage, text: string): Promise<HeardOfRules | null>
  /** Shows what would be saved, and how often it would have fired. `changes`: id of the rule that it changes; null: it is new. */
  propose(message: ChatMessage, words: string, rule: Rule, changes: string | null): Promise<SaidOfRules>
}

export interface ProposalParts {
  readonly store: Store
  /** The whole one, with its streams. */
  readonly catalog: Catalog
  readonly rightsOf: RightsOf
  readonly policyOfPlace: PolicyOfPlace
  readonly platformOf: (name: string) => Platform | undefined
  readonly isTheirs: (place: Place, person: Person) => boolean
  readonly spokenOf: SpokenOf
  readonly tried: Try
  /** Whether anybody watches, here or in another process. */
  readonly isWatched: () => Promise<boolean>
  /** What people are called. */
  readonly nameOf: (person: string) => Promise<string>
}

/** In one place. */
const mostRules = 100

export function createProposals(parts: ProposalParts): Proposals {
  const { store, catalog, rightsOf, spokenOf } = parts
  const there = (rule: Rule) => rulesOfPlace(store, rule.tell[0] ?? '')

  async function heard(message: ChatMessage, text: string): Promise<HeardOfRules | null> {
    const last = await spokenOf.last(message)
    const proposed = openDraft(last)
    const meant = typed(text, proposed !== null)
    if (!meant) return null
    if (meant.kind === 'instead')
      return { kind: 'meant', text: `change it to ${meant.text}`, after: proposed?.words ?? '' }
    // "Save" may be said of something else, where no alert was spoken of.
    if (meant.draft === null && last?.spoken.kind !== 'draft') return null
    const turn = meant.draft === null ? last : await spokenOf.find(message, meant.draft)
    if (!turn) return { kind: 'said', said: only(sentences.noDraft) }
    const { spoken } = turn
    if (spoken.kind === 'rule') return { kind: 'said', said: await savedBefore(message, spoken.id) }
    switch (meant.kind) {
      case 'save':
        return { kind: 'said', said: await saved(message, turn.number, turn.person, spoken) }
      case 'cancel':
        await spokenOf.become(turn.number, { ...spoken, isOpen: false })
        return { kind: 'said', said: { ...only(sentences.dropped), did: 'alert not saved' } }
      case 'at': {
        const variant = spoken.variants.find(({ label }) => label.toLowerCase() === meant.size)
        if (!variant) return { kind: 'said', said: only(sentences.noSuchSize) }
        await spokenOf.become(turn.number, { ...spoken, isOpen: false })
        return { kind: 'said', said: await propose(message, turn.words, variant.rule, spoken.changes) }
      }
    }
  }

  async function propose(
    message: ChatMessage,
    words: string,
    rule: Rule,
    changes: string | null,
  ): Promise<SaidOfRules> {
    const because = await refusal(message, rule)
    if (because !== null) return only(because)
    const twin = (await there(rule)).find(({ kept }) => isSame(kept.rule, rule))
    if (twin)
      return only(twin.kept.rule.id === changes ? sentences.nothingChanged(twin.number) : sentences.same(twin.number))
    const locale = message.locale ?? 'en'
    const { told, variants } = await parts.tried(rule, message.askedAt, locale)
    const proposal: Draft = { kind: 'draft', rule, changes, variants, isOpen: true }
    const draft = await spokenOf.keep(message, words, proposal)
    const target = await ruleHere(message, changes)
    const said = `${ruleInWords(rule, catalog)}.`
    const telling = `tell ${wordsOfPlace(parts, rule.tell[0] ?? '', message)} when ${said}`
    const shown = target
      ? sentences.changed(target.number, isMoved(target, rule) ? telling : said, told)
      : sentences.proposed(upperFirst(telling), told)
    const watched = (await parts.isWatched()) ? [] : [sentences.nobodyWatches]
    const text = [shown, ...watched, sentences.askSave(variants.length > 0)].join('\n')
    const way = (label: string, said: string): WayOn => ({ kind: 'words', label, text: said })
    return {
      text,
      ways: [
        way(sentences.save, sentences.saveDraft(draft)),
        ...variants.map(({ label, times }) => way(sentences.atSize(label, times), sentences.draftAt(draft, label))),
        way(sentences.cancel, sentences.cancelDraft(draft)),
      ],
      did: null,
    }
  }

  /** Rights are looked at again: they may be others than when it was proposed, or than those of who proposed it. */
  async function saved(message: ChatMessage, draft: number, person: string, spoken: Draft): Promise<SaidOfRules> {
    if (!spoken.isOpen) return only(sentences.droppedBefore)
    const { changes } = spoken
    const place = spoken.rule.tell[0] ?? ''
    const isOther = printPerson(message.author) !== person
    if (isOther && place !== printPlace(placeHere(parts, message))) return only(sentences.noDraft)
    const because = await refusal(message, spoken.rule)
    if (because !== null) return only(because)
    const target = await ruleHere(message, changes)
    if (changes !== null) {
      if (!target) return only(sentences.noSuch)
      const refused = await whyNotChange(parts, message, target)
      if (refused !== null) return only(refused)
    }
    const isNew = !target || isMoved(target, spoken.rule)
    if (isNew && (await there(spoken.rule)).length >= mostRules) return only(sentences.tooMany(mostRules))
    const rule = { ...spoken.rule, id: isNew ? `${spoken.rule.kpi.slice(0, 40)}_${draft}` : target.kept.rule.id }
    await keepRule(store, rule, { source: 'chat', madeBy: target?.kept.madeBy ?? printPerson(message.author) })
    await spokenOf.become(draft, { kind: 'rule', id: rule.id })
    if (!isNew)
      return {
        ...only(sentences.savedChange(target.number, `${ruleInWords(rule, catalog)}.`)),
        did: `alert ${rule.id} changed`,
      }
    if (target) await leave(target, rule)
    const number = (await there(rule)).find(({ kept }) => kept.rule.id === rule.id)?.number ?? 0
    const where = wordsOfPlace(parts, place, message)
    return target
      ? {
          ...only(sentences.moved(target.number, where, number)),
          did: `alert ${target.kept.rule.id} moved, as ${rule.id}`,
        }
      : { ...only(sentences.saved(number, where)), did: `alert ${rule.id} saved` }
  }

  /** Told elsewhere it is another rule, so that the numbers of both places stay; it keeps the bar that people gave it. */
  async function leave({ kept }: Numbered, { id }: Rule): Promise<void> {
    if (kept.bar !== 1) await raiseBar(store, id, kept.bar)
    await endRule(store, kept.rule.id)
  }

  /** A rule of the place that is spoken in; null: none, or it has ended. */
  async function ruleHere(message: ChatMessage, id: string | null): Promise<Numbered | null> {
    if (id === null) return null
    const all = await rulesOfPlace(store, printPlace(placeHere(parts, message)))
    return all.find(({ kept }) => kept.rule.id === id) ?? null
  }

  async function savedBefore(message: ChatMessage, id: string): Promise<SaidOfRules> {
    const found = await ruleHere(message, id)
    return only(found ? sentences.savedBefore(found.number) : sentences.noDraft)
  }

  /** What is in the way of a rule; null: nothing is. */
  async function refusal(message: ChatMessage, rule: Rule): Promise<string | null> {
    const why = whyUnwatched(rule, catalog)
    if (why !== null) return sentences.unwatched(why)
    if (!seesAlone(rightsOf, message, rule)) return sentences.makerMayNot
    for (const printed of rule.tell) {
      const place = parsePlace(printed)
      const alone = place && parts.isTheirs(place, message.author) ? message.author : null
      const policy = place && parts.policyOfPlace(place, alone)
      if (!policy || !sees(policy, rule)) return sentences.placeMayNot(wordsOfPlace(parts, printed, message))
    }
    return null
  }

  return { heard, propose }
}

function isMoved({ kept }: Numbered, { tell }: Rule): boolean {
  return !isDeepStrictEqual(kept.rule.tell, tell)
}

/** Whether two rules watch and tell the same. */
function isSame(one: Rule, other: Rule): boolean {
  const nameless = { id: '', owner: null }
  return isDeepStrictEqual({ ...one, ...nameless }, { ...other, ...nameless })
}
