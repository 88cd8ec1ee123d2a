/** Has the commands of a test ask the small model, and tells what it was asked. */
import { vi } from 'vitest'
import type { Exchange } from '../support/small-model/names.ts'

/** Until `vi.unstubAllEnvs`. */
export function useSmallModel(url: string, name: string): void {
  vi.stubEnv('TIDINGS_MODEL_BASE_URL', url)
  vi.stubEnv('TIDINGS_MODEL_NAME', name)
  // On a machine that does other things besides, one answer takes minutes.
  vi.stubEnv('TIDINGS_MODEL_TIMEOUT_SECONDS', '300')
  vi.stubEnv('TIDINGS_MODEL_CONCURRENCY', '1')
}

/** All of this run so far, in order. */
export async function exchanges(url: string): Promise<readonly Exchange[]> {
  return (await (await fetch(`${url}/exchanges`)).json()) as readonly Exchange[]
}
