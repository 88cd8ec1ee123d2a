/** A real Chromium for tests of the page. */
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Where Chromium is; null where there is none, and then the tests that need it say how to get one. */
const chromiumPath = existsSync(CHROMIUM) ? CHROMIUM : null

const HOW_TO_GET_ONE = 'no Chromium: apt-get install chromium, or set CHROMIUM_PATH'

/** The name of tests that need Chromium, which tells how to get it where it is missing; in CI that is a failure. */
export function needsChromium(name: string): string {
  if (chromiumPath !== null) return name
  if (process.env['CI'] === 'true') throw new Error(HOW_TO_GET_ONE)
  return `${name} (skipped: ${HOW_TO_GET_ONE})`
}

export const skipsBrowser = chromiumPath === null

export function startBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error(HOW_TO_GET_ONE)
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
