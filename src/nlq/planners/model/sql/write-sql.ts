/** A model that writes one SELECT for what no KPI answers. Whoever asks it holds what it wrote to the guard. */
import { z } from 'zod'
import type { ModelUse } from '../../../model-use.ts'
import { formOf, jsonIn } from '../form.ts'
import { exchange, type ExchangeParts } from '../exchange.ts'
import { sqlPrompt, type Wanted } from './sql-prompt.ts'

export interface SqlAside {
  readonly asker: string | null
  readonly signal?: AbortSignal | undefined
  readonly onUse?: (use: ModelUse) => void
}

/** `refused`: why the guard does not admit a statement, or null. Gives one that it admits; null: there is none. */
export type WriteSql = (
  wanted: Wanted,
  refused: (sql: string) => Promise<string | null>,
  aside: SqlAside,
) => Promise<string | null>

const shape = z.object({ sql: z.string().max(8_000).nullable() })

const form = formOf('statement', shape)

export function createWriteSql(parts: ExchangeParts & { readonly sendsValues: boolean }): WriteSql {
  return async function writeSql(wanted, refused, { asker, signal, onUse }) {
    const { found } = await exchange<string | null>(
      parts,
      {
        purpose: 'sql',
        asker,
        said: () => sqlPrompt(wanted, parts.sendsValues),
        form,
        mostRepairs: 2,
        refusal: (because) => ({
          role: 'user',
          text: JSON.stringify({ refused: because.slice(0, 400), now: 'Write a corrected statement, or null.' }),
        }),
        signal,
        onUse,
      },
      async (answer) => {
        const sql = sqlIn(answer)
        if (sql === undefined) return { kind: 'refused', because: 'That is not one whole JSON object.' }
        if (sql === null) return { kind: 'found', found: null, outcome: 'declined' }
        const because = await refused(sql)
        return because === null ? { kind: 'found', found: sql, outcome: 'used' } : { kind: 'refused', because }
      },
    )
    return found
  }
}

/** Null: it can't; undefined: that is no answer. */
function sqlIn(answer: string): string | null | undefined {
  if (answer === '') return null
  const parsed = shape.safeParse(jsonIn(answer))
  return parsed.success ? parsed.data.sql?.trim().replace(/;$/, '').trim() || null : undefined
}
