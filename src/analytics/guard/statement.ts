/** What holds for a whole statement while it is walked: names, rights, counts, and the edits its text needs. */
import type { Around } from './expression.ts'
import { MAX_FROM_ITEMS_IN_ALL, type SqlKind } from './lists.ts'
import { refuse } from './refused.ts'
import type { Ctes, Derived, Item, Level, VisibleRelation } from './scope.ts'
import { integer, open, text, type Fields } from './tree.ts'

/** A change of the text at the place where a node begins, and of the tree with it. */
export type Edit =
  | {
      readonly kind: 'relation'
      readonly at: number
      readonly tokens: number
      readonly node: Fields
      readonly relation: VisibleRelation
    }
  | {
      readonly kind: 'star'
      readonly at: number
      readonly tokens: number
      readonly columns: readonly (readonly string[])[]
    }
  | { readonly kind: 'unqualify'; readonly at: number; readonly node: Fields }

export interface Statement {
  readonly kind: SqlKind
  readonly edits: readonly Edit[]
  readonly relationsRead: ReadonlySet<VisibleRelation>
  readonly highestParameter: () => number
  readonly around: (level: Level, ctes: Ctes | null, given: { readonly aggregate?: () => void }) => Around
  /** The visible relation that a RangeVar node names; notes that it is to be rewritten. */
  readonly relation: (node: Fields) => VisibleRelation
  readonly renamed: (derived: Derived, aliases: unknown) => Derived
  /** A name that the text brings itself: an alias or a CTE. */
  readonly newName: (name: string) => void
  readonly identifier: (name: string) => void
  readonly label: (name: string) => void
  readonly countFromItem: () => void
  readonly replaceStar: (at: number, parts: number, columns: readonly (readonly string[])[]) => void
  /** Runs a part of the walk and hears of every item that is named meanwhile. */
  readonly watching: <T>(hear: (item: Item) => void, walk: () => T) => T
}

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}"\\]/u
const MAX_LABEL_BYTES = 63

export function beginStatement(
  kind: SqlKind,
  relations: readonly VisibleRelation[],
  walks: {
    readonly subquery: (select: unknown, level: Level, ctes: Ctes | null, statement: Statement) => Derived
    readonly renamed: (derived: Derived, aliases: unknown, statement: Statement) => Derived
  },
): Statement {
  const edits: Edit[] = []
  const relationsRead = new Set<VisibleRelation>()
  const labels = new Set<string>()
  let watchers: readonly ((item: Item) => void)[] = []
  let fromItems = 0
  let highestParameter = 0

  const identifier = (name: string) => {
    if (kind === 'text' && !IDENTIFIER.test(name) && !labels.has(name))
      refuse('identifier', 'Names must be lower-case letters, digits and underscores.')
  }
  const statement: Statement = {
    kind,
    edits,
    relationsRead,
    highestParameter: () => highestParameter,
    around: (level, ctes, { aggregate }) => ({
      level,
      kind,
      subquery: (select, at) => walks.subquery(select, at, ctes, statement),
      touch: (item) => watchers.forEach((hear) => hear(item)),
      parameter: (number) => void (highestParameter = Math.max(highestParameter, number)),
      column: (fields, parts) => columnPath(fields, parts, level),
      aggregate: aggregate ?? (() => undefined),
      windowName: identifier,
    }),
    relation: (node) => {
      const { fields: rangeVar } = open(node)
      if (rangeVar['catalogname'] !== undefined) refuse('relation', 'Name the view without its database.')
      const schema = rangeVar['schemaname'] === undefined ? undefined : text(rangeVar['schemaname'])
      const name = text(rangeVar['relname'])
      if (kind === 'text') for (const part of schema === undefined ? [name] : [schema, name]) identifier(part)
      const found = relations.filter(
        (relation) => relation.name === name && (schema === undefined ? kind === 'text' : relation.schema === schema),
      )
      if (found.length > 1) refuse('ambiguous-relation', `More than one view is called ${name}; write its schema too.`)
      const relation =
        found[0] ?? refuse('relation', `There is no view ${schema === undefined ? name : `${schema}.${name}`}.`)
      relationsRead.add(relation)
      edits.push({
        kind: 'relation',
        at: integer(rangeVar['location']),
        tokens: schema === undefined ? 1 : 3,
        node,
        relation,
      })
      return relation
    },
    renamed: (derived, aliases) => walks.renamed(derived, aliases, statement),
    newName: (name) => {
      identifier(name)
      if (kind === 'text' && relations.some((relation) => relation.name === name))
        refuse('takes-view-name', `${name} is the name of a view and cannot be given to something else.`)
    },
    identifier,
    label: (name) => {
      if (UNPRINTABLE.test(name) || Buffer.byteLength(name) > MAX_LABEL_BYTES)
        refuse('label', 'A column label contains characters that are not admitted.')
      labels.add(name)
    },
    countFromItem: () => {
      if (++fromItems > MAX_FROM_ITEMS_IN_ALL[kind])
        refuse('from-items', 'The statement reads from too many relations.')
    },
    replaceStar: (at, parts, columns) => void edits.push({ kind: 'star', at, tokens: 2 * parts - 1, columns }),
    watching: (hear, walk) => {
      const before = watchers
      watchers = [...before, hear]
      try {
        return walk()
      } finally {
        watchers = before
      }
    },
  }

  /** `schema.relation.column` becomes `relation.column`: relations get their own name as an alias. */
  const columnPath = (fields: Fields, parts: readonly string[], level: Level): readonly string[] => {
    parts.forEach(kind === 'text' ? columnIdentifier(parts.length) : () => undefined)
    const [schema, name, column] = parts
    if (name === undefined || column === undefined) return parts
    for (let each: Level | null = level; each; each = each.parent)
      for (const { alias, relation } of each.items)
        if (parts.length === 3 && alias === name && relation?.schema === schema && relation?.name === name) {
          edits.push({ kind: 'unqualify', at: integer(fields['location']), node: fields })
          return [name, column]
        }
    return refuse('column', `There is no column "${parts.join('.')}".`)
  }
  const columnIdentifier = (length: number) => (part: string, at: number) => {
    // A label of the text itself may name a derived column.
    if (at < length - 1 && !IDENTIFIER.test(part))
      refuse('identifier', 'Names must be lower-case letters, digits and underscores.')
    if (at === length - 1) identifier(part)
  }
  return statement
}
