/** Pictures of a page's scenes, at the width of a desktop's column and of a phone. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { startBrowser } from '../browser.ts'
import type { Scene } from './scene.ts'

const WIDTHS = { desktop: 768, phone: 375 } as const

const mostOnPage = 1_700

/** Writes `FOLDER/desktop/NAME.png` and `FOLDER/phone/NAME.png`; the same page gives the same pictures. */
export async function photograph(page: string, scenes: readonly Scene[], folder: string): Promise<void> {
  const browser = await startBrowser()
  try {
    for (const [device, width] of Object.entries(WIDTHS)) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        deviceScaleFactor: device === 'phone' ? 2 : 1.5,
        javaScriptEnabled: false,
      })
      const tab = await context.newPage()
      await tab.setContent(page, { waitUntil: 'load' })
      await mkdir(join(folder, device), { recursive: true })
      for (const [index, scene] of scenes.entries()) {
        const png = await tab.locator(`#scene-${index}`).screenshot({ animations: 'disabled' })
        // Few colours: a picture for reading, small enough to be kept.
        await writeFile(
          join(folder, device, pictureName(scene.title)),
          await sharp(png).png({ palette: true, effort: 7 }).toBuffer(),
        )
      }
      await context.close()
    }
  } finally {
    await browser.close()
  }
}

/** Copies desktop pictures by their titles, as many pixels of each from the top as a page of text has room for. */
export async function takeOver(from: string, to: string, titles: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const title of titles) {
    const picture = sharp(await readFile(join(from, 'desktop', pictureName(title))))
    const { width, height } = await picture.metadata()
    const top = picture.extract({ left: 0, top: 0, width, height: Math.min(height, mostOnPage) })
    await writeFile(join(to, pictureName(title)), await top.png({ palette: true, effort: 10 }).toBuffer())
  }
}

/** `Revenue by region` is `revenue-by-region.png`. */
function pictureName(title: string): string {
  return `${title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}.png`
}
