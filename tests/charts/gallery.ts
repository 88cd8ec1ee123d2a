/**
 * `npm run charts:gallery [FILE]`: every kind of chart, nasty ones included, on one sheet (`.tidings/gallery.png` unless a
 * file is named); with `--each FOLDER` every picture in a file of its own besides.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { chartFor } from '../../src/charts/chart.ts'
import { createPainter } from '../../src/charts/painter.ts'
import { CASES } from './cases.ts'
import { catalog } from './fixtures.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { each: { type: 'string' } } })
const [file = '.tidings/gallery.png'] = positionals
const painter = createPainter()
const painted = await Promise.all(
  CASES.map(async ({ name, answer, ...options }) => {
    const chart = chartFor(answer, { catalog, ...options })
    if (!chart) throw new Error(`no chart for "${name}"`)
    const { png } = await painter.paint(chart)
    if (values.each !== undefined) {
      await mkdir(values.each, { recursive: true })
      await writeFile(join(values.each, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`), png)
    }
    console.log(
      `${name}\n  ${chart.kind}: ${chart.title}\n  ${chart.altText}${chart.note === undefined ? '' : `\n  ${chart.note}`}`,
    )
    return png
  }),
)
await painter.close()

const [columns, width, height, gap] = [4, 800, 450, 16]
const rows = Math.ceil(painted.length / columns)
const sheet = sharp({
  create: {
    width: columns * (width + gap) + gap,
    height: rows * (height + gap) + gap,
    channels: 3,
    background: '#c9ced6',
  },
})
const tiles = await Promise.all(
  painted.map(async (png, index) => ({
    input: await sharp(png).resize({ width }).toBuffer(),
    left: gap + (index % columns) * (width + gap),
    top: gap + Math.floor(index / columns) * (height + gap),
  })),
)
await mkdir(dirname(file), { recursive: true })
await writeFile(file, await sheet.composite(tiles).png().toBuffer())
console.log(file)
