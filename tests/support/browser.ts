/** A real Chromium for tests of the page. */
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Where Chromium is; null where there is none, and then the tests that need it say how to get one. */
const chromiumPath = existsSync(CHROMIUM) ? CHROMIUM : null

/** The name of a test that needs Chromium, which tells how to get it where it is missing. */
export function needsChromium(name: string): string {
  return chromiumPath === null ? `${name} (skipped: no Chromium; apt-get install chromium, or set CHROMIUM_PATH)` : name
}

/** Whether to skip: in CI a missing Chromium is a failure instead. */
export const skipsBrowser = chromiumPath === null && process.env['CI'] !== 'true'

export function startBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM_PATH')
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}
