import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { chartFor } from '../../src/charts/chart.ts'
import { createPainter, PaintFailed } from '../../src/charts/painter.ts'
import type { Spec } from '../../src/charts/spec.ts'
import { hasGlyph } from '../../src/charts/text.ts'
import { CASES } from './cases.ts'
import { breakdown, catalog } from './fixtures.ts'

// The first picture waits for Vega to load, on whatever machine this is.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const painter = createPainter({ timeoutMs: 30_000 })
afterAll(() => painter.close())

const bars = (name: string) => {
  const chart = chartFor(
    breakdown('revenue', [
      [name, 3],
      ['b', 2],
    ]),
    { catalog, understood: '' },
  )
  if (!chart) throw new Error('no chart')
  return chart
}
const one: Spec = {
  data: { values: [{ a: 1 }] },
  mark: 'point',
  encoding: {},
  width: 20,
  height: 20,
  padding: 0,
  autosize: 'none',
}

describe('pictures', () => {
  test.for(CASES)('$name is drawn', async ({ answer, understood, ...more }, { expect }) => {
    const chart = chartFor(answer, { catalog, understood, ...more })
    const { png, width, height } = await painter.paint(chart ?? { spec: one }, { scale: 1 })
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 640, height })
    expect(width).toBe(640)
    expect(height).toBeGreaterThanOrEqual(160)
    expect(height).toBeLessThanOrEqual(480)
    const { isOpaque, entropy } = await sharp(png).stats()
    expect(isOpaque).toBe(true)
    expect(entropy).toBeGreaterThan(0.05)
    // Where the heading ends by the specification's own word, nothing stands: a page may cut there.
    const top = Number((chart?.spec['usermeta'] as Record<string, unknown> | undefined)?.['headingHeight'])
    const line = await sharp(png).extract({ left: 0, top, width, height: 2 }).raw().toBuffer()
    expect(line.every((channel) => channel === 255)).toBe(true)
  })

  test('the same chart is the same picture, byte for byte', async () => {
    const [a, b] = await Promise.all([painter.paint(bars('a')), painter.paint(bars('a'))])
    expect(a.png.equals(b.png)).toBe(true)
  })

  test('a picture is 1600 pixels wide unless another scale is asked for', async () => {
    expect(await painter.paint(bars('a'))).toMatchObject({ width: 1600 })
    expect(await painter.paint(bars('a'), { scale: 1 })).toMatchObject({ width: 640 })
  })

  test('a picture without its heading is the same from below it', async () => {
    const { answer, understood } = CASES[0]!
    const chart = chartFor(answer, { catalog, understood })!
    const [whole, headless] = await Promise.all([
      painter.paint(chart, { scale: 1 }),
      painter.paint(chart, { scale: 1, headless: true }),
    ])
    expect(headless.height).toBeLessThan(whole.height - 30)
    const top = whole.height - headless.height
    const below = sharp(whole.png).extract({ left: 0, top, width: whole.width, height: headless.height })
    expect((await sharp(headless.png).raw().toBuffer()).equals(await below.raw().toBuffer())).toBe(true)
    expect(await painter.paint({ spec: one }, { scale: 1, headless: true })).toMatchObject({ height: 20 })
  })

  test('the faces have glyphs for Latin, Greek, Cyrillic, currencies and our own signs', async () => {
    const characters = Array.from('€£¥₹₽₿₺ßéŁőΩψЖщїệ−▲▼…·→№□')
    for (const character of characters) expect(hasGlyph(character.codePointAt(0) ?? 0)).toBe(true)
    // Without a glyph nothing is drawn: the last two are the one picture they share.
    const drawn = await Promise.all([...characters, ' ', '\u{10FFFD}'].map((character) => glyph(character)))
    expect(new Set(drawn.map((png) => png.toString('base64'))).size).toBe(characters.length + 1)
  })

  test('both weights are there', async () => {
    const [regular, bold] = await Promise.all([glyph('a', 400), glyph('a', 600)])
    expect(regular.equals(bold)).toBe(false)
  })
})

