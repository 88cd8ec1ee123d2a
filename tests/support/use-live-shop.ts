/** The live shop for the tests of a file, in a database of its own. */
import { beforeAll } from 'vitest'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { liveShopCatalog, makeLiveShop } from './live-shop.ts'
import { useStore, type OwnStore } from './store.ts'

export interface OwnLiveShop extends OwnStore {
  readonly catalog: Catalog
}

/** Makes it before all tests of the file that calls this, and drops it after them. */
export function useLiveShop(): OwnLiveShop {
  const own = useStore()
  let catalog: Catalog | undefined
  beforeAll(async () => {
    await makeLiveShop(own.database)
    catalog = await liveShopCatalog(own.database.keeperUrl)
  })
  return {
    get database() {
      return own.database
    },
    get store() {
      return own.store
    },
    get catalog() {
      return catalog!
    },
  }
}
