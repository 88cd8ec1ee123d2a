/** The tea shop in a database of its own, asked by KpiQuery and by plain SQL. */
import { Client } from 'pg'
import type { Cell } from '../../src/analytics/answer.ts'
import type { History } from '../../src/analytics/buckets.ts'
import { compile, type Compiled } from '../../src/analytics/compile/compile.ts'
import type { KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { cellReader } from '../../src/analytics/run/cells.ts'
import { emptyDatabase } from './database.ts'
import { loadShop, shopCatalog, shopQuery } from './tea-shop.ts'

type Rows = readonly (readonly Cell[])[]

export interface ShopAnswers {
  readonly select: (text: string, parameters?: readonly unknown[]) => Promise<Rows>
  readonly ask: (input: KpiQueryInput, history?: History) => Promise<Rows>
  readonly close: () => Promise<void>
}

const catalog = shopCatalog()

export async function openShop(): Promise<ShopAnswers> {
  const database = await emptyDatabase()
  await loadShop(database.adminUrl)
  const client = new Client({ connectionString: database.adminUrl })
  await client.connect()
  const select = async (text: string, parameters: readonly unknown[] = []) => {
    const { rows } = await client.query<Cell[]>({
      text,
      values: [...parameters],
      rowMode: 'array',
      types: { getTypeParser: (oid: number) => cellReader(oid, 'Europe/Berlin') },
    })
    return rows
  }
  return {
    select,
    ask: async (input, history) => {
      const compiled = compiledOf(input, history)
      return compiled.finish(await select(compiled.sql, compiled.parameters))
    },
    close: async () => {
      await client.end()
      await database.drop()
    },
  }
}

/** Throws with the reason where there is no answer. */
export function compiledOf(input: KpiQueryInput, history?: History): Compiled {
  const compiled = compile(shopQuery(input, catalog), catalog, history)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  return compiled
}
