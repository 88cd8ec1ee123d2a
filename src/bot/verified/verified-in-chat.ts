/** Verified answers as they are spoken of: vouched for, taken back, listed. */
import type { Catalog } from '../../analytics/catalog.ts'
import { describe } from '../../analytics/describe.ts'
import { parseKpiQuery, type KpiQuery } from '../../analytics/kpi-query.ts'
import { printPerson } from '../../analytics/place.ts'
import type { Policy } from '../../analytics/policy.ts'
import type { Turn } from '../../nlq/plan.ts'
import { same } from '../../nlq/same.ts'
import { withoutNow } from '../../nlq/verified/said-periods.ts'
import { vouchedInWords, type Verified, type VerifiedQuery } from '../../nlq/verified/verified.ts'
import type { Vouchable } from '../../nlq/verified/vouchable.ts'
import type { ChatMessage } from '../message.ts'
import { sentences } from '../replies/en-verified.ts'
import type { WayOn } from '../reply.ts'
import type { RightsOf } from '../rights.ts'
import { only, type SaidOfRules } from '../rules/said-of-rules.ts'
import { mayVerify } from './may-verify.ts'
import { verifiedSaid } from './verified-said.ts'

export interface VerifiedInChat {
  /** Null: it is about something else. `thread`: what was said before. */
  heard(message: ChatMessage, text: string, thread: readonly Turn[]): Promise<SaidOfRules | null>
  /** What somebody who found this answer right is asked; null: nothing. */
  offered(message: ChatMessage, answered: KpiQuery, thread: readonly Turn[]): Promise<SaidOfRules | null>
  /** What somebody who would vouch for this answer is asked, or why they can't. */
  offeredOrWhyNot(message: ChatMessage, answered: KpiQuery, thread: readonly Turn[]): Promise<SaidOfRules>
  /** Whether somebody has the right to vouch for the answer to a query, and it would be kept. */
  mayBeOffered(message: Omit<ChatMessage, 'said'>, query: KpiQuery): boolean
}

/** What is verified, as somebody sees it under a policy. */
export interface VerifiedUnder {
  readonly find: (question: string) => Promise<Verified | null>
  /** Those whose queries would be answered, and whose words may be told. */
  readonly visible: (now: Date) => Promise<readonly (Verified & { readonly hasChanged: boolean })[]>
  /** Whether what the query of one leans on is defined otherwise than when it was vouched for. */
  readonly hasChanged: (one: Verified, query: KpiQuery) => boolean
  /** The query of one at a moment; null where it has none any more. */
  readonly queryOf: (one: Verified, now: Date) => Promise<KpiQuery | null>
  readonly vouchable: (thread: readonly Turn[], now: Date) => Promise<Vouchable>
}

interface Parts {
  readonly catalog: Catalog
  readonly rightsOf: RightsOf
  readonly under: (policy: Policy) => Promise<VerifiedUnder>
  readonly nameOf: (person: string) => Promise<string>
  /** Null: nothing is kept here. */
  readonly keep:
    | ((
        one: {
          readonly question: string
          readonly query: VerifiedQuery
          /** The query as it was answered. */
          readonly answered: KpiQuery
          readonly person: string
          readonly name: string
        },
        insteadOf: Verified | null,
      ) => Promise<void>)
    | null
  readonly revoke: (one: Verified, person: string) => Promise<void>
}

const mostListed = 30

