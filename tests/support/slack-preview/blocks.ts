/** Block Kit as Slack draws it. */
import { list, object, text, type Json } from '../slack-world/json.ts'
import { element, unknown } from './elements.ts'
import { html, type Html } from './html.ts'
import { mrkdwn } from './mrkdwn.ts'
import { richText } from './rich-text.ts'
import { dataTable, table } from './tables.ts'
import { textObject } from './texts.ts'

/** `files`: where a picture is found by Slack's id of it. */
export function blocksOf(blocks: readonly Json[], files: Readonly<Record<string, string>>): Html {
  return html`${blocks.map((block) => html`<div class="block ${text(block['type'])}">${blockOf(block, files)}</div>`)}`
}

function blockOf(block: Json, files: Readonly<Record<string, string>>): Html {
  switch (block['type']) {
    case 'section':
      return section(block)
    case 'header':
      return html`<h3>${textObject(block['text'])}</h3>`
    case 'divider':
      return html`<hr />`
    case 'context':
      return html`${list(block['elements']).map((each) =>
        each['type'] === 'image' ? element(each) : html`<span class="small">${textObject(each)}</span>`,
      )}`
    case 'actions':
    case 'context_actions':
      return html`${list(block['elements']).map(element)}`
    case 'image':
      return image(block, files)
    case 'input':
      return html`<label class="label"
          >${textObject(block['label'])}${block['optional'] === true ? html`<span class="optional"> (optional)</span>` : null}</label
        >
        ${element(object(block['element']))}${'hint' in block ? html`<div class="hint">${textObject(block['hint'])}</div>` : null}`
    case 'rich_text':
      return richText(block)
    case 'markdown':
      // Its dialect is another one; what is written is what is shown here.
      return html`<div class="rich">${text(block['text'])}</div>`
    case 'data_table':
      return dataTable(block)
    case 'table':
      return table(block)
    case 'alert':
      return html`<div class="alert-box ${text(block['level'])}">${textObject(block['text'])}</div>`
    default:
      return unknown('block', block)
  }
}

function section(block: Json): Html {
  const fields = list(block['fields'])
  return html`<div class="section-text">
      ${'text' in block ? textObject(block['text']) : null}${
        fields.length > 0
          ? html`<div class="fields">${fields.map((each) => html`<div>${textObject(each)}</div>`)}</div>`
          : null
      }
    </div>
    ${'accessory' in block ? html`<div class="accessory">${element(object(block['accessory']))}</div>` : null}`
}

function image(block: Json, files: Readonly<Record<string, string>>): Html {
  const file = text(object(block['slack_file'])['id'])
  const source = file === '' ? text(block['image_url']) : files[file]
  const title = 'title' in block ? html`<div class="image-title">${textObject(block['title'])}</div>` : null
  if (source === undefined)
    return html`${title}
      <div class="unknown">no file ${file}: Slack would refuse the message</div>`
  return html`${title}<img class="picture" src="${source}" alt="${text(block['alt_text'])}" />`
}

/** A message that has no blocks. */
export function wordsOf(text: string): Html {
  return html`<div class="block words">${mrkdwn(text, { verbatim: false })}</div>`
}
