/** Pictures of alerts on the page, at the width of a desktop and of a phone. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { alertsFeed } from '../../src/bot/alerts-feed.ts'
import { alertScenes } from './alert-scenes.ts'
import { startBrowser } from './browser.ts'
import { pictures } from './web-replies.ts'
import { startWebServer } from './web-server.ts'

const widths = { desktop: 1100, phone: 375 } as const

/** Writes `FOLDER/desktop/…` and `FOLDER/phone/…`, the menus open too. */
export async function photographAlerts(folder: string): Promise<void> {
  const server = await startWebServer(async () => {}, {
    charts: {
      get: async (id) => {
        const png = pictures.get(id)
        return png ? { png } : null
      },
    },
  })
  const browser = await startBrowser()
  try {
    const scenes = await alertScenes()
    for (const { title, reply } of scenes)
      await server.web.send({
        key: title,
        to: { place: alertsFeed, onlyFor: null, handle: null },
        content: { kind: 'reply', reply },
      })
    for (const [device, width] of Object.entries(widths)) {
      await mkdir(join(folder, device), { recursive: true })
      const page = await browser.newPage({ viewport: { width, height: 900 }, deviceScaleFactor: 1.5 })
      await page.goto(server.url)
      // Where people type stays in sight, above whatever is there.
      await page.evaluate("document.querySelector('.composer').hidden = true")
      for (const { title } of scenes) {
        const card = page.locator(`[data-incident="${title}"]`)
        await card.waitFor()
        await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
        await card.screenshot({ path: join(folder, device, `${title.toLowerCase().replaceAll(' ', '-')}.png`) })
      }
      for (const menu of ['Snooze', 'More']) {
        const card = page.locator('[data-incident="Alert opened"]')
        await card.getByRole('button', { name: menu }).click()
        await page.screenshot({ path: join(folder, device, `menu-${menu.toLowerCase()}.png`) })
      }
      await page.close()
    }
    console.log(`${scenes.length} alerts: pictures in ${folder}`)
  } finally {
    await browser.close()
    await server.stop()
  }
}
