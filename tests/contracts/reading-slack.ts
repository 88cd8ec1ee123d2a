/** What somebody sees of a Slack message: as the preview draws it, so that there is one reading of Slack's layout. */
import { blocksOf, wordsOf } from '../support/slack-preview/blocks.ts'
import type { Json } from '../support/slack-world/json.ts'
import type { Shown } from './connection.ts'

interface Posted {
  readonly text: string
  readonly blocks: readonly Json[]
  readonly files?: readonly Json[]
}

/** `contentOf`: the text of a file by its id. */
export function readMessage({ text, blocks, files = [] }: Posted, contentOf: (id: string) => string): Shown {
  const pictures = blocks.filter(({ type }) => type === 'image')
  const known = Object.fromEntries(pictures.map((block) => [fileOf(block), 'picture']))
  const { html } = blocks.length > 0 ? blocksOf(blocks, known) : wordsOf(text)
  return {
    words: unescaped(html.replace(/<[^>]*>/g, (tag) => (isWithin(tag) ? '' : ' '))),
    picture: pictures.map(({ alt_text: described }) => String(described)).join('\n') || null,
    files: files
      .filter(({ id }) => !(String(id) in known))
      .map(({ id, name }) => ({ name: String(name), text: contentOf(String(id)) })),
    // What stands in for the blocks in notifications is read as markup too.
    live: [...liveIn(html), ...liveIn(wordsOf(text).html)],
  }
}

function fileOf(block: Json): string {
  const { slack_file: file } = block
  return typeof file === 'object' && file !== null && 'id' in file ? String(file.id) : ''
}

/** Pings, mentions, links, emoji by name, formatting that only markup makes, and what Slack would refuse. */
function liveIn(html: string): readonly string[] {
  return (
    html.match(
      /<a\b[^>]*>|<(?:i|s|code|pre|blockquote)\b[^>]*>|<span class="(?:ping|mention|emoji-name)[^>]*>|<div class="unknown">[^<]*/g,
    ) ?? []
  )
}

/** Marks within a line, which part no words. */
function isWithin(tag: string): boolean {
  return /^<\/?(?:b|i|s|code|a|span)\b/.test(tag)
}

function unescaped(html: string): string {
  const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
  return html.replace(/&(lt|gt|quot|#39|amp);/g, (whole, name: string) => signs[name] ?? whole)
}
