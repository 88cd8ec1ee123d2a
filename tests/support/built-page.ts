import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Builds the page unless it is built, as `npm run build:web` does. */
export async function buildPage(): Promise<void> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/bot/platforms/web/build-page.ts'])
}
