/** Labels at the ends of lines and leaders, kept apart. */
import { TYPE } from './theme.ts'

/** Moves labels apart until none touches another, none leaves the plot; their order stays. */
export function spread<Label extends { readonly y: number }>(
  labels: readonly Label[],
  height: number,
  gap = TYPE.label + 4,
  from = 0,
): readonly Label[] {
  const sorted = [...labels].toSorted((a, b) => a.y - b.y)
  const ys = sorted.map((label) => label.y)
  let least = from
  for (let index = 0; index < ys.length; index++) {
    ys[index] = Math.max(ys[index] ?? 0, least)
    least = (ys[index] ?? 0) + gap
  }
  let limit = height
  for (let index = ys.length - 1; index >= 0; index--) {
    ys[index] = Math.min(ys[index] ?? 0, limit)
    limit = (ys[index] ?? 0) - gap
  }
  return sorted.map((label, index) => ({ ...label, y: ys[index] ?? label.y }))
}
