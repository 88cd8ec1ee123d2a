/** Rich text, in which nothing is read as markup. */
import { list, object, text, type Json } from '../slack-world/json.ts'
import { unknown } from './elements.ts'
import { emoji, textWithEmoji } from './emoji.ts'
import { html, type Html } from './html.ts'

export function richText(block: Json): Html {
  return html`${list(block['elements']).map(stretch)}`
}

function stretch(value: Json): Html {
  switch (value['type']) {
    case 'rich_text_section':
      return html`<div class="rich">${runs(value)}</div>`
    case 'rich_text_quote':
      return html`<blockquote>${runs(value)}</blockquote>`
    case 'rich_text_preformatted':
      return html`<pre class="code">${runs(value)}</pre>`
    case 'rich_text_list': {
      const items = list(value['elements']).map((item) => html`<li>${runs(item)}</li>`)
      return value['style'] === 'ordered'
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`
    }
    default:
      return unknown('rich text', value)
  }
}

function runs(value: Json): Html {
  return html`${list(value['elements']).map(run)}`
}

function run(value: Json): Html {
  switch (value['type']) {
    case 'text':
      return styled(html`<span class="run">${textWithEmoji(text(value['text']))}</span>`, object(value['style']))
    case 'link':
      return styled(html`<a>${text(value['text']) || text(value['url'])}</a>`, object(value['style']))
    case 'emoji':
      return emoji(text(value['name']))
    case 'user':
      return html`<span class="mention">@${text(value['user_id'])}</span>`
    case 'usergroup':
      return html`<span class="ping">@${text(value['usergroup_id'])}</span>`
    case 'channel':
      return html`<span class="mention">#${text(value['channel_id'])}</span>`
    case 'broadcast':
      return html`<span class="ping">@${text(value['range'])}</span>`
    default:
      return unknown('run of rich text', value)
  }
}

function styled(content: Html, style: Json): Html {
  let found = content
  if (style['bold'] === true) found = html`<b>${found}</b>`
  if (style['italic'] === true) found = html`<i>${found}</i>`
  if (style['strike'] === true) found = html`<s>${found}</s>`
  return style['code'] === true ? html`<code>${found}</code>` : found
}
