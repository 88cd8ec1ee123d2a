/**
 * How much of a picture's height its own heading takes, 0 to 1, as its specification says: the card says the same in text that
 * can be read and selected, so it shows the picture from below there. 0 for a picture that does not say.
 */
export function headingHeight(spec: object): number {
  const { padding, height, usermeta } = spec as Partial<Outline>
  const heading = usermeta?.headingHeight
  if (typeof height !== 'number' || typeof padding?.top !== 'number' || typeof heading !== 'number') return 0
  const whole = padding.top + height + (padding.bottom ?? 0)
  return heading > 0 && heading < whole * 0.7 ? heading / whole : 0
}

interface Outline {
  readonly padding: { readonly top: number; readonly bottom?: number }
  readonly height: number
  /** In the picture's own pixels. */
  readonly usermeta: { readonly headingHeight?: number }
}
