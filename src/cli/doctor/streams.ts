/** Whether events of the catalog's streams are counted, and what could not be. */
import type { Catalog } from '../../analytics/catalog.ts'
import { readyFrom } from '../../analytics/live/ready.ts'
import { whyUnwatched } from '../../analytics/live/rules/watchable.ts'
import { parsePlace } from '../../analytics/place.ts'
import { countDeadLetters } from '../../analytics/live/store/dead-letters.ts'
import { isOneDatabase } from '../../analytics/live/store/one-database.ts'
import { readRules } from '../../analytics/live/store/rules.ts'
import { readWatermarks } from '../../analytics/live/store/watermark.ts'
import { openStore } from '../../analytics/store/store.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

interface About {
  readonly catalog: Catalog
  readonly databaseUrl: string
  /** Null: it cannot be read. */
  readonly storeUrl: string | null
  readonly hasKafka: boolean
  /** Whether the demo's own events are counted where no Kafka is named. */
  readonly isEmbedded: boolean
}

const SILENT_FOR_MS = 60 * 60_000

/** Nothing for a catalog without streams. */
export async function checkStreams({
  catalog,
  databaseUrl,
  storeUrl,
  hasKafka,
  isEmbedded,
}: About): Promise<readonly Finding[]> {
  const part = 'streams'
  const count = catalog.streams.size
  if (count === 0) return []
  const source =
    hasKafka || isEmbedded
      ? []
      : [
          advice(
            part,
            `the catalog has ${count}, and no Kafka is named: set kafka.brokers (KAFKA_BROKERS) to count their events.`,
          ),
        ]
  if (storeUrl === null) return source
  const store = openStore(storeUrl)
  try {
    if (!(await isOneDatabase(store, databaseUrl)))
      return [
        ...source,
        (hasKafka ? fault : advice)(
          part,
          'store and KPI views are in two databases, and events are counted in one transaction: leave --store out, or name the same one.',
        ),
      ]
    // Without brokers it goes without saying that nothing is counted.
    const marks = [...(await readWatermarks(store, catalog))].filter(([, { at }]) => hasKafka || at !== null)
    return [
      ...source,
      ...marks.map(([view, mark]) => ofView(view, mark)),
      ...(await rulesOf(store, catalog)),
      await deadLetters(store),
    ]
  } finally {
    await store.destroy()
  }
}

type Mark = ReturnType<Awaited<ReturnType<typeof readWatermarks>>['get']> & {}

function ofView(view: string, { at, receivedAt, behindMs, waiting }: Mark): Finding {
  const part = `events of ${view}`
  if (at === null || receivedAt === null)
    return advice(part, 'none was ever counted: start Tidings with its brokers, and see /readyz.')
  if (behindMs > 60_000)
    return advice(
      part,
      `counting is ${minutes(behindMs)} behind, with ${waiting} records waiting: start another instance, or see /metrics.`,
    )
  const silentMs = Date.now() - receivedAt.getTime()
  if (silentMs > SILENT_FOR_MS)
    return advice(part, `none came for ${minutes(silentMs)}: is Tidings running, and does anybody write to the topic?`)
  return ok(part, `counted up to ${at.toISOString()}`)
}

/** The rules that are never looked at, and those for which nobody knows yet what is normal. */
async function rulesOf(store: ReturnType<typeof openStore>, catalog: Catalog): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const { rule } of await readRules(store)) {
    const part = `alert ${rule.id}`
    const why = whyUnwatched(rule, catalog) ?? nowhere(rule.tell)
    if (why !== null) {
      found.push(advice(part, `it is never told: ${why}; mend that, or end the alert.`))
      continue
    }
    const ready = await readyFrom(store, catalog, rule)
    if (ready.kind === 'from')
      found.push(
        ok(part, `the normal range is known after ${ready.at.toISOString()}; bounds and silence are told before`),
      )
    if (ready.kind === 'unknown')
      found.push(advice(part, `nothing of ${rule.kpi} has come yet from which to learn what is normal.`))
  }
  return found
}

/** Why a rule is told nowhere: none of its places is one any more. */
function nowhere(tell: readonly string[]): string | null {
  return tell.some((place) => parsePlace(place) !== null) ? null : `${tell.join(', ') || 'nothing'} is no place`
}

async function deadLetters(store: ReturnType<typeof openStore>): Promise<Finding> {
  const part = 'dead letters'
  const reasons = await countDeadLetters(store)
  if (reasons.length === 0) return ok(part, 'none')
  const total = reasons.reduce((sum, each) => sum + each.count, 0)
  const [first] = reasons
  return advice(
    part,
    `${total} event${total === 1 ? '' : 's'} could not be counted, most of them ${first?.stream} (${first?.reason}): see tidings dead-letters list, and replay when it is mended.`,
  )
}

function minutes(ms: number): string {
  const whole = Math.round(ms / 60_000)
  return whole === 1 ? '1 minute' : whole < 180 ? `${whole} minutes` : `${Math.round(whole / 60)} hours`
}
