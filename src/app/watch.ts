/** Watching what events make of KPIs: the rules in force, the history that detectors learn from, and the calendar. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { ownerPolicy } from '../analytics/access.ts'
import type { Ask } from '../analytics/ask.ts'
import type { CalendarEvents } from '../analytics/calendar-events.ts'
import type { Catalog } from '../analytics/catalog.ts'
import type { Known } from '../analytics/knowledge.ts'
import { createReadHistory } from '../analytics/live/history.ts'
import { plannedBy } from '../analytics/live/planned.ts'
import { openRulesFile } from '../analytics/live/rules/rule-file.ts'
import { endRule, keepRule, readRules } from '../analytics/live/store/rules.ts'
import { startWatcher, type Watcher } from '../analytics/live/watch/watcher.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Store } from '../analytics/store/store.ts'
import { createWhy } from '../analytics/why.ts'
import type { ContextOf } from '../analytics/why/context.ts'
import { createIncidentExplainer } from '../analytics/why/of-incident.ts'

interface Parts {
  readonly catalog: Catalog
  readonly store: Store
  readonly storeUrl: string
  /** `sql/alerts.yml`; a file that is not there has no rules. */
  readonly rulesFile: string
  /** Asks for all rows; what is watched and why it moved is read under the owner's rights. */
  readonly ask: Ask
  readonly known: (policy: Policy) => Promise<Known>
  readonly contextOf: ContextOf
  readonly events: CalendarEvents
  readonly isHearing: () => boolean
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly log: Logger
}

/** Brings the rules of the file into force and begins to watch. Throws RulesFaulty. */
export async function startWatch(parts: Parts): Promise<Watcher> {
  const { catalog, store, storeUrl, ask, log } = parts
  const owner = ownerPolicy(catalog)
  const explain = createIncidentExplainer(createWhy(parts), owner)
  await parts.events.read()
  await syncRules(store, await openRulesFile(parts.rulesFile, catalog))
  return startWatcher({
    store,
    storeUrl,
    catalog,
    history: createReadHistory({ catalog, ask, policy: owner }),
    explain: ({ content }) => explain(content),
    isPlanned: plannedBy(catalog, () => parts.events.known()),
    isHearing: parts.isHearing,
    now: parts.now,
    log,
    holder: `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`,
  })
}

/** Rules of the file are kept under their names; one that is gone from it ends. */
async function syncRules(store: Store, rules: Awaited<ReturnType<typeof openRulesFile>>): Promise<void> {
  const written = new Set(rules.map(({ id }) => id))
  for (const rule of rules) await keepRule(store, rule, { source: 'file', madeBy: null })
  for (const { rule, source } of await readRules(store))
    if (source === 'file' && !written.has(rule.id)) await endRule(store, rule.id)
}
