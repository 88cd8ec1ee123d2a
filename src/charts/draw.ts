/** Specification → SVG → pixels → PNG. The one file that knows Vega, resvg and sharp; it runs in the painter's workers. */
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { logger, None, parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { packageRoot } from '../analytics/package-root.ts'
import type { Spec } from './spec.ts'

export interface Drawn {
  readonly png: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
}

/**
 * Draws one specification, `headless` without the title and subtitle it begins with. No file is read but the bundled fonts, nothing is fetched, no
 * expression is compiled to code.
 */
export async function draw(spec: Spec, scale: number, headless = false): Promise<Drawn> {
  const svg = await toSvg(spec)
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: 'Inter' },
    fitTo: { mode: 'zoom', value: scale },
    logLevel: 'off',
  }).render()
  const { width } = image
  const top = headless ? Math.min(Math.floor(headingHeight(spec) * scale), image.height - 1) : 0
  const height = image.height - top
  const png = await sharp(image.pixels, { raw: { width, height: image.height, channels: 4 } })
    .extract({ left: 0, top, width, height })
    .removeAlpha()
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toBuffer()
  return { png: new Uint8Array(png), width, height }
}

/** In the specification's own pixels; 0 for one that does not say. */
function headingHeight({ usermeta }: Spec): number {
  const found =
    typeof usermeta === 'object' && usermeta !== null && 'headingHeight' in usermeta && usermeta.headingHeight
  return typeof found === 'number' && found > 0 ? found : 0
}

async function toSvg(spec: Spec): Promise<string> {
  const compiled = compile(spec as unknown as TopLevelSpec, { logger: QUIET }).spec
  const view = new View(parse(compiled, undefined, { ast: true }), {
    renderer: 'none',
    loader: REFUSES,
    expr: expressionInterpreter,
    logger: QUIET,
  })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

// One picture at a time a worker, so that two workers take two cores and no more.
sharp.concurrency(1)
sharp.cache(false)

// The fonts stay where their source is, in a built package too.
const FONT_FILES = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map((file) =>
  join(packageRoot, 'src', 'charts', 'fonts', file),
)

const QUIET = logger(None)

const refuse = (): Promise<never> => Promise.reject(new Error('a chart loads nothing'))
const REFUSES = { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} }
