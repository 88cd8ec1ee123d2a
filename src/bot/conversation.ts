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
import type { Plan, Question, Turn } from '../nlq/plan.ts'
import type { AskResult } from './ask-result.ts'
import { choose, viewNames } from './chosen.ts'
import type { Command } from './commands.ts'
import { failedReply, failureCode } from './failed.ts'
import type { Asked, Question as Asking } from './message.ts'
import { emptyResult, noticed, nothingBeside, plainReply } from './plain-reply.ts'
import type { Picture, Reply, WayOn } from './reply.ts'
import { sentences as rulesSentences } from './replies/en-rules.ts'
import type { RulesInChat, SaidOfRules } from './rules/rules-in-chat.ts'
import { hidesRows, type RightsOf } from './rights.ts'
import { words } from './replies/en.ts'
import { circumstancesInWords } from './replies/circumstances.ts'
import { explainedHeadline } from './replies/explained.ts'
import { provenanceOf, tableOf, textOf } from './replies/answer-words.ts'
import { nextRound } from './rounds.ts'
import { storable } from './storable.ts'
import type { Threads } from './threads.ts'
import { waysOn } from './ways-on.ts'

/** Longer texts are no questions. */
const longestQuestion = 2_000

/** What a planner made of the words, and which planner. */
export interface Understood {
  readonly plan: Plan
  readonly planner: string
  /** What people should know of how it was read: a sentence. */
  readonly notice: string | null
}

/** `message`: who waits for an answer; null: nobody does, and nothing is spent on it. */
interface Reading {
  readonly planner: string | undefined
  readonly message: Asking | null
  readonly signal: AbortSignal | undefined
}

interface Parts {
  /** The policies the author may ask under here, in the order to try; or why none. */
  readonly rightsOf: RightsOf
  readonly understand: (question: Question, policy: Policy, reading: Reading) => Promise<Understood>
  /** The names of two of these policies that only together would answer; null when no two would. */
  readonly togetherOnly: (question: Question, policies: readonly Policy[]) => Promise<readonly [string, string] | null>
  readonly ask: Ask
  /** What else is known of the time of a move that is explained. */
  readonly contextOf: ContextOf
  /** Whether there is an answer to a query; what a button offers should have one. */
  readonly canAnswer: (query: KpiQuery, policy: Policy) => Promise<boolean>
  /** What a command says: help, the KPIs, a definition, how current the data is. */
  readonly command: Command
  /** Alert rules; null: nothing is kept here that could be watched. */
  readonly rules: RulesInChat | null
  readonly threads: Threads
  readonly audit: Audit
  /** `place`: where it will be seen. */
  readonly draw: (chart: Drawable, place: Place) => Promise<Picture>
  /** Told of what nobody expected; the asker gets a sentence. */
  readonly onError: (error: unknown, message: Pick<Asking, 'id' | 'author'>) => void
}

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
    if (ofRule?.kind === 'said') return ruled(message, ofRule.said, { planner: null }, elapsed)
    const meant: Asking = ofRule ? { ...message, said: { kind: 'words', text: ofRule.text } } : message
    const thread = await parts.threads.turns(message)
    const before = ofRule ? [...thread, { text: ofRule.after, query: null, wish: null }] : thread
    const understood = await understand(meant, rights.policies, before, signal)
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
          return ruled(message, said, { planner, policy: policy.hash }, elapsed)
        }
        const { locale = 'en', place } = message
        const text = await parts.command(plan, policy, { locale, platform: place.platform })
        await parts.audit({ ...auditOf(message), kind: 'command', policy: policy.hash, planner, elapsedMs: elapsed() })
        const command = { name: plan.name, arguments: plan.arguments }
        return wordsOnly({ kind: 'command', planner, text, command, elapsedMs: elapsed() }, [])
      }
    }
  }

  /**
   * Under the first policy that has an answer, one that hides no rows of it before one that does; when none has, what the
   * first one said, or (a thorough look) which two roles would do together.
   */
  async function understand(
    message: Asking,
    policies: readonly Policy[],
    thread: readonly Turn[],
    signal?: AbortSignal,
    isThorough = true,
  ): Promise<Considered> {
    const [first] = policies
    if (!first) return { kind: 'decline', because: words.noRights, instead: [], policy: null, planner: null }
    if (message.said.kind === 'query') return chosen(message.said, message.askedAt, policies, first)
    const { text, planner } = message.said
    if (text.length > longestQuestion) {
      const because = words.tooLong(text.length, longestQuestion)
      return { kind: 'decline', because, instead: [], policy: first, planner: null }
    }
    const question: Question = { text, now: message.askedAt, thread, asker: printPerson(message.author) }
    const reading = { planner, message: isThorough ? message : null, signal }
    let limited: Considered | null = null
    let refusal: Considered | null = null
    for (const policy of policies) {
      await nextRound()
      const { plan, planner: by, notice } = await parts.understand(question, policy, reading)
      if (plan.kind === 'decline') refusal ??= { ...plan, policy, planner: by, notice }
      else if (plan.kind === 'query' && hidesRows(policy, viewNames(plan.query, policy)))
        limited ??= { kind: 'understood', plan, planner: by, policy, notice }
      else return { kind: 'understood', plan, planner: by, policy, notice }
    }
    if (limited) return limited
    const both = isThorough ? await parts.togetherOnly(question, policies) : null
    if (both) return { kind: 'decline', because: words.together(both), instead: [], policy: first, planner: null }
    return refusal ?? { kind: 'decline', because: words.nothing, instead: [], policy: first, planner: null }
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
    const beside = { ...nothingBeside, chartKinds: kindsFor(found, drawing), confidence: plan.confidence ?? null }
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
    { planner, policy }: { readonly planner: string | null; readonly policy?: string },
    elapsed: () => number,
  ) {
    const done = did === null ? {} : { understood: did }
    const under = policy === undefined ? {} : { policy }
    await parts.audit({ ...auditOf(message), kind: 'command', ...under, ...done, elapsedMs: elapsed() })
    const command = { name: 'alerts', arguments: {} } as const
    return wordsOnly({ kind: 'command', planner, text, command, elapsedMs: elapsed() }, ways)
  }

  async function declined(message: Asking, policy: Policy | null, why: Declined, elapsed: () => number) {
    const { because, instead = [], planner = null, isTalk } = why
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
    return { ...reply, ...(isTalk && { isTalk }) }
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
      const thread = standingAlone ? [] : await parts.threads.turns(message)
      const understood = await understand(message, rights.policies, thread, undefined, false)
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

/** What came of the words, and under whose rights. */
type Considered =
  | {
      readonly kind: 'understood'
      readonly plan: Exclude<Plan, { kind: 'decline' }>
      readonly planner: string
      readonly policy: Policy
      readonly notice?: string | null
    }
  | (Declined & { readonly kind: 'decline'; readonly policy: Policy | null })

interface Declined {
  readonly because: string
  readonly instead?: readonly string[]
  readonly isTalk?: true
  readonly planner?: string | null
  readonly notice?: string | null
}

/** A button's query is checked like anybody else's. */
function chosen(said: Asked & { kind: 'query' }, now: Date, policies: readonly Policy[], first: Policy): Considered {
  const found = choose(said.query, policies, now)
  if (found.kind === 'not admitted')
    return { kind: 'decline', because: found.because, policy: first, planner: 'button' }
  const { query, understood, policy } = found
  const plan = { kind: 'query', query, reading: [], understood, wish: said.wish ?? null } as const
  return { kind: 'understood', plan, planner: 'button', policy }
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
