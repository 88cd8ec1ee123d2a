/** One embedded server for a whole test run. */
import type { TestProject } from 'vitest/node'
import { startServer, type ServerUrls } from './server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: ServerUrls
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, adminUrl, keeperUrl } = await startServer()
  project.provide('postgres', { adminUrl, keeperUrl })
  return stop
}
