/** `sql/alerts.yml` → rules, every name looked up in the catalog; all faults are gathered. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Catalog, View } from '../../catalog.ts'
import { hint } from '../../nearest.ts'
import { parsePerson, parsePlace } from '../../place.ts'
import { FileFaulty, readYaml, type Fault } from '../../yaml-file.ts'
import { isWatchable, liveParts, pointGrain } from '../live-parts.ts'
import { WATCHED_GRAINS, type Rule, type WatchedGrain } from '../rule.ts'
import { RULE_DEFAULTS } from './defaults.ts'
import { phraseOf, rulesSchema, type WrittenRules } from './rule-schema.ts'
import { messageOf } from '../../message-of.ts'

/** Thrown by who cannot go on without right rules; the message lists every fault. */
export class RulesFaulty extends FileFaulty {
  override name = 'RulesFaulty'
}

/** The rules of a file; none when there is no such file. Throws RulesFaulty. */
export async function openRulesFile(file: string, catalog: Catalog): Promise<readonly Rule[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    const message = `it cannot be read: ${messageOf(cause)}`
    throw new RulesFaulty([{ file, line: 1, path: '', message }], { cause })
  })
  if (text === null) return []
  const { rules, faults } = readRules(text, file, catalog)
  if (faults.length > 0) throw new RulesFaulty(faults)
  return rules
}

/** Reads the text of such a file. */
export function readRules(
  text: string,
  file: string,
  catalog: Catalog,
): { readonly rules: readonly Rule[]; readonly faults: readonly Fault[] } {
  const read = readYaml(text, file, rulesSchema, phraseOf)
  if (!('written' in read)) return { rules: [], faults: read }
  const faults: Fault[] = []
  const rules = Object.entries(read.written.alerts).map(([id, written]) => {
    const report = (path: readonly (string | number)[], message: string) => {
      const whole = ['alerts', id, ...path]
      faults.push({ file, line: read.lineOf(whole), path: whole.join('.'), message })
    }
    return ruleOf(id, written, catalog, report)
  })
  return { rules, faults }
}

type Report = (path: readonly (string | number)[], message: string) => void

function ruleOf(id: string, written: WrittenRules['alerts'][string], catalog: Catalog, report: Report): Rule {
  const { slice, tell, owner } = written
  const kpi = catalog.kpis.get(written.kpi)
  if (!kpi) report(['kpi'], `the catalog has no KPI ${written.kpi}${hint(written.kpi, [...catalog.kpis.keys()])}`)
  const view = kpi && catalog.views.get(kpi.view)
  if (view) {
    const dimensions =
      slice.kind === 'each' ? [slice.dimension] : slice.kind === 'members' ? Object.keys(slice.members) : []
    for (const name of dimensions)
      if (!view.dimensions.has(name))
        report(
          ['slice', slice.kind === 'each' ? 'each' : name],
          `${view.label} has no dimension ${name}${hint(name, [...view.dimensions.keys()])}`,
        )
    if (kpi && liveParts(kpi, catalog)?.of.kind === 'point' && !isWatchable(kpi, written.per, catalog))
      report(['per'], `finished points of ${view.label} come by ${pointGrain(view)}: watch it by ${pointGrain(view)}`)
    else if (isFinerThan(written.per, view))
      report(
        ['per'],
        `${view.label} is kept by ${view.time?.grain ?? 'no time'}: watch it by ${grainsOf(view).join(' or ') || 'nothing'}`,
      )
  }
  tell.forEach((place, index) => {
    if (!parsePlace(place))
      report(['tell', index], `${place} is no place: platform:workspace/conversation, as in slack:T01/C03`)
  })
  if (owner !== undefined && !parsePerson(owner))
    report(['owner'], `${owner} is no person: platform:workspace/user, as in slack:T01/U02`)
  return ruleFrom(id, written)
}

/** A rule as the house uses it; its names are not looked up. */
export function ruleFrom(id: string, written: WrittenRules['alerts'][string]): Rule {
  const { minimum } = written
  return {
    id,
    kpi: written.kpi,
    slice: written.slice,
    grain: written.per,
    when: written.when,
    buckets: written.buckets,
    minimumChange: minimum.change ?? RULE_DEFAULTS.minimumChange,
    minimumVolume: minimum.volume ?? RULE_DEFAULTS.minimumVolume,
    minimumDurationMs: minimum.duration ?? RULE_DEFAULTS.minimumDurationMs,
    coolDownMs: written.cool_down,
    quiet: written.quiet ?? RULE_DEFAULTS.quiet,
    severity: written.severity,
    tell: written.tell,
    owner: written.owner ?? null,
  }
}

/** A view that streams feed is kept by the minute, whatever the grain of its history. */
function isFinerThan(grain: WatchedGrain, view: View): boolean {
  if (view.time === null) return true
  if (view.live !== null) return false
  return !grainsOf(view).includes(grain)
}

function grainsOf(view: View): readonly WatchedGrain[] {
  const finest = view.time?.grain
  if (finest === undefined) return []
  const from = WATCHED_GRAINS.findIndex((grain) => grain === finest)
  return from < 0 ? [] : WATCHED_GRAINS.slice(from)
}

/** Where the rules of a catalog are written: `alerts.yml` beside it. */
export function rulesFileOf(catalogFile: string): string {
  return join(dirname(catalogFile), 'alerts.yml')
}
