/** Something the catalog has a name for, as words name it. */
import type { Aggregation } from '../analytics/catalog.ts'

/** Something the catalog has a name for. */
export type Named =
  | { readonly kind: 'kpi'; readonly kpi: string; readonly aggregation?: Aggregation }
  | { readonly kind: 'records'; readonly view: string }
  | { readonly kind: 'dimension'; readonly dimension: string }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'view'; readonly view: string }
  /** A yes-or-no dimension's name used as a quality: gift orders. */
  | { readonly kind: 'flag'; readonly dimension: string; readonly isTrue: boolean }

/** Whether two names name the same thing. */
export function sameNamed(one: Named, other: Named): boolean {
  return (
    one.kind === other.kind &&
    nameOf(one) === nameOf(other) &&
    (one.kind !== 'flag' || other.kind !== 'flag' || one.isTrue === other.isTrue)
  )
}

/** The catalog's name for it. */
export function nameOf(named: Named): string {
  switch (named.kind) {
    case 'kpi':
      return named.kpi
    case 'records':
    case 'view':
      return named.view
    case 'dimension':
    case 'flag':
      return named.dimension
    case 'time':
      return named.time
  }
}