export function createVerifiedInChat({ catalog, rightsOf, under, nameOf, keep, revoke }: Parts): VerifiedInChat {
  const may = (message: Omit<ChatMessage, 'said'>, query: KpiQuery | null) =>
    mayVerify(rightsOf, message, query, catalog)

  /** Under each of the policies that somebody asks under here, until one has something to say. */
  async function first<Of>(
    message: ChatMessage,
    look: (seen: VerifiedUnder, policy: Policy) => Promise<Of | null>,
  ): Promise<Of | null> {
    const rights = rightsOf(message)
    if (rights.kind === 'refused') return null
    for (const policy of rights.policies) {
      const found = await look(await under(policy), policy)
      if (found !== null) return found
    }
    return null
  }

  /** The answer that can be vouched for, or why it can't. */
  async function standing(message: ChatMessage, thread: readonly Turn[]) {
    const refused: (Vouchable & { ok: false })[] = []
    const found = await first(message, async (seen, policy) => {
      const one = await seen.vouchable(thread, message.askedAt)
      if (!one.ok) refused.push(one)
      return one.ok ? { one, seen, policy } : null
    })
    return found ?? refused[0] ?? null
  }

  async function verify(message: ChatMessage, thread: readonly Turn[]): Promise<SaidOfRules> {
    const found = thread.length === 0 ? null : await standing(message, thread)
    if (found === null) return only(sentences.noAnswer)
    if ('ok' in found) return only(becauseOf(found))
    const { one, seen, policy } = found
    const { question, query, answered } = one
    if (!may(message, answered)) return only(sentences.mayNot)
    if (keep === null) return only(sentences.noStore)
    const earlier = await seen.find(question)
    const forget = forgetWay(question)
    if (earlier && (await answersAlike(seen, earlier, answered, message)))
      return { text: sentences.already(question, vouchedInWords(earlier)), ways: [forget], did: null }
    if (earlier && isInFile(earlier)) return only(sentences.inFile(earlier.question, earlier.id))
    const person = printPerson(message.author)
    const name = message.name ?? (await nameOf(person))
    await keep({ question, query, answered, person, name }, earlier)
    const vouched = vouchedInWords({ by: name, on: new Date().toISOString().slice(0, 10) })
    const text = sentences.verified(question, describe(answered, policy.catalog), vouched)
    return { text, ways: [forget], did: `verified "${question}"` }
  }

  async function forget(message: ChatMessage, question: string | null, thread: readonly Turn[]) {
    const asked =
      question === null
        ? thread
            .slice(-2)
            .map(({ text }) => text)
            .toReversed()
        : [question]
    const found = await first(message, async (seen) => {
      for (const text of asked) {
        const one = await seen.find(text)
        if (one) return { one, query: await seen.queryOf(one, message.askedAt) }
      }
      return null
    })
    if (!found) return only(sentences.noneSuch)
    const { one, query } = found
    const person = printPerson(message.author)
    if (one.person !== person && !may(message, query)) return only(sentences.mayNot)
    if (isInFile(one)) return only(sentences.inFile(one.question, one.id))
    await revoke(one, person)
    return {
      text: sentences.forgotten(one.question, vouchedInWords(one)),
      ways: [],
      did: `no longer verified "${one.question}"`,
    }
  }

  async function list(message: ChatMessage): Promise<SaidOfRules> {
    const all = await first(message, async (seen) => {
      const found = await seen.visible(message.askedAt)
      return found.length > 0 ? found : null
    })
    if (!all) return only(sentences.none)
    const lines = all
      .slice(0, mostListed)
      .map((one) => sentences[one.hasChanged ? 'changedLine' : 'line'](one.question, vouchedInWords(one)))
    return only(sentences.list(lines, all.length - lines.length))
  }

  /** What is asked, or (`ok: false`) why nothing is. */
  async function offer(message: ChatMessage, thread: readonly Turn[]) {
    const found = thread.length === 0 ? null : await standing(message, thread)
    const not = (why: string) => ({ ok: false, said: only(why) }) as const
    if (!found) return not(sentences.noAnswer)
    if ('ok' in found) return not(becauseOf(found))
    const { question, answered } = found.one
    if (!may(message, answered)) return not(sentences.mayNot)
    if (keep === null) return not(sentences.noStore)
    const earlier = await found.seen.find(question)
    if (earlier && (await answersAlike(found.seen, earlier, answered, message))) {
      const ways = isInFile(earlier) ? [] : [forgetWay(question)]
      const said: SaidOfRules = { text: sentences.already(question, vouchedInWords(earlier)), ways, did: null }
      return { ok: true, said } as const
    }
    const way: WayOn = { kind: 'words', label: sentences.yes, text: sentences.verify(question) }
    const said: SaidOfRules = { text: sentences.offer(question), ways: [way], did: null }
    return { ok: true, said } as const
  }

  function offerOf(message: ChatMessage, answered: KpiQuery, thread: readonly Turn[]) {
    // What was kept as JSON has its keys in another order.
    const plain = (query: unknown) => {
      const parsed = parseKpiQuery(query, catalog)
      return parsed.ok ? parsed.query : null
    }
    const wanted = plain(answered)
    return offer(
      message,
      upTo(thread, ({ query }) => wanted !== null && query !== null && same(plain(query), wanted)),
    )
  }

  return {
    async heard(message, text, thread) {
      const said = verifiedSaid(text)
      if (!said) return null
      switch (said.act) {
        case 'good':
          return offeredIn(
            await offer(
              message,
              upTo(thread, ({ query }) => query !== null),
            ),
          )
        case 'verify':
          return verify(
            message,
            upTo(thread, (turn, before) => isAbout(turn, before, said.question)),
          )
        case 'forget':
          return forget(message, said.question, thread)
        case 'list':
          return list(message)
      }
    },
    offered: async (...about) => offeredIn(await offerOf(...about)),
    offeredOrWhyNot: async (...about) => (await offerOf(...about)).said,
    mayBeOffered: (message, query) => keep !== null && may(message, query),
  }
}

function offeredIn({ ok, said }: { readonly ok: boolean; readonly said: SaidOfRules }): SaidOfRules | null {
  return ok ? said : null
}

/** The thread up to the last turn that is meant; empty when none is. */
function upTo(thread: readonly Turn[], isMeant: (turn: Turn, before: Turn | undefined) => boolean): readonly Turn[] {
  return thread.slice(0, thread.findLastIndex((turn, at) => isMeant(turn, thread[at - 1])) + 1)
}

/** An answer, of this question where one is named: asked in these words, or after it was asked back about. */
function isAbout({ text, query }: Turn, before: Turn | undefined, question: string | null): boolean {
  if (query === null) return false
  return question === null || text === question || (before?.query === null && before.text === question)
}

/** One whose definitions have changed since answers nothing: it may be vouched for anew. */
async function answersAlike(
  seen: VerifiedUnder,
  one: Verified,
  answered: KpiQuery,
  { askedAt }: ChatMessage,
): Promise<boolean> {
  const query = await seen.queryOf(one, askedAt)
  return query !== null && !seen.hasChanged(one, query) && same(withoutNow(query), withoutNow(answered))
}

function isInFile({ person }: Verified): boolean {
  return person === undefined
}

function forgetWay(question: string): WayOn {
  return { kind: 'words', label: sentences.forget, text: sentences.forgetIt(question) }
}

function becauseOf({ why }: Vouchable & { ok: false }): string {
  switch (why) {
    case 'not admitted':
      return sentences.noAnswer
    case 'leans on the thread':
      return sentences.leans
    case 'period not said':
      return sentences.noPeriod
  }
}