async function glyph(text: string, fontWeight = 400): Promise<Buffer> {
  const mark = { type: 'text', text, font: 'Inter', fontSize: 14, fontWeight, x: 10, y: 10 }
  return (await painter.paint({ spec: { ...one, mark } })).png
}

describe('what a painter refuses', () => {
  const reason = async (spec: Spec, given = painter) => {
    const failed = await given.paint({ spec }).catch((error: unknown) => error)
    return failed instanceof PaintFailed ? failed.reason : 'drawn'
  }

  test('a specification that is none', async () => {
    expect(await reason({ mark: 'no such mark', encoding: { x: 1 } })).toBe('invalid')
    expect(await reason({})).toBe('invalid')
  })

  test('to read a file or an address, as data or as a picture', async () => {
    const plain = (await painter.paint({ spec: { ...one, mark: { type: 'point', opacity: 0 } } })).png
    for (const url of ['/etc/passwd', 'file:///etc/passwd', 'http://127.0.0.1:1/a.json']) {
      expect(
        (
          await painter
            .paint({ spec: { ...one, data: { url }, mark: { type: 'point', opacity: 0 } } })
            .catch(() => ({ png: plain }))
        ).png.equals(plain),
      ).toBe(true)
      const picture = { ...one, mark: { type: 'image', url: 'package.json', width: 20, height: 20 } }
      expect((await painter.paint({ spec: picture }).catch(() => ({ png: plain }))).png.equals(plain)).toBe(true)
    }
  })

  test('more than its queue holds, at once', async () => {
    const small = createPainter({ workers: 1, queue: 1 })
    const results = await Promise.allSettled([1, 2, 3].map(() => small.paint(bars('a'))))
    expect(
      results.filter((each) => each.status === 'rejected').map((each) => (each.reason as PaintFailed).reason),
    ).toEqual(['busy', 'busy'])
    await small.close()
  })

  test('a picture that takes too long; the next one is drawn by a new worker', async () => {
    const hasty = createPainter({ workers: 1, timeoutMs: 1500 })
    await hasty.paint(bars('a'))
    const endless = {
      ...one,
      data: { sequence: { start: 0, stop: 50_000_000 } },
      encoding: { x: { field: 'data', type: 'quantitative' } },
    }
    expect(['timed_out', 'crashed']).toContain(await reason(endless, hasty))
    await expect(retry(() => hasty.paint(bars('a')))).resolves.toMatchObject({ width: 1600 })
    await hasty.close()
  })

  test('anything after it was closed, what waits included', async () => {
    const closed = createPainter({ workers: 1 })
    const waiting = Promise.allSettled([closed.paint(bars('a')), closed.paint(bars('b'))])
    await closed.close()
    for (const each of await waiting) expect(each).toMatchObject({ status: 'rejected', reason: { reason: 'closed' } })
    expect(await reason(one, closed)).toBe('closed')
  })
})

/** On a busy machine even a small picture may need more than the short limit above. */
async function retry<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = 5; left > 1; left--) {
    const done = await work().catch(() => null)
    if (done !== null) return done
  }
  return work()
}

test('drawing happens outside the event loop', async () => {
  const chart = bars('a')
  await painter.paint(chart)
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  await Promise.all(Array.from({ length: 150 }, () => painter.paint(chart)))
  clearInterval(timer)
  // Had the loop drawn, it would have had no turn of its own between two pictures.
  expect(turns).toBeGreaterThan(50)
})

test('a program that closes its painter ends as it means to, with nothing else to do', async () => {
  const program = `
    const { createPainter } = await import(${JSON.stringify(new URL('../../src/charts/painter.ts', import.meta.url).href)})
    const painter = createPainter({ workers: 1 })
    await painter.paint({ spec: ${JSON.stringify(one)} })
    await new Promise((done) => setTimeout(done, 50))
    await painter.close()
    console.log('closed')`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', program],
    { env: {} },
  )
  expect(stdout).toBe('closed\n')
})
