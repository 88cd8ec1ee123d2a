/** Alert rules as they are spoken of: proposed with how often they would have fired, saved, listed, changed, muted, ended. */
import { isDeepStrictEqual } from 'node:util'
import type { Catalog } from '../../analytics/catalog.ts'
import type { Rule } from '../../analytics/live/rule.ts'
import { whyUnwatched } from '../../analytics/live/rules/watchable.ts'
import { keepHandled, openIncidents } from '../../analytics/live/store/incidents.ts'
import { rulesOfPlace, type Numbered } from '../../analytics/live/store/place-rules.ts'
import { endRule, isMutedIn, keepRule, muteRule } from '../../analytics/live/store/rules.ts'
import { parsePlace, printPerson, printPlace, type Person, type Place } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { Store } from '../../analytics/store/store.ts'
import { upperFirst } from '../../analytics/words/letters.ts'
import { changed } from '../../nlq/rules/change.ts'
import type { AlertCommand, RuleChange, Which } from '../../nlq/rules/command.ts'
import { ruleInWords } from '../../nlq/rules/understood.ts'
import type { ChatMessage } from '../message.ts'
import type { Platform } from '../platform.ts'
import { sentences } from '../replies/en-rules.ts'
import type { WayOn } from '../reply.ts'
import type { RightsOf } from '../rights.ts'
import type { Listed } from './listed.ts'
import { mayChange, sees, seesAlone } from './may.ts'
import { momentWords } from './moments.ts'
import type { SpokenOf, SpokenTurn, Spoken } from './spoken.ts'
import { placeHere, toldWhere, wordsOfPlace, type PolicyOfPlace } from './told-where.ts'
import type { Try } from './tried.ts'
import { typed } from './typed.ts'

/** What is said in answer, and what was done, for the record. */
export interface SaidOfRules {
  readonly text: string
  readonly ways: readonly WayOn[]
  readonly did: string | null
}

/** Of words that are about an alert that waits to be saved: the answer, or what they mean as a whole sentence. */
export type HeardOfRules =
  | { readonly kind: 'said'; readonly said: SaidOfRules }
  /** `after`: what was said before it. */
  | { readonly kind: 'meant'; readonly text: string; readonly after: string }

export interface RulesInChat {
  /** Null: they are about something else. */
  heard(message: ChatMessage, text: string): Promise<HeardOfRules | null>
  /** `policy`: under which the command was understood. */
  answer(command: AlertCommand, message: ChatMessage, policy: Policy): Promise<SaidOfRules>
}

interface Parts {
  readonly store: Store
  /** The whole one, with its streams. */
  readonly catalog: Catalog
  readonly rightsOf: RightsOf
  readonly policyOfPlace: PolicyOfPlace
  readonly platformOf: (name: string) => Platform | undefined
  readonly isTheirs: (place: Place, person: Person) => boolean
  readonly spokenOf: SpokenOf
  readonly tried: Try
  readonly listed: Listed
  /** Whether anybody watches, here or in another process. */
  readonly isWatched: () => Promise<boolean>
  /** What people are called. */
  readonly nameOf: (person: string) => Promise<string>
}

/** In one place. */
const mostRules = 100

