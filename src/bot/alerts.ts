/** An alert on its way out: what is known of an incident when its turn comes, as a reply for the place that hears of it. */
import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Catalog } from '../analytics/catalog.ts'
import { alertKey, type AlertParcel, type HeldParcel, type IncidentContent } from '../analytics/live/incident.ts'
import type { Standing } from '../analytics/live/store/acts.ts'
import { printPlace, type Place } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { normalRangeChart } from '../charts/kinds/normal-range.ts'
import type { Chart } from '../charts/spec.ts'
import { offersOf, peopleOf, stateOf, type Names } from './alert-offers.ts'
import { courseQuery } from './alert-queries.ts'
import { visible } from './alert-sight.ts'
import type { Entry, Parcel, Unsaid } from './outbox.ts'
import type { Platform } from './platform.ts'
import { nothingBeside, plainReply } from './plain-reply.ts'
import { alertWords, zoneOf } from './replies/alert-words.ts'
import { heldWords } from './replies/held-words.ts'
import { sentences } from './replies/en-alerts.ts'
import type { Picture, Reply, WayOn } from './reply.ts'

interface Parts {
  readonly standingOf: (incident: string) => Promise<Standing | null>
  /** What was held back for a place, as printed, until then. */
  readonly heldFor: (until: Date, place: string) => Promise<readonly Standing[]>
  /** Whose rights limit what may be told in a place; `owner` is the rule's. */
  readonly policyOf: (place: Place, owner: Entry['owner']) => Policy | null
  readonly platformOf: (name: string) => Platform | undefined
  /** What people, as printed, are called. */
  readonly namesOf: (people: readonly string[]) => Promise<Names>
  readonly draw: (chart: Chart, place: Place) => Promise<Picture>
  readonly onError: (error: unknown, key: string) => void
  readonly locale?: string
  readonly now?: () => number
}

/** Pictures at hand: what people do with an alert changes its words alone. */
const mostPictures = 200

type Addressed = Omit<Entry, 'parcel'>

/** What is to be sent instead of an alert's entry. */
export type Told =
  | { readonly kind: 'parcel'; readonly parcel: Parcel }
  | { readonly kind: 'refused'; readonly because: string }

export interface Alerts {
  /** The entry's incident as a reply, newest state; of a later revision as an edit of the message that the first became. */
  told(entry: Addressed, parcel: Unsaid): Promise<Told>
  /** The picture for words that are out; null when the platform had it with them, shows none, or there is nothing to draw. */
  pictured(sent: Addressed, parcel: Unsaid): Promise<Entry | null>
}

export function createAlerts(parts: Parts): Alerts {
  const { standingOf, heldFor, policyOf, platformOf, namesOf, draw, onError, locale = 'en', now = Date.now } = parts
  const pictures = new LRUCache<string, Picture>({ max: mostPictures })

  async function replyFor({ to, owner }: Addressed, { incident: id }: AlertParcel) {
    const standing = await standingOf(id)
    if (!standing) return { kind: 'refused', because: sentences.gone } as const
    const policy = policyOf(to.place, owner)
    const content = policy && visible(standing.incident.content, policy)
    if (!content) return { kind: 'refused', because: sentences.notForPlace } as const
    const place = printPlace(to.place)
    const names = await namesOf(peopleOf(standing, place))
    const { catalog } = policy
    const showing = { catalog, place, now: now(), zone: zoneOf(content.kpi, catalog), locale }
    return { kind: 'reply', ...alertReply(standing, content, names, showing) } as const
  }

  return {
    async told(entry, parcel) {
      if ('held' in parcel) return heldBack(entry, parcel)
      const made = await replyFor(entry, parcel)
      if (made.kind === 'refused') return made
      const { place } = entry.to
      const isWith = platformOf(place.platform)?.pictures === 'with words'
      const reply = !made.chart
        ? made.reply
        : isWith
          ? await withPicture(made.reply, made.chart, entry)
          : { ...made.reply, picture: pictures.get(nameOf(made.chart)) ?? null }
      const first = alertKey(parcel.incident, 1, printPlace(place))
      return {
        kind: 'parcel',
        parcel: entry.key === first ? { kind: 'reply', reply } : { kind: 'edit', of: first, reply },
      }
    },
    async pictured(sent, parcel) {
      const { place } = sent.to
      if ('held' in parcel || platformOf(place.platform)?.pictures !== 'after words') return null
      const made = await replyFor(sent, parcel)
      if (made.kind === 'refused' || !made.chart) return null
      const reply = await withPicture(made.reply, made.chart, sent)
      const of = alertKey(parcel.incident, 1, printPlace(place))
      return {
        key: `${sent.key} picture`,
        to: sent.to,
        parcel: { kind: 'picture', of, reply, picture: reply.picture },
        owner: null,
      }
    },
  }

  /** One message of all that was held back in quiet hours, as it stands at their end. */
  async function heldBack({ to, owner }: Addressed, { held }: HeldParcel): Promise<Told> {
    const policy = policyOf(to.place, owner)
    const found = await heldFor(new Date(held.until), printPlace(to.place))
    const contents = policy ? found.flatMap(({ incident }) => visible(incident.content, policy) ?? []) : []
    if (!policy || contents.length === 0) return { kind: 'refused', because: sentences.notForPlace }
    const { headline, lines } = heldWords(contents, held, { catalog: policy.catalog, locale })
    const text = [headline, ...lines].join('\n')
    return { kind: 'parcel', parcel: { kind: 'reply', reply: plainReply({ kind: 'command', text }, [], headline) } }
  }

  async function withPicture(reply: Reply, chart: Chart, { key, to }: Addressed): Promise<Reply> {
    try {
      const name = nameOf(chart)
      const picture = pictures.get(name) ?? (await draw(chart, to.place))
      pictures.set(name, picture)
      return { ...reply, picture }
    } catch (error) {
      onError(error, key)
      return { ...reply, pictureMissing: sentences.pictureFailed }
    }
  }
}

/** Of what is drawn the same. */
function nameOf({ spec, altText }: Chart): string {
  return createHash('sha256')
    .update(JSON.stringify([spec, altText]))
    .digest('hex')
}

interface Showing {
  readonly catalog: Catalog
  readonly place: string
  readonly now: number
  readonly zone: string
  readonly locale: string
}

/** The reply that tells an incident, and its chart. */
function alertReply(standing: Standing, content: IncidentContent, names: Names, showing: Showing) {
  const { catalog, locale } = showing
  const words = alertWords(content, { catalog, locale })
  const state = stateOf(standing, names, showing)
  const lines = [words.subtitle, ...words.lines]
  const text = [words.headline, ...state, ...lines, words.small].join('\n')
  const chart = normalRangeChart(
    content,
    catalog,
    {
      title: words.headline,
      subtitle: words.subtitle,
      altText: `${words.headline}. ${words.subtitle}.`,
      normalRange: sentences.normalRange,
      soFar: sentences.soFar,
      atThisPace: sentences.atThisPace,
    },
    locale,
  )
  const course = courseQuery(content, catalog)
  const ways: WayOn[] =
    course === null ? [] : [{ kind: 'query', group: 'next', label: sentences.offers.open, query: course }]
  const reply: Reply = {
    ...plainReply({ kind: 'command', text }, ways, words.headline),
    ...nothingBeside,
    alert: {
      incident: standing.incident.id,
      phase: content.phase,
      isBad: content.isBad,
      severity: content.severity,
      kind: words.kind,
      state,
      lines,
      small: words.small,
      offers: offersOf(standing, showing),
    },
  }
  return { reply, chart }
}
