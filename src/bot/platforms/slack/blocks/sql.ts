/** The SQL behind a number, to be read and run: the query and what its parameters stand for. */
import type { KnownBlock } from '@slack/types'
import { words } from '../words.ts'
import { codeBlock, context } from './elements.ts'
import { limits } from './limits.ts'

const longestParameters = 1_000

/** `hasFile`: the whole comes as a file, where it is too long for the message. */
export function sqlBlocks(sql: string, parameters: readonly unknown[], hasFile: boolean): KnownBlock[] {
  const named = parameters.map((value, index) => `$${index + 1} = ${JSON.stringify(value) ?? 'null'}`)
  return [
    codeBlock(sql, limits.section),
    ...(named.length > 0 ? [codeBlock(named.join('\n'), longestParameters)] : []),
    ...context(hasFile && sqlNeedsFile(sql) ? [words.sqlInFile] : []),
  ]
}

/** Whether the query is too long for a message. */
export function sqlNeedsFile(sql: string): boolean {
  return sql.length > limits.section
}
