/** Labels at the ends of lines and leaders, kept apart. */
import { TYPE } from './theme.ts'

/** Moves labels apart until none touches another, none leaves the plot. */
export function spread<Label extends { readonly y: number }>(
  labels: readonly Label[],
  height: number,
  gap = TYPE.label + 4,
): readonly Label[] {
  const sorted = [...labels].toSorted((a, b) => a.y - b.y)
  const ys = sorted.map((label) => label.y)
  for (let index = 1; index < ys.length; index++) ys[index] = Math.max(ys[index] ?? 0, (ys[index - 1] ?? 0) + gap)
  let limit = height
  for (let index = ys.length - 1; index >= 0; index--) {
    ys[index] = Math.min(ys[index] ?? 0, limit)
    limit = (ys[index] ?? 0) - gap
  }
  return sorted.map((label, index) => ({ ...label, y: ys[index] ?? label.y }))
}
