/** A course of figures as one word: `▂▃▅▇`. */

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const mostBars = 24

/** Lowest figure lowest, the newest last; empty for fewer than two figures that can be drawn. */
export function spark(figures: readonly number[]): string {
  const course = figures.filter(Number.isFinite).slice(-mostBars)
  if (course.length < 2) return ''
  const lowest = Math.min(...course)
  // Halves, so that the span of the largest numbers there are is a number too.
  const span = Math.max(...course) / 2 - lowest / 2
  return course
    .map((figure) => (span === 0 ? bars[3] : bars[Math.round(((figure / 2 - lowest / 2) / span) * (bars.length - 1))]))
    .join('')
}
