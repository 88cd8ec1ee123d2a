/** Records of a view as things with names. */
import type { View } from '../analytics/catalog.ts'
import { keyOf } from './text.ts'

/** The dimension that holds the names of a view's records: the title of films, the customer of customers; null when none does. */
export function namingDimension(view: View): string | null {
  if (!view.rows) return null
  const called = new Set([view.rows.label, ...view.rows.synonyms].map(keyOf))
  for (const { name, label, synonyms, masked, type } of view.dimensions.values()) {
    if (masked || type !== 'text') continue
    const texts = [name.replaceAll('_', ' '), label, ...synonyms].map((text) => text.replace(/\s+(?:name|title)$/i, ''))
    if (texts.some((text) => called.has(keyOf(text)) || /^(?:name|title)$/i.test(text))) return name
  }
  return null
}
