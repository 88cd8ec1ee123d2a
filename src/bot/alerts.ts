/** An alert on its way out: what is known of an incident when its turn comes, as a reply for the place that hears of it. */
import type { Catalog } from '../analytics/catalog.ts'
import { alertKey, type AlertParcel, type IncidentContent } from '../analytics/live/incident.ts'
import { printPlace, type Place } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import { normalRangeChart } from '../charts/kinds/normal-range.ts'
import type { Chart } from '../charts/spec.ts'
import type { Entry, Parcel } from './outbox.ts'
import type { Platform } from './platform.ts'
import { nothingBeside, plainReply } from './plain-reply.ts'
import { alertWords } from './replies/alert-words.ts'
import { hidesRows } from './rights.ts'
import { sentences } from './replies/en-alerts.ts'
import type { Picture, Reply } from './reply.ts'

/** An incident as the store has it now. */
export interface KnownIncident {
  readonly content: IncidentContent
  /** Person, as printed. */
  readonly acknowledgedBy: string | null
  readonly snoozedUntil: string | null
}

interface Parts {
  readonly incidentOf: (id: string) => Promise<KnownIncident | null>
  /** Whose rights limit what may be told in a place; `owner` is the rule's. */
  readonly policyOf: (place: Place, owner: Entry['owner']) => Policy | null
  readonly platformOf: (name: string) => Platform | undefined
  readonly draw: (chart: Chart, place: Place) => Promise<Picture>
  readonly onError: (error: unknown, key: string) => void
  readonly locale?: string
}

type Addressed = Omit<Entry, 'parcel'>

/** What is to be sent instead of an alert's entry. */
export type Told =
  | { readonly kind: 'parcel'; readonly parcel: Parcel }
  | { readonly kind: 'refused'; readonly because: string }

export interface Alerts {
  /** The entry's incident as a reply, newest state; of a later revision as an edit of the message that the first became. */
  told(entry: Addressed, parcel: AlertParcel): Promise<Told>
  /** The picture for words that are out; null when the platform had it with them, shows none, or there is nothing to draw. */
  pictured(sent: Addressed, parcel: AlertParcel): Promise<Entry | null>
}

export function createAlerts({ incidentOf, policyOf, platformOf, draw, onError, locale = 'en' }: Parts): Alerts {
  async function replyFor({ to, owner }: Addressed, { incident: id }: AlertParcel) {
    const found = await incidentOf(id)
    if (!found) return { kind: 'refused', because: sentences.gone } as const
    const policy = policyOf(to.place, owner)
    const content = policy && visible(found.content, policy)
    if (!content) return { kind: 'refused', because: sentences.notForPlace } as const
    return { kind: 'reply', ...alertReply(id, { ...found, content }, policy.catalog, locale) } as const
  }

  return {
    async told(entry, parcel) {
      const made = await replyFor(entry, parcel)
      if (made.kind === 'refused') return made
      const { place } = entry.to
      const isWith = platformOf(place.platform)?.pictures === 'with words'
      const reply = isWith && made.chart ? await withPicture(made.reply, made.chart, entry) : made.reply
      const first = alertKey(parcel.incident, 1, printPlace(place))
      return {
        kind: 'parcel',
        parcel: entry.key === first ? { kind: 'reply', reply } : { kind: 'edit', of: first, reply },
      }
    },
    async pictured(sent, parcel) {
      const { place } = sent.to
      if (platformOf(place.platform)?.pictures !== 'after words') return null
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

  async function withPicture(reply: Reply, chart: Chart, { key, to }: Addressed): Promise<Reply> {
    try {
      return { ...reply, picture: await draw(chart, to.place) }
    } catch (error) {
      onError(error, key)
      return { ...reply, pictureMissing: sentences.pictureFailed }
    }
  }
}

/** What a place may know of an incident; null: nothing, as its KPI or what it is sliced by is not for that place. */
function visible(content: IncidentContent, policy: Policy): IncidentContent | null {
  const { catalog } = policy
  const kpi = catalog.kpis.get(content.kpi)
  const view = kpi && catalog.views.get(kpi.view)
  // Its figures are of all rows.
  if (!kpi || !view || hidesRows(policy, [view.name])) return null
  const maySee = (members: object) => Object.keys(members).every((name) => view.dimensions.has(name))
  if (!maySee(content.members)) return null
  const { explanation } = content
  const isWhole = explanation === null || explanation.drivers.every((driver) => maySee(driver.members))
  return {
    ...content,
    joined: content.joined.filter((each) => catalog.kpis.has(each.kpi) && maySee(each.members)),
    explanation:
      explanation && isWhole
        ? {
            ...explanation,
            circumstances: explanation.circumstances.filter(
              (each) =>
                (each.kind !== 'kpi' || catalog.kpis.has(each.kpi)) && (each.kind !== 'event' || maySee(each.members)),
            ),
          }
        : null,
  }
}

/** The reply that tells an incident, and its chart. */
function alertReply(id: string, known: KnownIncident, catalog: Catalog, locale: string) {
  const { content } = known
  const words = alertWords(content, { catalog, locale })
  const state =
    known.acknowledgedBy !== null && content.phase !== 'resolved' ? [sentences.acknowledged(known.acknowledgedBy)] : []
  const lines = [...state, words.subtitle, ...words.lines]
  const text = [words.headline, ...lines, words.small].join('\n')
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
  const plain = plainReply({ kind: 'command', text }, [], words.headline)
  const reply: Reply = {
    ...plain,
    ...nothingBeside,
    alert: {
      incident: id,
      phase: content.phase,
      isBad: content.isBad,
      severity: content.severity,
      lines,
      small: words.small,
    },
  }
  return { reply, chart }
}
