/** One page of scenes, with all that it needs in it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../../src/analytics/package-root.ts'
import { html } from './html.ts'
import type { Scene } from './scene.ts'
import { sceneHtml } from './surfaces.ts'

export async function pageOf(scenes: readonly Scene[], theme: 'light' | 'dark' = 'light'): Promise<string> {
  const fonts = await Promise.all([fontFace('Inter-Regular.ttf', 400), fontFace('Inter-SemiBold.ttf', 600)])
  const style = await readFile(join(import.meta.dirname, 'style.css'), 'utf8')
  return html`<!doctype html>
    <html lang="en" data-theme="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Tidings in Slack</title>
        <style>
          ${{ html: [...fonts, style].join('\n') }}
        </style>
      </head>
      <body>
        ${scenes.map(
          (scene, index) =>
            html`<h2 class="scene-title">${scene.title}</h2>
              <div class="scene" id="scene-${index}">${sceneHtml(scene)}</div> `,
        )}
      </body>
    </html>`.html
}

async function fontFace(file: string, weight: number): Promise<string> {
  const font = await readFile(join(packageRoot, 'src/charts/fonts', file))
  return `@font-face { font-family: Inter; font-weight: ${weight}; src: url(data:font/ttf;base64,${font.toString('base64')}) }`
}
