/**
 * The guard: which SQL may run. It parses with PostgreSQL's own parser, admits a statement only if everything in its tree
 * is on a list and every name is one the policy may see, and hands on the text to run: the one mint of SafeQuery.
 */
import { LRUCache } from 'lru-cache'
import type { Policy } from '../policy.ts'
import {
  policyRelations,
  policySchema,
  policySelect,
  type PolicyRelation,
  type ViewsMode,
} from '../policy-views/names.ts'
import { LIMITS, type SqlKind } from './lists.ts'
import { parse, screen, warmParser } from './parser.ts'
import { Refused, refuse, type GuardRule } from './refused.ts'
import { rewrite, type Stand } from './rewrite.ts'
import type { VisibleRelation } from './scope.ts'
import { admitQuery, admitSelect, renamed } from './select.ts'
import { beginStatement } from './statement.ts'
import { checkDepth, open } from './tree.ts'

declare const safe: unique symbol

/** A statement that the guard admitted, as it runs. Nothing else can be run. */
export interface SafeQuery {
  readonly [safe]: true
  readonly kind: SqlKind
  readonly mode: ViewsMode
  readonly text: string
  /** Highest parameter number; 0 for SQL text. */
  readonly parameterCount: number
  readonly policy: Policy
  /** The relations it reads, as the policy sees them. */
  readonly reads: readonly PolicyRelation[]
}

export type Verdict =
  | { readonly verdict: 'safe'; readonly query: SafeQuery }
  | { readonly verdict: 'unsafe'; readonly rule: GuardRule; readonly because: string }

export interface Guard {
  /** A query of our own compiler: parameters and any cataloged name admitted. */
  compiled(sql: string, policy: Policy): Promise<Verdict>
  /** The same with the limits of an export. */
  export(sql: string, policy: Policy): Promise<Verdict>
  /** SQL from a person or a model. */
  text(sql: string, policy: Policy): Promise<Verdict>
}

const CACHED_BYTES = 16 * 2 ** 20

export function createGuard({ mode = 'schemas' }: { readonly mode?: ViewsMode } = {}): Guard {
  warmParser()
  const verdicts = new LRUCache<string, Verdict>({
    maxSize: CACHED_BYTES,
    sizeCalculation: (_, key) => 2 * key.length + 1_000,
  })
  const judge = async (sql: string, policy: Policy, kind: SqlKind): Promise<Verdict> => {
    try {
      screen(sql, kind)
      const key = `${policy.hash} ${policy.name} ${kind} ${sql}`
      const known = verdicts.get(key)
      if (known) return known
      const verdict = await judged(sql, policy, kind, mode)
      verdicts.set(key, verdict)
      return verdict
    } catch (error) {
      if (error instanceof Refused) return { verdict: 'unsafe', rule: error.rule, because: error.message }
      throw error
    }
  }
  return {
    compiled: (sql, policy) => judge(sql, policy, 'compiled'),
    export: (sql, policy) => judge(sql, policy, 'export'),
    text: (sql, policy) => judge(sql.replaceAll('\r\n', '\n'), policy, 'text'),
  }
}

async function judged(sql: string, policy: Policy, kind: SqlKind, mode: ViewsMode): Promise<Verdict> {
  if (sql.trim() === '') refuse('not-select', 'There is no statement.')
  const { statements } = await parse(sql)
  if (statements.length > 1) refuse('multiple-statements', 'Only one statement is admitted.')
  const [statement] = statements
  if (!statement) return refuse('not-select', 'There is no statement.')
  const { type, fields } = open(statement['stmt'])
  if (type !== 'SelectStmt') refuse('not-select', 'Only SELECT is admitted.')
  checkDepth(statement['stmt'])
  if (kind === 'text' && mode === 'fenced' && isRestricted(policy))
    refuse('text-off', 'SQL text is off for this role, because this database cannot keep its rows and columns apart.')

  const reading = new Map(policyRelations(policy).map((each) => [visible(each), each]))
  const walked = beginStatement(kind, [...reading.keys()], {
    subquery: (select, level, ctes, of) => admitQuery(select, level, ctes, of),
    renamed,
  })
  admitSelect(fields, null, null, walked)
  if (walked.relationsRead.size === 0) refuse('no-view', 'The statement reads no view of the catalog.')
  const reads = [...walked.relationsRead].map((relation) => reading.get(relation)!)
  const standFor = (relation: VisibleRelation) => stand(reading.get(relation)!, policy, mode)
  // One row more than is shown tells whether there are more.
  const text = await rewrite(sql, statement, walked.edits, standFor, LIMITS[kind].rows + 1)
  const parameterCount = walked.highestParameter()
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the one mint
  return { verdict: 'safe', query: { kind, mode, text, parameterCount, policy, reads } as unknown as SafeQuery }
}

function visible({ relation, name, view }: PolicyRelation): VisibleRelation {
  return { ...relation, view: name, columns: view.columns, masked: new Set(view.masked) }
}

function isRestricted(policy: Policy): boolean {
  return [...policy.views.values()].some((view) => view.rowFilter.length > 0 || view.masked.length > 0)
}

function stand(of: PolicyRelation, policy: Policy, mode: ViewsMode): Stand {
  switch (mode) {
    case 'schemas':
      return { kind: 'view', schema: policySchema(policy), name: of.name }
    case 'temporary':
      return { kind: 'view', schema: 'pg_temp', name: of.name }
    case 'fenced':
      return { kind: 'subquery', sql: `${policySelect(of)} OFFSET 0` }
  }
}
