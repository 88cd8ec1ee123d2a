/** Workspaces that installed the app of a chat platform; what is kept of each is sealed by the platform. */
import type { Store } from './store.ts'

export interface Installations {
  list(): Promise<readonly { readonly workspace: string; readonly sealed: Buffer }[]>
  /** Null: not installed there. */
  find(workspace: string): Promise<Buffer | null>
  /** In place of an earlier one. */
  save(workspace: string, sealed: Buffer): Promise<void>
  /** Not one made after `before`: news of a removal may come later than a new installation. */
  remove(workspace: string, before: Date): Promise<void>
}

export function installationsIn(store: Store, platform: string): Installations {
  return {
    list: () =>
      store
        .selectFrom('tidings.installations')
        .select(['workspace', 'sealed'])
        .where('platform', '=', platform)
        .orderBy('workspace')
        .execute(),
    async find(workspace) {
      const row = await store
        .selectFrom('tidings.installations')
        .select('sealed')
        .where('platform', '=', platform)
        .where('workspace', '=', workspace)
        .executeTakeFirst()
      return row?.sealed ?? null
    },
    async save(workspace, sealed) {
      const installed_at = new Date()
      await store
        .insertInto('tidings.installations')
        .values({ platform, workspace, sealed, installed_at })
        .onConflict((conflict) => conflict.columns(['platform', 'workspace']).doUpdateSet({ sealed, installed_at }))
        .execute()
    },
    async remove(workspace, before) {
      await store
        .deleteFrom('tidings.installations')
        .where('platform', '=', platform)
        .where('workspace', '=', workspace)
        .where('installed_at', '<=', before)
        .execute()
    },
  }
}
