/** Lines in which one goes at a time, the lowest number first, also when it comes last. */
import { setTimeout as sleep } from 'node:timers/promises'

interface Waiting {
  readonly seq: number
  readonly mayGo: () => Promise<boolean>
  readonly go: () => void
  readonly fail: (error: unknown) => void
}

export interface Lines {
  /**
   * Resolves when it is the first of its line and may go, with what lets the next one go. Whether it may is asked again
   * and again, of whoever is first by then. Rejects, and lets the next one go, when that can't be asked.
   */
  turn(line: string, seq: number, mayGo: () => Promise<boolean>): Promise<() => void>
  /** How many wait for their turn. */
  waiting(line: string): number
}

export function createLines(askedEveryMs: number): Lines {
  /** What waits, lowest number first; there while one has its turn or waits. */
  const lines = new Map<string, Waiting[]>()

  async function next(name: string, line: Waiting[]): Promise<void> {
    for (let first = line[0]; first; first = line[0]) {
      try {
        if (!(await first.mayGo())) {
          await sleep(askedEveryMs)
          continue
        }
        line.splice(line.indexOf(first), 1)
        return first.go()
      } catch (error) {
        line.splice(line.indexOf(first), 1)
        first.fail(error)
      }
    }
    lines.delete(name)
  }

  return {
    async turn(name, seq, mayGo) {
      const line = lines.get(name) ?? []
      await new Promise<void>((go, fail) => {
        line.splice(line.filter((other) => other.seq <= seq).length, 0, { seq, mayGo, go, fail })
        if (lines.has(name)) return
        lines.set(name, line)
        void next(name, line)
      })
      let isOver = false
      return () => {
        if (!isOver) void next(name, line)
        isOver = true
      }
    },
    waiting: (name) => lines.get(name)?.length ?? 0,
  }
}
