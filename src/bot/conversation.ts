/** The product in one place: what somebody said becomes one reply. */
import type { Answer } from '../analytics/answer.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { printPerson, printPlace, type Place } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Audit, AuditLine } from '../analytics/store/audit.ts'
import type { Ask } from '../analytics/ask.ts'
import { besideOf } from '../analytics/why/beside.ts'
import type { ContextOf } from '../analytics/why/context.ts'
import { chartFor, kindsFor, type Chart } from '../charts/chart.ts'
import type { Plan } from '../nlq/plan.ts'
import type { AskResult } from './ask-result.ts'
import { longestQuestion, type Consider, type Considered, type Declined } from './consider.ts'
import type { Command } from './commands.ts'
import { failedReply, failureCode } from './failed.ts'
import type { Question as Asking } from './message.ts'
import { emptyResult, noticed, nothingBeside, plainReply } from './plain-reply.ts'
import type { Picture, Reply, WayOn } from './reply.ts'
import { sentences as rulesSentences } from './replies/en-rules.ts'
import type { VerifiedInChat } from './verified/verified-in-chat.ts'
import type { RulesInChat } from './rules/rules-in-chat.ts'
import type { SaidOfRules } from './rules/said-of-rules.ts'
import type { RightsOf } from './rights.ts'
import { words } from './replies/en.ts'
import { circumstancesInWords } from './replies/circumstances.ts'
import { explainedHeadline } from './replies/explained.ts'
import { provenanceOf, tableOf, textOf } from './replies/answer-words.ts'
import { nextRound } from './rounds.ts'
import { storable } from './storable.ts'
import { sinceSql, type Threads } from './threads.ts'
import { waysOn } from './ways-on.ts'

interface Parts {
  /** The policies the author may ask under here, in the order to try; or why none. */
  readonly rightsOf: RightsOf
  /** Which plan the words make, and under which policy. */
  readonly consider: Consider
  readonly ask: Ask
  /** What else is known of the time of a move that is explained. */
  readonly contextOf: ContextOf
  /** Whether there is an answer to a query; what a button offers should have one. */
  readonly canAnswer: (query: KpiQuery, policy: Policy) => Promise<boolean>
  /** What a command says: help, the KPIs, a definition, how current the data is. */
  readonly command: Command
  /** Alert rules; null: nothing is kept here that could be watched. */
  readonly rules: RulesInChat | null
  /** Answers that people vouch for. */
  readonly verified: VerifiedInChat
  readonly threads: Threads
  readonly audit: Audit
  /** `place`: where it will be seen. */
  readonly draw: (chart: Drawable, place: Place) => Promise<Picture>
  /** Told of what nobody expected; the asker gets a sentence. */
  readonly onError: (error: unknown, message: Pick<Asking, 'id' | 'author'>) => void
}

/** What is spoken of that is no question about figures. */
type Did = 'alerts' | 'verified'

export interface Conversation {
  /** Answers in words and figures, with the chart to be drawn. Never throws for what a person said. */
  answer(message: Asking, signal?: AbortSignal): Promise<Undrawn>
  /**
   * Whether the words or the choice make a question that may be asked; `standingAlone`: without what was said before.
   * Nothing is asked, kept or written down.
   */
  reads(message: Asking, how?: { readonly standingAlone?: boolean }): Promise<boolean>
  /** The reply with its picture, or with why it has none. Never throws. */
  drawn(reply: Undrawn, message: Pick<Asking, 'id' | 'author' | 'place'>): Promise<Reply>
}

/** A reply and the chart that belongs to it. */
export type Undrawn = Reply & { readonly chart: Drawable | null }

/** As much of a chart as a picture is drawn from, which is what a kept reply has of it. */
type Drawable = Pick<Chart, 'spec' | 'altText'>

