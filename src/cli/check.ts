/** `tidings check`: the catalog, the alert rules and the verified answers beside it against the live database, each fault with file, line and remedy. */
import { openCatalog } from '../analytics/ground.ts'
import type { Catalog } from '../analytics/catalog.ts'
import type { Rule } from '../analytics/live/rule.ts'
import { openRulesFile, rulesFileOf } from '../analytics/live/rules/rule-file.ts'
import { whyUnwatched } from '../analytics/live/rules/watchable.ts'
import { FileFaulty } from '../analytics/yaml-file.ts'
import { openStore } from '../analytics/store/store.ts'
import { checkVerified } from '../app.ts'
import { VerifiedFaulty } from '../nlq/verified/verified-file.ts'
import { exitOfFile, type ExitCode } from './exit.ts'
import { openDatabase, type OpenDatabase } from './open-database.ts'
import type { Common } from './program.ts'

/** Names that SQL text can name without quotes; others work in questions but not in `check-sql`. */
const plainName = /^[a-z_][a-z0-9_]{0,62}$/

export async function check({ config, io, json }: Common): Promise<ExitCode> {
  try {
    await using database = await openDatabase(config, io, { demo: 'loaded' })
    const catalog = await openCatalog(database.url, config.catalog)
    const rules = await openRulesFile(rulesFileOf(config.catalog), catalog)
    const verified = await verifiedOn(database, config.catalog)
    if (verified.faults.length > 0) throw new VerifiedFaulty(verified.faults)
    const warnings = [...unnamed(catalog), ...unwatched(rules, catalog), ...verified.warnings]
    if (json)
      io.out(
        `${JSON.stringify({ ok: true, kpis: catalog.kpis.size, views: catalog.views.size, faults: [], warnings })}\n`,
      )
    else {
      io.out(
        `${config.catalog}: ${catalog.kpis.size} KPIs over ${catalog.views.size} views, all found in the database.\n`,
      )
      for (const warning of warnings) io.out(`warning: ${warning}\n`)
    }
    return 0
  } catch (error) {
    if (!(error instanceof FileFaulty)) throw error
    if (json) io.out(`${JSON.stringify({ ok: false, faults: error.faults, warnings: [] })}\n`)
    else io.out(`${error.message}\n`)
    return exitOfFile(error, 1)
  }
}

/** Verified answers that a change of the catalog broke; those of the store too, where there is one. */
async function verifiedOn({ url, storeUrl }: OpenDatabase, catalogFile: string) {
  if (storeUrl === null) return checkVerified(url, catalogFile, null)
  const store = openStore(storeUrl)
  try {
    return await checkVerified(url, catalogFile, store)
  } finally {
    await store.destroy()
  }
}

/** What of the database only questions can name. */
function unnamed({ views }: Catalog): readonly string[] {
  return [...views.values()].flatMap((view) =>
    [view.relation.name, ...view.columns.keys()]
      .filter((name) => !plainName.test(name))
      .map((name) => `${view.name}: SQL text cannot name ${JSON.stringify(name)}; questions can`),
  )
}

/** Alert rules that nothing feeds. */
function unwatched(rules: readonly Rule[], catalog: Catalog): readonly string[] {
  return rules.flatMap((rule) => {
    const why = whyUnwatched(rule, catalog)
    return why === null ? [] : [`alert ${rule.id} is never told: ${why}`]
  })
}
