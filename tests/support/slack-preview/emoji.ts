/** The few emoji that we use ourselves, drawn, since not every machine has a font of them. Others stay characters. */
import { html, type Html } from './html.ts'

const thumb =
  'M6 18V9.5l3.6-6.4c.3-.6 1-.8 1.6-.5.9.4 1.3 1.3 1.1 2.2L11.7 8H16a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 14.8 18Z M2 9.5h2.5V18H2Z'

const drawn: Readonly<Record<string, Html>> = {
  '👍': html`<svg class="emoji" viewBox="0 0 20 20"><path d="${thumb}" fill="currentColor" /></svg>`,
  '👎': html`<svg class="emoji" viewBox="0 0 20 20">
    <path d="${thumb}" fill="currentColor" transform="rotate(180 10 10)" />
  </svg>`,
  '🟢': html`<svg class="emoji" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.5" fill="#2eb67d" /></svg>`,
  '🟠': html`<svg class="emoji" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.5" fill="#f2913d" /></svg>`,
  '🔵': html`<svg class="emoji" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.5" fill="#36a0e8" /></svg>`,
  '⚪': html`<svg class="emoji" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.5" fill="#d9d9d9" /></svg>`,
  '🔴': html`<svg class="emoji" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.5" fill="#e01e5a" /></svg>`,
}

const named: Readonly<Record<string, string>> = { '+1': '👍', thumbsup: '👍', '-1': '👎', thumbsdown: '👎' }

/** `:name:` */
export function emoji(name: string): Html {
  const character = named[name]
  return (
    (character && drawn[character]) ||
    html`<span class="emoji-name" title="Slack draws an emoji here">${`:${name}:`}</span>`
  )
}

/** Text as it is, with the emoji that can be drawn. */
export function textWithEmoji(text: string): Html {
  return html`${text.split(/(👍|👎|🟢|🔴|🟠|🔵|⚪)/u).map((part) => drawn[part] ?? html`${part}`)}`
}
