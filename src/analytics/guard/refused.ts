/** The guard's rules by name. A refusal carries one of them. */
export type GuardRule =
  | 'too-long'
  | 'characters'
  | 'comments'
  | 'operator-run'
  | 'syntax'
  | 'parser-failed'
  | 'multiple-statements'
  | 'not-select'
  | 'select-into'
  | 'locking'
  | 'with-data-modifying'
  | 'with-recursive'
  | 'function-in-from'
  | 'tablesample'
  | 'natural-join'
  | 'join-alias'
  | 'join-condition'
  | 'column-alias-list'
  | 'whole-row'
  | 'parameter'
  | 'limit'
  | 'no-view'
  | 'relation'
  | 'ambiguous-relation'
  | 'column'
  | 'masked-column'
  | 'function'
  | 'type'
  | 'operator'
  | 'takes-view-name'
  | 'duplicate-alias'
  | 'identifier'
  | 'label'
  | 'depth'
  | 'from-items'
  | 'grouping-sets'
  | 'growth'
  | 'large-argument'
  | 'regular-expression'
  | 'construct'
  | 'star'
  | 'text-off'
  | 'rewrite'

/** Ends a walk through a tree; caught in guard.ts and nowhere else. */
export class Refused extends Error {
  override name = 'Refused'
  readonly rule: GuardRule
  constructor(rule: GuardRule, because: string) {
    super(because)
    this.rule = rule
  }
}

export function refuse(rule: GuardRule, because: string): never {
  throw new Refused(rule, because)
}
