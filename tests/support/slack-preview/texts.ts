/** Text objects of Block Kit. */
import { object, text, type Json } from '../slack-world/json.ts'
import { emoji, textWithEmoji } from './emoji.ts'
import { html, type Html } from './html.ts'
import { mrkdwn } from './mrkdwn.ts'

/** `plain_text` and `mrkdwn`, each by its own rules. */
export function textObject(value: unknown): Html {
  const found = object(value)
  if (found['type'] === 'mrkdwn') return mrkdwn(text(found['text']), { verbatim: found['verbatim'] === true })
  return plainText(found)
}

function plainText(value: Json): Html {
  const words = text(value['text'])
  // `:name:` becomes an emoji unless that is switched off.
  const parts = value['emoji'] === false ? [words] : words.split(/(:[a-z0-9_+-]+:)/)
  const lines = parts.map((part, index) => (index % 2 === 1 ? emoji(part.slice(1, -1)) : textWithEmoji(part)))
  return html`<span class="plain">${lines}</span>`
}
