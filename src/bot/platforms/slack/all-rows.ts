/** A long answer comes with the file of its rows, since a message shows only some of them. */
import { csvFile } from '../../csv-file.ts'
import type { Reply } from '../../reply.ts'
import { needsFile } from './blocks/rows.ts'

/** Never rejects: what has no rows that can be written goes out as it is. */
export async function withAllRows(reply: Reply): Promise<Reply> {
  const { result, file, headline } = reply
  try {
    if (file !== null || result.kind !== 'answer' || !needsFile(reply)) return reply
    const made = await csvFile(result, result.understood ?? headline)
    return { ...reply, file: made.file }
  } catch {
    // Shaping it fails too, and says why.
    return reply
  }
}