export function createRulesInChat(parts: Parts): RulesInChat {
  const { store, catalog, rightsOf, spokenOf } = parts

  async function heard(message: ChatMessage, text: string): Promise<HeardOfRules | null> {
    const last = await spokenOf.last(message)
    const proposed = isOpen(last) ? last : null
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

  async function answer(command: AlertCommand, message: ChatMessage, policy: Policy): Promise<SaidOfRules> {
    switch (command.kind) {
      case 'make': {
        const { tell, ...draft } = command.draft
        const found = toldWhere(parts, message, tell)
        if (!found.ok) return only(found.because)
        const rule = { ...draft, id: '', tell: [printPlace(found.place)], owner: printPerson(message.author) }
        return propose(message, wordsOf(message), rule, null)
      }
      case 'change':
        return change(message, command.which, command.change, policy)
      case 'list':
        return only(
          await parts.listed.list(placeHere(parts, message), command.kpi, policyHere(message, policy), message),
        )
      case 'fatigue':
        return only(await parts.listed.fatigue(placeHere(parts, message), policyHere(message, policy), message))
      case 'mute':
      case 'unmute':
      case 'end':
        return withOne(message, command.which, policy, (numbered) => acted(message, command, numbered))
    }
  }

  /** What is told in a place is known to all who are there. */
  function policyHere(message: ChatMessage, policy: Policy): Policy {
    const place = placeHere(parts, message)
    return parts.policyOfPlace(place, parts.isTheirs(place, message.author) ? message.author : null) ?? policy
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

  /** Shows what would be saved, and how often it would have fired. */
  async function propose(
    message: ChatMessage,
    words: string,
    rule: Rule,
    changes: string | null,
  ): Promise<SaidOfRules> {
    const because = await refusal(message, rule)
    if (because !== null) return only(because)
    const twin = (await here(rule)).find(({ kept }) => isSame(kept.rule, rule))
    if (twin)
      return only(twin.kept.rule.id === changes ? sentences.nothingChanged(twin.number) : sentences.same(twin.number))
    const locale = message.locale ?? 'en'
    const { told, variants } = await parts.tried(rule, message.askedAt, locale)
    const spoken: Spoken = { kind: 'draft', rule, changes, variants, isOpen: true }
    const draft = await spokenOf.keep(message, words, spoken)
    const number =
      changes === null ? null : ((await here(rule)).find(({ kept }) => kept.rule.id === changes)?.number ?? null)
    const whole = `Tell ${wordsOfPlace(parts, rule.tell[0] ?? '', message)} when ${ruleInWords(rule, catalog)}.`
    const shown =
      number === null
        ? sentences.proposed(whole, told)
        : sentences.changed(number, `${ruleInWords(rule, catalog)}.`, told)
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
  async function saved(
    message: ChatMessage,
    draft: number,
    person: string,
    spoken: Spoken & { kind: 'draft' },
  ): Promise<SaidOfRules> {
    if (!spoken.isOpen) return only(sentences.droppedBefore)
    const { changes } = spoken
    const place = spoken.rule.tell[0] ?? ''
    const isOther = printPerson(message.author) !== person
    if (isOther && place !== printPlace(placeHere(parts, message))) return only(sentences.noDraft)
    const because = await refusal(message, spoken.rule)
    if (because !== null) return only(because)
    const all = await here(spoken.rule)
    const target = changes === null ? null : (all.find(({ kept }) => kept.rule.id === changes) ?? null)
    if (changes !== null) {
      if (!target) return only(sentences.noSuch)
      const refused = await whyNotChange(message, target)
      if (refused !== null) return only(refused)
    } else if (all.length >= mostRules) return only(sentences.tooMany(mostRules))
    const rule = { ...spoken.rule, id: changes ?? `${spoken.rule.kpi.slice(0, 40)}_${draft}` }
    await keepRule(store, rule, { source: 'chat', madeBy: target?.kept.madeBy ?? printPerson(message.author) })
    await spokenOf.become(draft, { kind: 'rule', id: rule.id })
    const number = (await here(rule)).find(({ kept }) => kept.rule.id === rule.id)?.number ?? 0
    const did = `alert ${rule.id} ${changes === null ? 'saved' : 'changed'}`
    const text =
      changes === null
        ? sentences.saved(number, wordsOfPlace(parts, place, message))
        : sentences.savedChange(number, `${ruleInWords(rule, catalog)}.`)
    return { ...only(text), did }
  }

  async function savedBefore(message: ChatMessage, id: string): Promise<SaidOfRules> {
    const found = (await rulesOfPlace(store, printPlace(placeHere(parts, message)))).find(
      ({ kept }) => kept.rule.id === id,
    )
    return only(found ? sentences.savedBefore(found.number) : sentences.noDraft)
  }

  async function change(message: ChatMessage, which: Which, how: RuleChange, policy: Policy): Promise<SaidOfRules> {
    const last = which.by === 'it' ? await spokenOf.last(message) : null
    const draft = isOpen(last) ? last : null
    if (draft) return changedFrom(message, how, draft.spoken.rule, draft)
    return withOne(message, which, policy, async (numbered) => {
      const refused = await whyNotChange(message, numbered)
      return refused === null ? changedFrom(message, how, numbered.kept.rule, null) : only(refused)
    })
  }

  async function changedFrom(
    message: ChatMessage,
    how: RuleChange,
    rule: Rule,
    draft: (SpokenTurn & { spoken: { kind: 'draft' } }) | null,
  ): Promise<SaidOfRules> {
    const next = changed(rule, how, catalog)
    if (!next.ok) return only(next.because)
    const where = how.parts.tell ? toldWhere(parts, message, how.parts.tell) : null
    if (where && !where.ok) return only(where.because)
    const tell = where?.ok ? [printPlace(where.place)] : rule.tell
    const words = draft ? draft.words : wordsOf(message)
    const result = await propose(message, words, { ...next.rule, tell }, draft ? draft.spoken.changes : rule.id)
    if (draft && result.ways.length > 0) await spokenOf.become(draft.number, { ...draft.spoken, isOpen: false })
    return result
  }

  /** Does something with the one rule that is meant, or says why none is. */
  async function withOne(
    message: ChatMessage,
    which: Which,
    policy: Policy,
    use: (numbered: Numbered) => Promise<SaidOfRules>,
  ): Promise<SaidOfRules> {
    const shown = policyHere(message, policy)
    const all = (await rulesOfPlace(store, printPlace(placeHere(parts, message)))).filter(
      ({ kept: { rule } }) => sees(shown, rule) || !catalog.kpis.has(rule.kpi),
    )
    const found = await meant(message, which, all)
    const [one] = found
    if (!one) return only(which.by === 'it' ? sentences.noIt : sentences.noSuch)
    if (found.length > 1) return only(sentences.which(found.map(({ number }) => number)))
    return use(one)
  }

  async function meant(message: ChatMessage, which: Which, all: readonly Numbered[]): Promise<readonly Numbered[]> {
    switch (which.by) {
      case 'number':
        return all.filter(({ number }) => number === which.number)
      case 'name':
        return all.filter(({ kept }) => kept.rule.id === which.id)
      case 'kpi': {
        const { kpi, slice } = which
        return all.filter(
          ({ kept: { rule } }) => rule.kpi === kpi && (slice === null || isDeepStrictEqual(rule.slice, slice)),
        )
      }
      case 'it': {
        const spoken = (await spokenOf.last(message))?.spoken
        // Where there is only one, it is that.
        if (!spoken) return all.length === 1 ? all : []
        const id = spoken.kind === 'rule' ? spoken.id : spoken.changes
        return all.filter(({ kept }) => kept.rule.id === id)
      }
    }
  }

  async function acted(
    message: ChatMessage,
    command: AlertCommand & { kind: 'mute' | 'unmute' | 'end' },
    { number, kept }: Numbered,
  ): Promise<SaidOfRules> {
    const { rule } = kept
    const place = printPlace(placeHere(parts, message))
    await spokenOf.keep(message, wordsOf(message), { kind: 'rule', id: rule.id })
    switch (command.kind) {
      case 'unmute':
        if (!isMutedIn(kept, place, Date.now())) return only(sentences.wasNotMuted(number))
        await muteRule(store, rule.id, place, null)
        return { ...only(sentences.unmuted(number)), did: `alert ${rule.id} unmuted` }
      case 'mute': {
        if (command.until.kind === 'recovery') return tillOver(message, number, rule)
        const until = command.until.kind === 'at' ? Date.parse(command.until.at) : Infinity
        const by = printPerson(message.author)
        await muteRule(store, rule.id, place, { until, by })
        const zone = catalog.views.get(catalog.kpis.get(rule.kpi)?.view ?? '')?.time?.zone ?? catalog.timezone
        const end = until === Infinity ? null : momentWords(until, 'hour', zone, message.locale ?? 'en')
        return { ...only(sentences.muted(number, end)), did: `alert ${rule.id} muted` }
      }
      case 'end': {
        const refused = await whyNotChange(message, { number, kept })
        if (refused !== null) return only(refused)
        await endRule(store, rule.id)
        return {
          ...only(sentences.ended(number, `${ruleInWords(rule, catalog)}.`)),
          did: `alert ${rule.id} ended`,
        }
      }
    }
  }

  /** Nothing of what is going on is told before it is over; what comes after it is. */
  async function tillOver(message: ChatMessage, number: number, { id, kpi }: Rule): Promise<SaidOfRules> {
    const open = await openIncidents(store, catalog.kpis.get(kpi)?.view ?? '')
    const own = open.filter(({ content, resolvedAt }) => content.rule === id && resolvedAt === null)
    if (own.length === 0) return only(sentences.notGoingOn(number))
    const snoozed = { snoozedUntil: Infinity, snoozedBy: printPerson(message.author) }
    for (const incident of own) await keepHandled(store, incident.id, { ...incident, ...snoozed })
    return { ...only(sentences.mutedTillOver(number)), did: `alert ${id} snoozed` }
  }

  async function whyNotChange(message: ChatMessage, { number, kept }: Numbered): Promise<string | null> {
    if (kept.source === 'file') return sentences.ofFile(number, kept.rule.id)
    if (mayChange(rightsOf, message, kept, catalog.access)) return null
    const who = [...new Set([kept.madeBy, kept.rule.owner])].filter((one) => one !== null)
    return sentences.mayNot(number, await Promise.all(who.map(parts.nameOf)))
  }

  const here = (rule: Rule) => rulesOfPlace(store, rule.tell[0] ?? '')

  return { heard, answer }
}

type OpenTurn = SpokenTurn & { readonly spoken: Spoken & { kind: 'draft' } }

function isOpen(turn: SpokenTurn | null): turn is OpenTurn {
  return turn?.spoken.kind === 'draft' && turn.spoken.isOpen
}

/** Whether two rules watch and tell the same. */
function isSame(one: Rule, other: Rule): boolean {
  const nameless = { id: '', owner: null }
  return isDeepStrictEqual({ ...one, ...nameless }, { ...other, ...nameless })
}

function wordsOf({ said }: ChatMessage): string {
  return said.kind === 'words' ? said.text : ''
}

function only(text: string): SaidOfRules {
  return { text: upperFirst(text), ways: [], did: null }
}
