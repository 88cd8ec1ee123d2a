/** The connections to what Tidings keeps. */
import { migrateStore, openStore, type Store } from '../analytics/store/store.ts'

/** A server that falls silent is not waited for longer. Housekeeping has the longest statements. */
const storeAnswersWithinMs = 60_000
const intakeAnswersWithinMs = 10_000
const intakeConnections = 3

export interface Stores extends AsyncDisposable {
  readonly store: Store
  /** What people say is written down over connections of its own: it is acknowledged then, and waits for nobody's answer. */
  readonly intake: Store
}

/** Brings the store up to date and opens it. */
export async function openStores(url: string): Promise<Stores> {
  {
    // A migration takes as long as it takes.
    await using patient = openStore(url)
    await migrateStore(patient, url)
  }
  const store = openStore(url, { answersWithinMs: storeAnswersWithinMs })
  const intake = openStore(url, {
    name: 'tidings inbox',
    max: intakeConnections,
    answersWithinMs: intakeAnswersWithinMs,
  })
  return {
    store,
    intake,
    async [Symbol.asyncDispose]() {
      await intake.destroy()
      await store.destroy()
    },
  }
}
