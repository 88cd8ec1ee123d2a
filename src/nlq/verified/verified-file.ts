/** `sql/verified.yml` → verified answers; all faults are gathered. What their names mean is looked up when they are asked. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../../analytics/message-of.ts'
import { FileFaulty, readYaml, type Fault } from '../../analytics/yaml-file.ts'
import { verifiedQuery, type Verified } from './verified.ts'

/** Thrown by who cannot go on without a right file; the message lists every fault. */
export class VerifiedFaulty extends FileFaulty {
  override name = 'VerifiedFaulty'
}

const schema = z.strictObject({
  verified: z
    .array(
      z.strictObject({
        question: z.string().trim().min(1).max(2_000),
        query: verifiedQuery,
        by: z.string().trim().min(1).max(200),
        on: z.iso.date('write a day as 2026-11-03'),
      }),
    )
    .default([]),
})

/** An answer of the file, and where it stands. */
export type Written = Verified & { readonly at: Omit<Fault, 'message'> }

/** Where the verified answers of a catalog are written: `verified.yml` beside it. */
export function verifiedFileOf(catalogFile: string): string {
  return join(dirname(catalogFile), 'verified.yml')
}

/** The verified answers of a file; none when there is no such file. Throws VerifiedFaulty. */
export async function openVerifiedFile(file: string): Promise<readonly Written[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    const message = `it cannot be read: ${messageOf(cause)}`
    throw new VerifiedFaulty([{ file, line: 1, path: '', message }], { cause })
  })
  if (text === null) return []
  const { verified, faults } = readVerified(text, file)
  if (faults.length > 0) throw new VerifiedFaulty(faults)
  return verified
}

/** Reads the text of such a file. */
function readVerified(
  text: string,
  file: string,
): { readonly verified: readonly Written[]; readonly faults: readonly Fault[] } {
  const read = readYaml(text, file, schema, phraseOf)
  if (!('written' in read)) return { verified: [], faults: read }
  return {
    faults: [],
    verified: read.written.verified.map((one, index) => {
      const line = read.lineOf(['verified', index, 'question'])
      return { ...one, id: `${file}:${line}`, definitions: null, at: { file, line, path: `verified.${index}` } }
    }),
  }
}

function phraseOf({ code, path, message }: z.core.$ZodIssue): string {
  return code === 'invalid_union' && path.includes('query')
    ? 'write a sentence that Tidings reads, as in "revenue by region last week", or { measures: […], period: last week }'
    : message
}
