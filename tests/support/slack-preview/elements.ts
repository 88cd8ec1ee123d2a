/** What can be pressed, chosen and filled in. */
import { list, object, text, type Json } from '../slack-world/json.ts'
import { html, type Html } from './html.ts'
import { textObject } from './texts.ts'

export function element(value: Json): Html {
  switch (value['type']) {
    case 'button':
      return html`<button class="button ${text(value['style'])}">${textObject(value['text'])}</button>`
    case 'static_select':
    case 'external_select':
    case 'multi_static_select':
      return select(value)
    case 'overflow':
      return html`<button class="button overflow" title="${optionTexts(value)}">⋯</button>`
    case 'feedback_buttons':
      return html`<span class="feedback">${thumb(value, 'positive_button')}${thumb(value, 'negative_button')}</span>`
    case 'icon_button':
      return html`<button class="icon">${textObject(value['text'])}</button>`
    case 'image':
      return html`<img class="icon-image" src="${text(value['image_url'])}" alt="${text(value['alt_text'])}" />`
    case 'plain_text_input':
      return html`<div class="field ${value['multiline'] === true ? 'multiline' : ''}">
        ${textObject(value['placeholder'])}
      </div>`
    case 'radio_buttons':
    case 'checkboxes':
      return html`<div class="options ${text(value['type'])}">
        ${list(value['options']).map(
          (option) => html`<label><span class="mark"></span>${textObject(option['text'])}</label>`,
        )}
      </div>`
    default:
      return unknown('element', value)
  }
}

/** What this preview, or Slack, has no picture of. */
export function unknown(what: string, value: Json): Html {
  return html`<div class="unknown">unknown ${what}: ${text(value['type']) || 'without a type'}</div>`
}

function select(value: Json): Html {
  const chosen = object(value['initial_option'])
  const label = 'text' in chosen ? textObject(chosen['text']) : textObject(value['placeholder'])
  return html`<span class="select" title="${optionTexts(value)}"
    ><span>${label}</span><span class="chevron"></span
  ></span>`
}

function optionTexts(value: Json): string {
  return list(value['options'])
    .map((option) => text(object(option['text'])['text']))
    .join('\n')
}

function thumb(value: Json, which: string): Html {
  const button = object(value[which])
  return html`<button class="icon" aria-label="${text(button['accessibility_label'])}">
    ${textObject(button['text'])}
  </button>`
}
