/**
 * How much of a picture's height its own heading takes, 0 to 1: the card says the same in text that can be read and selected,
 * so it shows the picture from below there. 0 for a picture whose heading cannot be told apart.
 */
export function headingHeight(spec: object): number {
  const { padding, height, layer } = spec as Partial<Outline>
  if (typeof height !== 'number' || typeof padding?.top !== 'number' || !Array.isArray(layer)) return 0
  // The heading is set first, above the plot: its lines lie at negative heights.
  const baselines = layer
    .slice(0, 2)
    .filter((each) => each.mark?.type === 'text')
    .flatMap((each) => each.data?.values ?? [])
    .flatMap(({ y }) => (typeof y === 'number' && y < 0 ? [y] : []))
  if (baselines.length === 0) return 0
  const whole = padding.top + height + (padding.bottom ?? 0)
  const bottom = padding.top + Math.max(...baselines) + DESCENDER
  return bottom > 0 && bottom < whole * 0.5 ? bottom / whole : 0
}

// Below the baseline of the last line, in the picture's own pixels.
const DESCENDER = 6

interface Outline {
  readonly padding: { readonly top: number; readonly bottom?: number }
  readonly height: number
  readonly layer: readonly {
    readonly mark?: { readonly type?: string }
    readonly data?: { readonly values?: readonly { readonly y?: unknown }[] }
  }[]
}
