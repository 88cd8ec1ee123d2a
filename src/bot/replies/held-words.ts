/** What was held back in quiet hours, in one message: what is still going on first, then what came and went, a line each. */
import type { Catalog } from '../../analytics/catalog.ts'
import type { HeldParcel, IncidentContent } from '../../analytics/live/incident.ts'
import { bucketAt } from '../../charts/buckets.ts'
import { alertWords } from './alert-words.ts'
import { sentences } from './en-alerts.ts'

/** More than these are counted only. */
const mostLines = 20

export function heldWords(
  contents: readonly IncidentContent[],
  { from, until }: HeldParcel['held'],
  { catalog, locale }: { readonly catalog: Catalog; readonly locale: string },
): { readonly headline: string; readonly lines: readonly string[] } {
  const clock = (moment: string) => {
    const { wall } = bucketAt(moment, 'minute', catalog.timezone)
    return new Date(wall).toISOString().slice(11, 16)
  }
  const goingOn = contents.filter(({ phase }) => phase !== 'resolved')
  const over = contents.filter(({ phase }) => phase === 'resolved')
  const headlineOf = (content: IncidentContent) => alertWords(content, { catalog, locale }).headline
  const lines = [
    ...goingOn.map((content) => sentences.heldGoingOn(headlineOf(content), clock(content.from))),
    ...over.map((content) => sentences.heldOver(headlineOf(content), clock(content.from))),
  ]
  return {
    headline: sentences.held(goingOn.length, over.length, clock(from), clock(until)),
    lines:
      lines.length > mostLines
        ? [...lines.slice(0, mostLines), sentences.moreDrivers(lines.length - mostLines)]
        : lines,
  }
}
