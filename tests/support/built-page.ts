import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Builds the page unless it is built, as `npm run build:web` does: before the first file, as two may not build at once. */
export default async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/bot/platforms/web/build-page.ts'])
}
