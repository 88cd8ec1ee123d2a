/**
 * `npm run preview:slack [FILE.json …]`: what goes to Slack, as Slack shows it. Without files: answers over the demo business, and
 * made-up ones.
 * Writes a page and pictures for desktop and phone into `.tidings/slack-preview` (`--out FOLDER`); with `--docs` those that
 * the docs show, too; with `--model` only what a model brings and verified answers.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { demoScenes } from './demo-scenes.ts'
import { madeUpScenes } from './made-up-scenes.ts'
import { pageOf } from './page.ts'
import { scenesOfModel } from './model-scenes.ts'
import { photograph, takeOver } from './photograph.ts'
import { parseScene, type Scene } from './scene.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: '.tidings/slack-preview' },
    dark: { type: 'boolean', default: false },
    model: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
})

const scenes =
  positionals.length > 0
    ? await Promise.all(positionals.map(readScene))
    : values.model
      ? await scenesOfModel()
      : [...(await demoScenes()), ...(await scenesOfModel()), ...(await madeUpScenes())]
await rm(values.out, { recursive: true, force: true })
await mkdir(values.out, { recursive: true })
const page = await pageOf(scenes, values.dark ? 'dark' : 'light')
await writeFile(join(values.out, 'index.html'), page)
await photograph(page, scenes, values.out)
const inDocs = [
  'Breakdown',
  'Whispered',
  'Beyond the channel',
  'Home',
  'Alert opened',
  'Alert acknowledged',
  'Verify',
  'Unverified SQL',
]
if (values.docs) {
  const there = new Set(scenes.map(({ title }) => title))
  await takeOver(
    values.out,
    'docs/slack',
    inDocs.filter((title) => there.has(title)),
  )
}
console.log(`${scenes.length} scenes: ${join(values.out, 'index.html')}, pictures in desktop/ and phone/`)

async function readScene(file: string): Promise<Scene> {
  return parseScene(JSON.parse(await readFile(file, 'utf8')))
}
