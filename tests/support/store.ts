/** The store for the tests of a file: in a database of its own, with all migrations. */
import { afterAll, beforeAll } from 'vitest'
import { migrateStore, openStore, type Store } from '../../src/analytics/store/store.ts'
import { emptyDatabase, type TestDatabase } from './database.ts'

export interface OwnStore {
  readonly database: TestDatabase
  readonly store: Store
}

/** Opens it before all tests of the file that calls this, in an empty database unless it names another, and drops it after them. */
export function useStore(made: () => Promise<TestDatabase> = emptyDatabase): OwnStore {
  let database: TestDatabase | undefined
  let store: Store | undefined
  beforeAll(async () => {
    database = await made()
    store = openStore(database.keeperUrl)
    await migrateStore(store, database.keeperUrl)
  })
  afterAll(async () => {
    await store?.destroy()
    await database?.drop()
  })
  return {
    get database() {
      return database!
    },
    get store() {
      return store!
    },
  }
}
