/** The picture of an answer, where one says more than words. */
import type { KnownBlock } from '@slack/types'
import type { Reply } from '../../../reply.ts'
import { context } from './elements.ts'
import { line } from './escape.ts'
import { limits } from './limits.ts'

/** A number and a table are better read than drawn. */
export function wantsPicture({ result, alert }: Reply): boolean {
  if (alert) return true
  return result.chart !== null && result.chart.kind !== 'number' && result.chart.kind !== 'table'
}

/** `file` is Slack's id of it, once it is ready. Without one there is nothing to see yet, or a sentence why. */
export function pictureBlocks(reply: Reply, file: string | null): KnownBlock[] {
  if (!wantsPicture(reply)) return []
  if (file === null) return context(reply.pictureMissing === null ? [] : [reply.pictureMissing])
  return [{ type: 'image', slack_file: { id: file }, alt_text: altTextOf(reply) }]
}

/** For the upload too. */
export function altTextOf({ picture, result, headline }: Reply): string {
  return line(picture?.altText ?? result.chart?.altText ?? '', limits.altText, line(headline, limits.altText))
}
