/** Builds the page into dist/web, unless it was built from the same sources before: `npm run build:web`. */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const page = join(root, 'src/bot/platforms/web/page')
const outDir = join(root, 'dist/web')
const stamp = join(outDir, '.inputs')

const inputs = await hashOf([
  page,
  join(root, 'src/charts/fonts'),
  // Says what the form for alerts makes.
  join(root, 'src/nlq'),
  join(root, 'src/analytics/words'),
  join(root, 'src/analytics/live/rules/defaults.ts'),
  fileURLToPath(import.meta.url),
  join(root, 'package-lock.json'),
])
const builtFrom = await readFile(stamp, 'utf8').catch(() => null)
if (builtFrom !== inputs) {
  // React is built for production, whatever runs this.
  process.env['NODE_ENV'] = 'production'
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')])
  await build({
    root: page,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      // Fonts and icons stay files: the page's policy allows no data: fonts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  })
  await writeFile(stamp, inputs)
}

/** One hash of names and contents. */
async function hashOf(places: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const place of places) {
    for (const file of await filesIn(place))
      hash
        .update(relative(root, file))
        .update('\0')
        .update(await readFile(file))
  }
  return hash.digest('hex')
}

async function filesIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => null)
  if (!entries) return [place]
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.toSorted()
}
