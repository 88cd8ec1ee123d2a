/** Alert rules as they are spoken of: proposed and saved, listed, changed, muted, ended. */
import type { Rule } from '../../analytics/live/rule.ts'
import { handle } from '../../analytics/live/store/acts.ts'
import { incidentsOf } from '../../analytics/live/store/incidents.ts'
import type { Numbered } from '../../analytics/live/store/place-rules.ts'
import { endRule, isMutedIn, muteRule } from '../../analytics/live/store/rules.ts'
import { printPerson, printPlace } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import { changed } from '../../nlq/rules/change.ts'
import type { AlertCommand, RuleChange, Which } from '../../nlq/rules/command.ts'
import { ruleInWords } from '../../nlq/rules/understood.ts'
import type { ChatMessage } from '../message.ts'
import { zoneOf } from '../replies/alert-words.ts'
import { sentences } from '../replies/en-rules.ts'
import type { Listed } from './listed.ts'
import { whyNotChange } from './may.ts'
import { momentWords } from './moments.ts'
import { createProposals, type HeardOfRules, type ProposalParts } from './proposals.ts'
import { only, wordsOf, type SaidOfRules } from './said-of-rules.ts'
import { messageOf, openDraft, type OpenTurn } from './spoken.ts'
import { placeHere, policyHere, toldWhere } from './told-where.ts'
import { meant, rulesSeen } from './which-rule.ts'

export interface RulesInChat {
  /** What is typed or pressed about a proposal. Null: it is about something else. */
  heard(message: ChatMessage, text: string): Promise<HeardOfRules | null>
  /** `policy`: under which the command was understood. */
  answer(command: AlertCommand, message: ChatMessage, policy: Policy): Promise<SaidOfRules>
}

interface Parts extends ProposalParts {
  readonly listed: Listed
}

export function createRulesInChat(parts: Parts): RulesInChat {
  const { store, catalog, spokenOf } = parts
  const proposals = createProposals(parts)

  async function answer(command: AlertCommand, message: ChatMessage, policy: Policy): Promise<SaidOfRules> {
    switch (command.kind) {
      case 'make': {
        const { tell, ...draft } = command.draft
        const found = toldWhere(parts, message, tell)
        if (!found.ok) return only(found.because)
        const rule = { ...draft, id: '', tell: [printPlace(found.place)], owner: printPerson(message.author) }
        return proposals.propose(message, wordsOf(message), rule, null)
      }
      case 'change':
        return change(message, command.which, command.change, policy)
      case 'list':
        return only(
          await parts.listed.list(placeHere(parts, message), command.kpi, policyHere(parts, message, policy), message),
        )
      case 'fatigue':
        return only(await parts.listed.fatigue(placeHere(parts, message), policyHere(parts, message, policy), message))
      case 'mute':
      case 'unmute':
      case 'end':
        return withOne(message, command.which, policy, (numbered) => acted(message, command, numbered))
    }
  }

  async function change(message: ChatMessage, which: Which, how: RuleChange, policy: Policy): Promise<SaidOfRules> {
    const draft = which.by === 'it' ? openDraft(await spokenOf.last(message)) : null
    if (draft) return changedFrom(message, how, draft.spoken.rule, draft)
    return withOne(message, which, policy, async (numbered) => {
      const refused = await whyNotChange(parts, message, numbered)
      return refused === null ? changedFrom(message, how, numbered.kept.rule, null) : only(refused)
    })
  }

  async function changedFrom(
    message: ChatMessage,
    how: RuleChange,
    rule: Rule,
    draft: OpenTurn | null,
  ): Promise<SaidOfRules> {
    const next = changed(rule, how, catalog)
    if (!next.ok) return only(next.because)
    const where = how.parts.tell ? toldWhere(parts, message, how.parts.tell) : null
    if (where && !where.ok) return only(where.because)
    const tell = where?.ok ? [printPlace(where.place)] : rule.tell
    const words = draft ? draft.words : wordsOf(message)
    const result = await proposals.propose(
      message,
      words,
      { ...next.rule, tell },
      draft ? draft.spoken.changes : rule.id,
    )
    if (draft && result.ways.length > 0)
      await spokenOf.become(draft.number, { ...draft.spoken, isOpen: false, movedOn: messageOf(message) })
    return result
  }

  /** Does something with the one rule that is meant, or says why none is. */
  async function withOne(
    message: ChatMessage,
    which: Which,
    policy: Policy,
    use: (numbered: Numbered) => Promise<SaidOfRules>,
  ): Promise<SaidOfRules> {
    const all = await rulesSeen(parts, placeHere(parts, message), policyHere(parts, message, policy))
    const last = which.by === 'it' ? await spokenOf.last(message) : null
    const found = meant(which, all, last && last.spoken)
    const [one] = found
    if (!one) return only(which.by === 'it' ? sentences.noIt : sentences.noSuch)
    if (found.length > 1) return only(sentences.which(found.map(({ number }) => number)))
    return use(one)
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
        return unmuted(message, place, { number, kept })
      case 'mute': {
        if (command.until.kind === 'recovery') return tillOver(message, number, rule)
        const until = command.until.kind === 'at' ? Date.parse(command.until.at) : Infinity
        const by = printPerson(message.author)
        await muteRule(store, rule.id, place, { until, by })
        const zone = zoneOf(rule.kpi, catalog)
        const end = until === Infinity ? null : momentWords(until, 'hour', zone, message.locale ?? 'en')
        return { ...only(sentences.muted(number, end)), did: `alert ${rule.id} muted` }
      }
      case 'end': {
        const refused = await whyNotChange(parts, message, { number, kept })
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
  async function tillOver(message: ChatMessage, number: number, { id }: Rule): Promise<SaidOfRules> {
    const goingOn = await incidentsOf(store, id)
    if (goingOn.length === 0) return only(sentences.notGoingOn(number))
    const by = { person: printPerson(message.author), now: Date.now() }
    for (const incident of goingOn) await handle(store, incident.id, { kind: 'snooze', until: Infinity }, by)
    return { ...only(sentences.mutedTillOver(number)), did: `alert ${id} snoozed` }
  }

  /** Told again, what is going on too. */
  async function unmuted(message: ChatMessage, place: string, { number, kept }: Numbered): Promise<SaidOfRules> {
    const { id } = kept.rule
    const by = { person: printPerson(message.author), now: Date.now() }
    const snoozed = (await incidentsOf(store, id)).filter(({ snoozedUntil }) => snoozedUntil !== null)
    const isMuted = isMutedIn(kept, place, by.now)
    if (!isMuted && snoozed.length === 0) return only(sentences.wasNotMuted(number))
    if (isMuted) await muteRule(store, id, place, null)
    for (const incident of snoozed) await handle(store, incident.id, { kind: 'unsnooze' }, by)
    return { ...only(sentences.unmuted(number)), did: `alert ${id} unmuted` }
  }

  return { heard: (message, text) => proposals.heard(message, text), answer }
}
