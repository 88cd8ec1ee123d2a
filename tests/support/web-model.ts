/** Pictures of what the page shows of a model and of verified answers, at the width of a desktop and of a phone, and in the dark. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { startBrowser } from './browser.ts'
import { openModelChat } from './model-chat.ts'
import { modelScenes, type ModelScenes } from './model-scenes.ts'
import { startServer } from './server.ts'

const devices = {
  desktop: { viewport: { width: 900, height: 700 }, colorScheme: 'light' },
  phone: { viewport: { width: 375, height: 700 }, colorScheme: 'light' },
  dark: { viewport: { width: 900, height: 700 }, colorScheme: 'dark' },
} as const

/** Writes `FOLDER/desktop/…`, `FOLDER/phone/…` and `FOLDER/dark/…`. */
export async function photographModel(folder: string): Promise<void> {
  const postgres = await startServer()
  const browser = await startBrowser()
  try {
    for (const scenes of modelScenes)
      for (const device of Object.keys(devices) as (keyof typeof devices)[])
        await play(scenes, device, { postgres, browser, folder: join(folder, device) })
    console.log(`${modelScenes.flatMap(({ scenes }) => scenes).length} scenes: pictures in ${folder}`)
  } finally {
    await browser.close()
    await postgres.stop()
  }
}

async function play(
  { model, scenes }: ModelScenes,
  device: keyof typeof devices,
  { postgres, browser, folder }: { postgres: Parameters<typeof openModelChat>[0]; browser: Browser; folder: string },
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await using chat = await openModelChat(postgres, { model })
  for (const { title, by, steps } of scenes) {
    const context = await browser.newContext({ ...devices[device], deviceScaleFactor: 1.25, locale: 'en-US' })
    await context.addInitScript(`sessionStorage.setItem('tidings.token', '${by}')`)
    context.setDefaultTimeout(120_000)
    const page = await context.newPage()
    await page.goto(chat.url)
    await page.waitForSelector('#question')
    for (const [index, step] of steps.entries()) {
      if ('asks' in step) {
        if (step.says) chat.model.script(...step.says)
        await page.fill('#question', step.asks)
        await page.keyboard.press('Enter')
      } else {
        const named = page.locator('article').last().getByRole('button', { name: step.presses })
        await (step.presses === 'thumb' ? page.locator('button.verify').last() : named).first().click()
      }
      await page.locator('article').nth(index).waitFor()
    }
    // Where people type stays in sight, above whatever is there.
    await page.evaluate("document.querySelector('.composer').hidden = true")
    await page.evaluate("document.querySelector('header').style.position = 'static'")
    await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
    await page.screenshot({
      path: join(folder, `${title.toLowerCase().replaceAll(/\W+/g, '-')}.png`),
      fullPage: true,
      animations: 'disabled',
    })
    await context.close()
  }
}