export function createConversation(parts: Parts): Conversation {
  async function answer(sent: Asking, signal?: AbortSignal) {
    const message = { ...sent, said: storable(sent.said) }
    const startedAt = performance.now()
    const elapsed = () => Math.round((performance.now() - startedAt) * 10) / 10
    try {
      return await consider(message, signal, elapsed)
    } catch (error) {
      parts.onError(error, message)
      const code = failureCode(error)
      await parts
        .audit({ ...auditOf(message), kind: 'failed', error: code, elapsedMs: elapsed() })
        .catch((broken: unknown) => parts.onError(broken, message))
      return failedReply(code, elapsed())
    }
  }

  async function consider(message: Asking, signal: AbortSignal | undefined, elapsed: () => number) {
    const rights = parts.rightsOf(message)
    if (rights.kind === 'refused') return declined(message, null, { because: rights.because }, elapsed)
    const ofRule = message.said.kind === 'words' ? await parts.rules?.heard(message, message.said.text) : null
    if (ofRule?.kind === 'said') return ruled(message, ofRule.said, { name: 'alerts', planner: null }, elapsed)
    const meant: Asking = ofRule ? { ...message, said: { kind: 'words', text: ofRule.text } } : message
    const thread = sinceSql(await parts.threads.turns(message))
    const ofVerified =
      !ofRule && meant.said.kind === 'words' ? await parts.verified.heard(meant, meant.said.text, thread) : null
    if (ofVerified) return ruled(message, ofVerified, { name: 'verified', planner: null }, elapsed)
    const before = ofRule ? [...thread, { text: ofRule.after, query: null, wish: null }] : thread
    const understood = await parts.consider(meant, rights.policies, before, { isWaitedFor: true, signal })
    return noticed(await replyTo(message, understood, signal, elapsed), understood.notice ?? null)
  }

  async function replyTo(
    message: Asking,
    understood: Considered,
    signal: AbortSignal | undefined,
    elapsed: () => number,
  ): Promise<Undrawn> {
    if (understood.kind === 'decline') return declined(message, understood.policy, understood, elapsed)
    const { plan, planner, policy } = understood
    // A command is no turn of the conversation, unless it ends one or is of an alert, which can be spoken of further.
    if (plan.kind !== 'command' || plan.name === 'reset' || plan.name === 'alerts') await rememberTurn(message, plan)
    switch (plan.kind) {
      case 'query':
        return answered(message, plan, planner, policy, signal, elapsed)
      case 'clarify': {
        await parts.audit({ ...auditOf(message), kind: 'clarify', policy: policy.hash, planner, elapsedMs: elapsed() })
        const { choices, sentences = [] } = plan
        return wordsOnly(
          {
            kind: 'clarify',
            planner,
            text: [plan.ask, ...sentences.map(({ text }) => `• ${text}`)].join('\n'),
            choices,
            elapsedMs: elapsed(),
          },
          [
            ...choices.map(({ label, query }): WayOn => ({ kind: 'query', group: 'choice', label, query })),
            ...sentences.map(({ label, text }): WayOn => ({ kind: 'words', label, text })),
          ],
        )
      }
      case 'command': {
        if (plan.name === 'alerts') {
          const none = { text: rulesSentences.noStore, ways: [], did: null }
          const said = (await parts.rules?.answer(plan.alerts, message, policy)) ?? none
          return ruled(message, said, { name: 'alerts', planner, policy: policy.hash }, elapsed)
        }
        const { locale = 'en', place, askedAt } = message
        const text = await parts.command(plan, policy, { locale, platform: place.platform, now: askedAt })
        await parts.audit({ ...auditOf(message), kind: 'command', policy: policy.hash, planner, elapsedMs: elapsed() })
        const command = { name: plan.name, arguments: plan.arguments }
        return wordsOnly({ kind: 'command', planner, text, command, elapsedMs: elapsed() }, [])
      }
    }
  }

  async function answered(
    message: Asking,
    plan: Plan & { kind: 'query' },
    planner: string,
    policy: Policy,
    signal: AbortSignal | undefined,
    elapsed: () => number,
  ) {
    await nextRound()
    const asked = await parts.ask(plan.query, policy, signal)
    if (asked.kind === 'cannot') return declined(message, policy, { because: asked.because, planner }, elapsed)
    const base = { ...auditOf(message), policy: policy.hash, planner, understood: plan.understood, query: plan.query }
    if (asked.kind === 'refused') {
      await parts.audit({ ...base, kind: 'refused', sql: asked.sql, rule: asked.rule, elapsedMs: elapsed() })
      return failedReply('refused', elapsed())
    }
    const found: Answer = asked.answer
    await nextRound()
    const locale = message.locale ?? 'en'
    const understood = [plan.understood, ...found.notes].join(', ')
    const drawing = { catalog: policy.catalog, understood, locale, ...(plan.wish ? { wish: plan.wish } : {}) }
    const chart = chartFor(found, drawing)
    const table = tableOf(found, locale)
    const printed = plan.carried ? `${understood}; ${plan.carried}` : understood
    const headline =
      explainedHeadline(found, policy.catalog, locale) ??
      chart?.title ??
      (found.rows.length === 0 ? words.nothing : understood)
    const provenance = provenanceOf(found, policy, locale)
    const context = await contextIn(message, found, policy, signal)
    const notes = [...(chart?.note === undefined ? [] : [chart.note]), ...context]
    const text = textOf({ headline, answer: found, table, understood: printed, provenance, notes, locale })
    await parts.audit({
      ...base,
      understood: printed,
      kind: 'answer',
      sql: found.sql,
      rows: found.rows.length,
      bytes: JSON.stringify(found.rows).length,
      elapsedMs: elapsed(),
    })
    const result: AskResult = {
      ...emptyResult,
      kind: 'answer',
      understood: printed,
      planner,
      query: found.query,
      sql: found.sql,
      parameters: found.parameters,
      columns: found.columns.map(({ name, role, type, unit, label }) => ({ name, role, type, unit, label })),
      rows: found.rows,
      truncated: found.truncated,
      asOf: found.asOf,
      sources: found.sources,
      chart: chart && { kind: chart.kind, spec: chart.spec, altText: chart.altText },
      text,
      elapsedMs: elapsed(),
    }
    await nextRound()
    const ways: WayOn[] = []
    for (const way of waysOn(found.query, policy.catalog))
      if (way.kind !== 'query' || (await parts.canAnswer(way.query, policy))) ways.push(way)
    const isTheirs = parts.verified.mayBeOffered(message, found.query)
    const beside = {
      ...nothingBeside,
      chartKinds: kindsFor(found, drawing),
      confidence: plan.confidence ?? null,
      ...(plan.marks?.length && { marks: plan.marks }),
      ...(isTheirs && { isTheirsToVerify: true as const }),
    }
    return { ...beside, result, headline, table, provenance, ways, chart }
  }

  /** Of an explanation, a line each; what cannot be had is left out. */
  async function contextIn(message: Asking, answer: Answer, policy: Policy, signal: AbortSignal | undefined) {
    const asked = besideOf(answer.query)
    if (!asked) return []
    try {
      const { locale = 'en' } = message
      return circumstancesInWords(await parts.contextOf(asked, policy, signal), asked.kpi, { ...policy, locale })
    } catch (error) {
      parts.onError(error, message)
      return []
    }
  }

  async function ruled(
    message: Asking,
    { text, ways, did }: SaidOfRules,
    { name, planner, policy }: { readonly name: Did; readonly planner: string | null; readonly policy?: string },
    elapsed: () => number,
  ) {
    const done = did === null ? {} : { understood: did }
    const under = policy === undefined ? {} : { policy }
    const kind = name === 'verified' && did !== null ? 'verified' : 'command'
    await parts.audit({ ...auditOf(message), kind, ...under, ...done, elapsedMs: elapsed() })
    const command = { name, arguments: {} }
    return wordsOnly({ kind: 'command', planner, text, command, elapsedMs: elapsed() }, ways)
  }

  async function declined(message: Asking, policy: Policy | null, why: Declined, elapsed: () => number) {
    const { because, instead = [], planner = null, isTalk, isFinal } = why
    await parts.audit({
      ...auditOf(message),
      kind: 'decline',
      ...(policy ? { policy: policy.hash } : {}),
      elapsedMs: elapsed(),
    })
    const text = [because, ...instead.map((question) => `• ${question}`)].join('\n')
    const reply = wordsOnly(
      { kind: 'decline', planner, text, because, elapsedMs: elapsed() },
      instead.map((question) => ({ kind: 'words', label: question, text: question })),
      because,
    )
    return { ...reply, ...(isTalk && { isTalk }), ...(isFinal && { isFinal }) }
  }

  async function rememberTurn(message: Asking, plan: Plan): Promise<void> {
    const query = plan.kind === 'query' ? plan.query : null
    const wish = plan.kind === 'query' ? plan.wish : null
    const text = message.said.kind === 'words' ? message.said.text : message.said.label
    await parts.threads.remember(message, { text, query, wish })
  }

  return {
    answer,
    async reads(message, { standingAlone = false } = {}) {
      const rights = parts.rightsOf(message)
      if (rights.kind === 'refused') return false
      const thread = standingAlone ? [] : sinceSql(await parts.threads.turns(message))
      const understood = await parts.consider(message, rights.policies, thread, { isWaitedFor: false })
      return understood.kind === 'understood' && understood.plan.kind === 'query'
    },
    async drawn({ chart, ...plain }, message) {
      if (!chart) return plain
      try {
        return { ...plain, picture: await parts.draw(chart, message.place) }
      } catch (error) {
        parts.onError(error, message)
        return { ...plain, pictureMissing: words.pictureFailed }
      }
    },
  }
}

function auditOf(message: Asking): Omit<AuditLine, 'kind'> {
  return {
    message: message.id,
    place: printPlace(message.place),
    person: printPerson(message.author),
    question: message.said.kind === 'words' ? message.said.text.slice(0, longestQuestion) : message.said.label,
  }
}

function wordsOnly(...given: Parameters<typeof plainReply>): Reply & { chart: null } {
  return { ...plainReply(...given), chart: null }
}
