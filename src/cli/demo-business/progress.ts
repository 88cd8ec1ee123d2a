/** How far a long work is, for who waits: a bar in a terminal, a line now and then elsewhere. */

interface Progress {
  readonly advance: () => void
}

/** `total` steps; `stderr` of the process is where people look. */
export function showProgress(title: string, total: number, log: (line: string) => void): Progress {
  const isTerminal = process.stderr.isTTY
  let done = 0
  let said = 0
  const show = () => {
    const percent = Math.floor((100 * done) / total)
    if (isTerminal) {
      const filled = Math.round((30 * done) / total)
      const bar = '█'.repeat(filled) + '░'.repeat(30 - filled)
      process.stderr.write(`\r${title} ${bar} ${String(percent).padStart(3)} %${done === total ? '\n' : ''}`)
    } else if (percent >= said || done === total) {
      log(`${title}: ${percent} %`)
      said = percent + 20
    }
  }
  show()
  return {
    advance: () => {
      done = Math.min(total, done + 1)
      show()
    },
  }
}
