import type { Row, ViewRow } from './emulator.ts'
import type { Json } from './json.ts'

/** A view as interactions carry it. */
export function viewPayload(row: Row<ViewRow>): Json {
  const { id: _id, created_at: _created, updated_at: _updated, view_id, user_id: _user, ...view } = row
  return { ...view, id: view_id }
}
