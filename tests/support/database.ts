/** A database of its own for a test file, cloned from a template on the run's server. */
import { inject } from 'vitest'
import { cloneDemo, cloneEmpty, type TestDatabase } from './server.ts'

export { DEMO_NOW, type TestDatabase } from './server.ts'

/** Roles and rights, schemas `tidings` and `kpi`, nothing in them. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return cloneEmpty(inject('postgres'))
}

/** The demo business at a fiftieth of its size, ending at `DEMO_NOW`. */
export async function demoDatabase(): Promise<TestDatabase> {
  return cloneDemo(inject('postgres'))
}
