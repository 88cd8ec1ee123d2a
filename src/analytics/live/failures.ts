/** What a failure of the database means for a batch that was to be merged. */

export type Failure =
  /** The batch holds something that the database does not take: one record of it may be at fault. */
  | 'unfit'
  /** The database, or the way to it: the same batch may be merged later, or it was merged and nobody could tell us. */
  | 'away'

/** SQLSTATE classes: data exceptions, constraints, a row that two of ours would change, and limits of a row. */
const UNFIT = ['22', '23', '21', '54']

export function failureOf(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && UNFIT.includes(code.slice(0, 2)) ? 'unfit' : 'away'
}
