/** The small model behind its endpoint for a whole run, or what is missing for it. */
import type { TestProject } from 'vitest/node'
import { WHY_SKIPPED } from '../kafka/setup.ts'
import { startSmallEndpoint } from './endpoint.ts'
import { smallModel } from './packages.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The endpoint's address, up to and with `/v1`; null where the packages cannot be had. */
    smallModel: string | null
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const found = await smallModel()
  if (found.missing !== null) {
    const said = `tests with a real model need ${found.missing}`
    if (process.env['CI']) throw new Error(said)
    process.env[WHY_SKIPPED] = said
    project.provide('smallModel', null)
    return undefined
  }
  const endpoint = await startSmallEndpoint(found.entry, found.model)
  project.provide('smallModel', endpoint.url)
  return () => endpoint.stop()
}
