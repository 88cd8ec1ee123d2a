/** What somebody sees of Tidings before asking anything: questions that work, the KPIs and how they stand. */
import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import type { Ask } from '../analytics/ask.ts'
import type { History } from '../analytics/buckets.ts'
import type { Kpi, View } from '../analytics/catalog.ts'
import type { Person } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { howToGoOn } from './commands.ts'
import type { Profile } from './platform.ts'
import { words } from './replies/en.ts'
import { hidesRows, type RightsOf } from './rights.ts'
import { questionOf, standing } from './standing.ts'

export interface Overview {
  /** What the person is called; null when nobody told us. */
  readonly name: string | null
  /** Questions that work here, the best first. */
  readonly questions: readonly string[]
  /** By view, in the catalog's order; under the person's rights. */
  readonly groups: readonly KpiGroup[]
  /** What this person follows, a line each. */
  readonly follows: readonly string[]
  /** How to ask, a line each. */
  readonly help: readonly string[]
}

export interface KpiGroup {
  readonly label: string
  readonly kpis: readonly KpiState[]
}

export interface KpiState {
  readonly label: string
  readonly definition: string | null
  readonly owner: string | null
  /** The question that this figure answers, to be asked again. */
  readonly question: string
  /** Null when there is none, or it was not known in time. */
  readonly now: KpiNow | null
}

export interface KpiNow {
  /** As a person reads it: `€1.2M`. */
  readonly value: string
  /** What it is the value of: `last week`. */
  readonly period: string
  readonly change: KpiChange | null
  /** The last buckets, the newest last; empty when there is no course to show. */
  readonly spark: readonly number[]
}

export interface KpiChange {
  /** `+4.2% on the week before` */
  readonly words: string
  readonly direction: 'up' | 'down' | 'flat'
  /** By the catalog's `good_when`; null where neither is better. */
  readonly isGood: boolean | null
}

/** So many KPIs get a figure; the others are listed. */
const mostFigures = 12
/** What is not known by then is left out. */
const deadlineMs = 5_000
const atOnce = 4
/** Who looks again within a minute sees the same. */
const keptMs = 60_000

interface Parts {
  readonly rightsOf: RightsOf
  readonly profile: (person: Person) => Promise<Profile>
  /** Questions that work at a moment. */
  readonly suggestions: (policy: Policy, now: Date) => Promise<readonly string[]>
  readonly history: (policy: Policy) => Promise<History>
  readonly ask: Ask
  /** Told why a figure is missing. */
  readonly onError: (error: unknown, kpi: string) => void
}

export interface Overviews {
  of(person: Person, now: Date): Promise<Overview>
  /** Questions that work for somebody, the best first. */
  questions(person: Person, now: Date): Promise<readonly string[]>
}

export function createOverviews(parts: Parts): Overviews {
  const groups = new LRUCache<string, Promise<readonly KpiGroup[]>>({ max: 200 })

  async function policiesOf(person: Person, { email }: Profile): Promise<readonly Policy[]> {
    const place = { ...person, conversation: person.user, thread: null }
    const rights = parts.rightsOf({ author: person, place, audience: 'asker', ...(email !== null && { email }) })
    return rights.kind === 'refused' ? [] : rights.policies
  }

  /** Who looks at the same time waits for the same figures. */
  function groupsOf(policies: readonly Policy[], now: Date, locale: string): Promise<readonly KpiGroup[]> {
    const key = [...policies.map(({ hash }) => hash), locale, Math.floor(now.getTime() / keptMs)].join(' ')
    const known = groups.get(key)
    if (known) return known
    const found = standings(policies, now, locale)
    groups.set(key, found)
    found.catch(() => groups.delete(key))
    return found
  }

  async function standings(policies: readonly Policy[], now: Date, locale: string): Promise<readonly KpiGroup[]> {
    const seen = kpisUnder(policies)
    const figured = new Set(firstOfEach(seen).slice(0, mostFigures))
    const queue = new PQueue({ concurrency: atOnce })
    const signal = AbortSignal.timeout(deadlineMs)
    const states = seen.map(async ({ kpi, policy, view }, index) => {
      const looking = { policy, history: await parts.history(policy), now, locale }
      const state: KpiState = {
        label: kpi.label,
        definition: kpi.description === '' ? null : kpi.description,
        owner: kpi.owner,
        question: questionOf(kpi, looking),
        now: figured.has(seen[index]!) ? await figure(kpi, looking) : null,
      }
      return { view, state }
    })

    async function figure(kpi: Kpi, looking: Parameters<typeof standing>[1]): Promise<KpiNow | null> {
      try {
        return await queue.add(async () => (signal.aborted ? null : standing(kpi, looking, parts.ask, signal)))
      } catch (error) {
        parts.onError(error, kpi.name)
        return null
      }
    }

    const all = await Promise.all(states)
    const views = new Map(all.map(({ view }) => [view.name, view]))
    return [...views.values()].map((view) => ({
      label: view.label,
      kpis: all.flatMap((each) => (each.view.name === view.name ? [each.state] : [])),
    }))
  }

  return {
    async of(person, now) {
      const profile = await parts.profile(person)
      const policies = await policiesOf(person, profile)
      const [first] = policies
      return {
        name: profile.name ?? null,
        questions: first ? await parts.suggestions(first, now) : [],
        groups: await groupsOf(policies, now, profile.locale ?? 'en'),
        follows: [],
        help: first ? [...howToGoOn(first.catalog), words.buttons] : [words.noRights],
      }
    },
    async questions(person, now) {
      const [first] = await policiesOf(person, await parts.profile(person))
      return first ? parts.suggestions(first, now) : []
    },
  }
}

interface Seen {
  readonly kpi: Kpi
  readonly view: View
  readonly policy: Policy
}

/** Every KPI that one of the policies has, each under the first that hides no rows of it, in the catalog's order of views. */
function kpisUnder(policies: readonly Policy[]): readonly Seen[] {
  const found = new Map<string, Seen>()
  for (const isWhole of [true, false])
    for (const policy of policies)
      for (const kpi of policy.catalog.kpis.values()) {
        const view = policy.catalog.views.get(kpi.view)
        if (view && !found.has(kpi.name) && (!isWhole || !hidesRows(policy, [view.name])))
          found.set(kpi.name, { kpi, view, policy })
      }
  const views = [...new Set(policies.flatMap(({ catalog }) => [...catalog.views.keys()]))]
  return [...found.values()].toSorted((one, other) => views.indexOf(one.view.name) - views.indexOf(other.view.name))
}

/** The first KPI of each view, then the second of each, and so on, so that every group shows some. */
function firstOfEach(seen: readonly Seen[]): readonly Seen[] {
  const place = (each: Seen) => seen.filter(({ view }) => view.name === each.view.name).indexOf(each)
  return seen.toSorted((one, other) => place(one) - place(other))
}
