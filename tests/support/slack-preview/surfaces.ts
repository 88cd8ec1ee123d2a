/** Slack's window around payloads: a channel, a thread, direct messages, App Home, a modal. */
import { object } from '../slack-world/json.ts'
import { blocksOf, wordsOf } from './blocks.ts'
import { html, type Html } from './html.ts'
import type { Said, Scene } from './scene.ts'
import { textObject } from './texts.ts'

export function sceneHtml(scene: Scene): Html {
  switch (scene.surface) {
    case 'channel':
      return frame(html`<span class="hash">#</span> ${scene.place}`, messages(scene.payload, scene.files))
    case 'dm':
      return frame(
        html`${avatar('Tidings', true)} Tidings`,
        html`${tabs('Messages')}${messages(scene.payload, scene.files)}`,
      )
    case 'thread': {
      const [root, ...replies] = scene.payload
      const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`
      return frame(
        html`Thread <span class="in-channel"># ${scene.place}</span>`,
        html`${messages(root ? [root] : [], scene.files)}
          <div class="replies">${count}</div>
          ${messages(replies, scene.files)}`,
      )
    }
    case 'home':
      return frame(
        html`${avatar('Tidings', true)} Tidings`,
        html`${tabs('Home')}
          <div class="home">${blocksOf(scene.payload.blocks, scene.files)}</div>`,
      )
    case 'modal':
      return modal(scene.payload, scene.files)
  }
}

function frame(title: Html, content: Html): Html {
  return html`<div class="window">
    <div class="title-bar">${title}</div>
    ${content}
  </div>`
}

function tabs(active: string): Html {
  return html`<div class="tabs">
    ${['Home', 'Messages', 'About'].map(
      (name) => html`<span class="${name === active ? 'active' : ''}">${name}</span>`,
    )}
  </div>`
}

function messages(all: readonly Said[], files: Scene['files']): Html {
  return html`<div class="messages">${all.map((said) => message(said, files))}</div>`
}

function message({ by, at, text, blocks, onlyYou, attached }: Said, files: Scene['files']): Html {
  const name = by ?? 'Tidings'
  return html`<div class="message ${onlyYou ? 'only-you' : ''}">
    ${
      onlyYou
        ? html`<div class="eye">
            <svg viewBox="0 0 20 20">
              <path
                d="M10 4.5c4 0 7 3 8.5 5.5-1.5 2.5-4.5 5.5-8.5 5.5S3 12.5 1.5 10C3 7.5 6 4.5 10 4.5Zm0 2.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z"
              />
            </svg>
            Only visible to you
          </div>`
        : null
    }
    ${avatar(name, by === undefined)}
    <div class="said">
      <div class="by">
        <b>${name}</b>${by === undefined ? html` <span class="app">APP</span>` : null} <span class="at">${at}</span>
      </div>
      ${blocks && blocks.length > 0 ? blocksOf(blocks, files) : text === '' ? null : wordsOf(text)}
      ${(attached ?? []).map((file) => html`<div class="file"><span class="file-kind">${file.split('.').at(-1) ?? ''}</span>${file}</div>`)}
    </div>
  </div>`
}

function avatar(name: string, isApp: boolean): Html {
  if (isApp)
    return html`<span class="avatar app-avatar"
      ><svg viewBox="0 0 36 36"><path d="M9 25V18M15 25V12M21 25V15M27 25V9" /></svg
    ></span>`
  const hue = Array.from(name, (letter) => letter.codePointAt(0) ?? 0).reduce((sum, code) => sum + code * 47, 0) % 360
  return html`<span class="avatar" style="background: hsl(${hue} 45% 45%)">${name.slice(0, 1)}</span>`
}

function modal(
  view: Scene['payload'] & { readonly blocks: Parameters<typeof blocksOf>[0] },
  files: Scene['files'],
): Html {
  const { title, submit, close } = object(view)
  return html`<div class="behind">
    <div class="modal">
      <div class="modal-title">${textObject(title)}<span class="cross">×</span></div>
      <div class="modal-blocks">${blocksOf(view.blocks, files)}</div>
      <div class="modal-feet">
        <button class="button">${textObject(close)}</button
        >${submit === undefined ? null : html`<button class="button submit">${textObject(submit)}</button>`}
      </div>
    </div>
  </div>`
}
