/** Verified answers put together: those of the file beside the catalog. */
import { openVerifiedFile, verifiedFileOf } from '../nlq/verified/verified-file.ts'
import type { VerifiedBook } from '../nlq/verified/verified.ts'

/** Throws VerifiedFaulty. */
export async function openVerified(catalogFile: string): Promise<VerifiedBook> {
  const written = await openVerifiedFile(verifiedFileOf(catalogFile))
  return { read: async () => written }
}
