/** The database with the KPI views, and the store. */
import type { Catalog } from '../../analytics/catalog.ts'
import { CatalogFaulty } from '../../analytics/catalog-file.ts'
import { openCatalog } from '../../analytics/ground.ts'
import { DatabaseNotThere } from '../../analytics/not-there.ts'
import { keptApart } from '../../analytics/policy-views/mode.ts'
import { stateOfStore } from '../../analytics/store/state.ts'
import { surveyDatabase, type Survey } from '../../analytics/survey.ts'
import { printFault } from '../../analytics/yaml-file.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

const oldestPostgres = 15

interface DatabaseChecked {
  readonly findings: readonly Finding[]
  /** Null where it cannot be read. */
  readonly catalog: Catalog | null
}

/** Everything about the database; the first line says whether it is there at all. */
export async function checkDatabase(url: string, catalogFile: string, isEmbedded: boolean): Promise<DatabaseChecked> {
  try {
    const { catalog, findings: ofCatalog } = await checkCatalog(url, catalogFile, isEmbedded)
    const relations = [...(catalog?.views.values() ?? [])].map((view) => view.relation)
    // As `start` and `demo` would: they make the policies' views where they may.
    const survey = await surveyDatabase(url, { relations, mayConfigure: true })
    const rights = [...checkRights(survey), checkFunctions(survey), checkClock(survey)]
    return { findings: [checkVersion(survey), ...ofCatalog, ...rights], catalog }
  } catch (error) {
    if (error instanceof DatabaseNotThere) return { findings: [fault('database', `${error.message}.`)], catalog: null }
    throw error
  }
}

function checkVersion({ version, major, login }: Survey): Finding {
  return major < oldestPostgres
    ? fault('database', `PostgreSQL ${version} is too old: ${oldestPostgres} or newer is needed.`)
    : ok('database', `PostgreSQL ${version}, as ${login}`)
}

async function checkCatalog(url: string, file: string, isEmbedded: boolean): Promise<DatabaseChecked> {
  try {
    const catalog = await openCatalog(url, file)
    const says = `${file}: ${catalog.kpis.size} KPIs over ${catalog.views.size} views`
    return { catalog, findings: [ok('catalog', says)] }
  } catch (error) {
    if (!(error instanceof CatalogFaulty)) throw error
    const hint = isEmbedded ? ' (the demo business is loaded by tidings demo)' : ''
    return { catalog: null, findings: error.faults.map((each) => fault('catalog', `${printFault(each)}${hint}`)) }
  }
}

function checkRights({ found }: Survey): readonly Finding[] {
  return [ok('rights', `rows are kept apart ${keptApart(found)}`), ...found.faults.map((each) => fault('login', each))]
}

function checkFunctions({ openFunctions, found }: Survey): Finding {
  if (openFunctions.length === 0) return ok('functions', 'nothing that does more than read may be called')
  const shown = openFunctions.slice(0, 6).join(', ')
  const more = openFunctions.length > 6 ? ` and ${openFunctions.length - 6} more` : ''
  const who = found.mode === 'schemas' ? 'everyone' : 'this login'
  return advice(
    'functions',
    `${who} may call ${shown}${more}: the guard admits none of them; sql/roles.sql closes them in the database too.`,
  )
}

/** A clock that is wrong moves "today". */
function checkClock({ clockAheadMs }: Survey): Finding {
  const seconds = Math.abs(clockAheadMs) / 1000
  const says = `the database's clock is ${seconds.toFixed(1)} s ${clockAheadMs < 0 ? 'behind' : 'ahead of'} ours`
  if (seconds > 60) return fault('clock', `${says}: set both by NTP, or "today" will be wrong.`)
  return seconds > 2 ? advice('clock', `${says}: set both by NTP.`) : ok('clock', says)
}

/** The store's line, and how many tokens are valid when it can be asked. */
export async function checkStore(url: string | null): Promise<{ finding: Finding; tokens: number | null }> {
  const part = 'store'
  const only = (finding: Finding) => ({ finding, tokens: null })
  if (url === null) return only(advice(part, 'none: nothing is audited and threads end with a command; give --store.'))
  try {
    const state = await stateOfStore(url)
    switch (state.kind) {
      case 'up to date':
        return { finding: ok(part, 'schema tidings is up to date'), tokens: state.validTokens }
      case 'behind':
        return only(advice(part, `${state.pending.join(', ')} not run yet: tidings migrate, demo and start do it.`))
      case 'absent':
        return only(
          state.mayCreate
            ? ok(part, 'schema tidings is not there yet and may be created: tidings migrate, demo and start do it')
            : fault(
                part,
                `${state.login} may not create schema tidings: run sql/roles.sql as an administrator, or give another database with --store.`,
              ),
        )
      case 'closed':
        return only(
          fault(part, `${state.login} may not read schema tidings: give the login that keeps it, with --store.`),
        )
      case 'too new':
        return only(
          fault(part, `made by a newer Tidings (${state.unknown.join(', ')}): run that version or a later one.`),
        )
    }
  } catch (error) {
    if (error instanceof DatabaseNotThere) return only(fault(part, `${error.message}.`))
    throw error
  }
}
