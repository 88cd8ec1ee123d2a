/** Verified answers put together: those of the file beside the catalog and those that were vouched for in chat. */
import { ownerPolicy } from '../analytics/access.ts'
import type { History } from '../analytics/buckets.ts'
import type { Catalog } from '../analytics/catalog.ts'
import { compile } from '../analytics/compile/compile.ts'
import { definedIn, fingerprintOf, hasChanged } from '../analytics/definitions.ts'
import { openGround } from '../analytics/ground.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { readKnown } from '../analytics/knowledge.ts'
import type { Store } from '../analytics/store/store.ts'
import { readKeptVerified, type KeptVerified } from '../analytics/store/verified.ts'
import { readViewSql } from '../analytics/view-sql.ts'
import type { Fault } from '../analytics/yaml-file.ts'
import { buildLexicon } from '../nlq/lexicon.ts'
import { forWords } from '../nlq/masks.ts'
import { createGrammarPlanner } from '../nlq/planners/grammar/planner.ts'
import { nearKey } from '../nlq/verified/near-identical.ts'
import { resolve } from '../nlq/verified/resolve.ts'
import { openVerifiedFile, verifiedFileOf } from '../nlq/verified/verified-file.ts'
import { verifiedQuery, vouchedInWords, type Verified, type VerifiedBook } from '../nlq/verified/verified.ts'

/** What other instances vouch for or revoke is known here after so long. */
const knownForMs = 2_000

export interface OpenBook extends VerifiedBook {
  /** Something was changed here: it is read anew at once. */
  changed(): void
}

/** Throws VerifiedFaulty. */
export async function openVerified(catalogFile: string, store: Store | null): Promise<OpenBook> {
  const written = await openVerifiedFile(verifiedFileOf(catalogFile))
  if (!store) return { read: async () => written, changed: () => {} }
  let all: readonly Verified[] = written
  let seen = ''
  let reading: Promise<readonly Verified[]> | null = null
  let readAt = -Infinity
  async function readAnew(from: Store): Promise<readonly Verified[]> {
    const kept = await readKeptVerified(from)
    const ids = kept.map(({ id }) => id).join(' ')
    if (ids !== seen) {
      seen = ids
      all = [...written, ...kept.flatMap((one) => verifiedOf(one) ?? [])]
    }
    return all
  }
  return {
    read() {
      if (reading === null || performance.now() - readAt > knownForMs) {
        readAt = performance.now()
        // While the store is away what was known stands; who needs the store itself says that it is away.
        reading = readAnew(store).catch(() => all)
      }
      return reading
    },
    changed() {
      reading = null
    },
  }
}

/** The fingerprint of what a query leans on, as the catalog and its views define it. */
export type Definitions = (query: KpiQuery) => string

/** As they are in the database at this moment. Throws DatabaseNotThere. */
export async function openDefinitions(databaseUrl: string, catalog: Catalog): Promise<Definitions> {
  const sqlOf = await readViewSql(databaseUrl, catalog)
  return (query) => fingerprintOf(query, catalog, sqlOf)
}

/** Of one that was vouched for in chat, as the store knows it; empty for one of the file. */
export function keptId({ id }: Verified): readonly string[] {
  return id.startsWith(inChat) ? [id.slice(inChat.length)] : []
}

const inChat = 'chat '

/** Null for what another version wrote and this one cannot read. */
function verifiedOf({ id, name, at, query, ...rest }: KeptVerified): Verified | null {
  const parsed = verifiedQuery.safeParse(query)
  if (!parsed.success) return null
  return { ...rest, id: `${inChat}${id}`, query: parsed.data, by: name, on: at.toISOString().slice(0, 10) }
}

/** Old data breaks no answer: "this month" is tried on the last that there is. Infinity where there is none. */
function lastOf(history: History): number {
  const ends = [...history.values()].map(({ to }) => Date.parse(to)).filter((end) => !Number.isNaN(end))
  return ends.length > 0 ? Math.max(...ends) : Infinity
}

interface Checked {
  readonly faults: readonly Fault[]
  /** Of those that were vouched for in chat: a sentence each. */
  readonly warnings: readonly string[]
}

/**
 * Looks up what every verified answer names in the catalog as it is now, as somebody who sees all would ask it. Throws
 * VerifiedFaulty for a file of another shape.
 */
export async function checkVerified(databaseUrl: string, catalogFile: string, store: Store | null): Promise<Checked> {
  const written = await openVerifiedFile(verifiedFileOf(catalogFile))
  const kept = store ? await readKeptVerified(store) : []
  if (written.length + kept.length === 0) return { faults: [], warnings: [] }
  await using ground = await openGround(databaseUrl, catalogFile, { mayConfigure: false })
  const { guard, reader, catalog } = ground
  const policy = ownerPolicy(catalog)
  const known = await readKnown(policy, { guard, reader, store: null })
  const lexicon = buildLexicon({ catalog: forWords(policy.catalog), ...known })
  const grammar = createGrammarPlanner(lexicon)
  const now = new Date(Math.min(Date.now(), lastOf(known.history)))

  const definitions = await openDefinitions(databaseUrl, catalog)

  /** What became of one, as it is said after its question; null: nothing. */
  async function broken(one: Pick<Verified, 'query' | 'definitions'>): Promise<string | null> {
    const gone = (because: string) => `has no answer any more: ${because}`
    const resolved = await resolve(one, now, lexicon, grammar)
    if (!resolved.ok) return gone(resolved.because)
    const { query } = resolved
    const compiled = compile(query, policy.catalog, known.history)
    if (compiled.kind === 'cannot') return gone(compiled.because)
    const verdict = await guard.compiled(compiled.sql, policy)
    if (verdict.verdict === 'unsafe') return gone(verdict.because)
    if (!hasChanged(one.definitions, definitions(query))) return null
    const names = new Intl.ListFormat('en').format(definedIn(query, catalog))
    return `is not taken as verified any more: the definition behind ${names} has changed since; ask it again and verify the answer, or forget it`
  }

  const faults: Fault[] = []
  const lines = new Map<string, number>()
  for (const { at, ...one } of written) {
    const fault = await broken(one)
    if (fault !== null) faults.push({ ...at, message: `"${one.question}" ${fault}` })
    const key = nearKey(one.question, lexicon)
    const earlier = lines.get(key)
    if (earlier !== undefined)
      faults.push({ ...at, message: `"${one.question}" is the same question as in line ${earlier}` })
    lines.set(key, at.line)
  }
  const warnings: string[] = []
  for (const each of kept) {
    const one = verifiedOf(each)
    const fault = one
      ? await broken(one)
      : 'has no answer any more: another version wrote it in a form that is not known here'
    const day = { by: each.name, on: each.at.toISOString().slice(0, 10) }
    if (fault !== null) warnings.push(`"${each.question}", ${vouchedInWords(day)} in chat, ${fault}`)
  }
  return { faults, warnings }
}
