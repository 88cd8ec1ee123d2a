/** What lies behind an answer of unverified SQL: the statement, and its rows as a file. Rows are never kept for it: it is run again. */
import type { Audit } from '../analytics/store/audit.ts'
import { sqlFile } from './behind.ts'
import { csvFile } from './csv-file.ts'
import type { ChatMessage } from './message.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'
import type { Reply } from './reply.ts'
import { columnsOf, unverifiedFailure } from './unverified-answer.ts'
import { lineOf, type RunSql } from './unverified-run.ts'

interface Parts {
  readonly run: RunSql
  readonly audit: Audit
}

export interface UnverifiedBehind {
  sql(message: ChatMessage, sql: string): Promise<Reply>
  /** Under the rights of whoever wants it and within the limits of SQL text, which are narrower than those of other files. */
  csv(message: ChatMessage, sql: string): Promise<Reply>
}

export function createUnverifiedBehind({ run, audit }: Parts): UnverifiedBehind {
  return {
    async sql(message, sql) {
      await audit({ ...lineOf(message, words.sql.headline), kind: 'sql', sql })
      const reply = plainReply({ kind: 'command', text: words.sql.shown, sql })
      return { ...reply, file: sqlFile(sql, []) }
    },
    async csv(message, sql) {
      const ran = await run(sql, message, words.sql.headline)
      if (ran.kind === 'refused') return plainReply({ kind: 'decline', text: ran.because, because: ran.because })
      if (ran.kind === 'failed') return unverifiedFailure(ran)
      const { query, result } = ran
      if (result.rows.length === 0)
        return plainReply({ kind: 'command', text: result.truncated ? words.sql.tooWide : words.nothing })
      const columns = columnsOf(result.fields, query)
      const labels = columns.map(({ label }) => label).join(', ')
      // A file goes further than its message: its name says what it is.
      const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: query.policy.catalog.timezone })
      const title = `${words.sql.headline}, ${day.format(message.askedAt)}, ${labels}`
      const { file, rows } = await csvFile({ columns, rows: result.rows }, title)
      const bytes = Buffer.byteLength(file.text)
      await audit({
        ...lineOf(message, words.sql.headline),
        kind: 'export',
        policy: query.policy.hash,
        sql,
        rows,
        bytes,
      })
      const isWhole = rows === result.rows.length && !result.truncated
      const text = isWhole ? words.csvOf(rows, words.sql.unverified) : words.sql.csvCut(rows)
      return { ...plainReply({ kind: 'command', text }), file }
    },
  }
}
