/** Where alerts go that everybody who may can follow: the page of the web chat and the terminal show it (`web:local/alerts`). */
import type { Place } from '../analytics/place.ts'

export const alertsFeed: Place = { platform: 'web', workspace: 'local', conversation: 'alerts', thread: null }
