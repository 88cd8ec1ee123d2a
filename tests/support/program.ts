/** The built program as a process of its own: for what only a process can show, such as signals and what is left behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Program {
  readonly ended: Promise<Ended>
  /** Resolves when what was printed so far matches; rejects when the program ends without. */
  says(stream: 'out' | 'err', pattern: RegExp): Promise<RegExpExecArray>
  kill(signal: NodeJS.Signals): void
  /** Stops reading what it prints, as `head` does. */
  closeOut(): void
}

export function startProgram(
  args: readonly string[],
  given: { readonly stdin?: string | Buffer; readonly environment?: Readonly<Record<string, string>> } = {},
): Program {
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js'), ...args], {
    cwd: root,
    env: { ...process.env, ...given.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  const watching = new Set<() => void>()
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const)
    stream.on('data', (piece: Buffer) => {
      printed[name] += piece.toString('utf8')
      for (const look of watching) look()
    })
  child.stdin.on('error', () => {})
  child.stdin.end(given.stdin ?? '')
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...printed }))
  return {
    ended,
    says(stream, pattern) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(printed[stream])
          if (!found) return
          watching.delete(look)
          resolve(found)
        }
        watching.add(look)
        look()
        void ended.then(({ code, err }) => reject(new Error(`ended with ${code} before it said ${pattern}: ${err}`)))
      })
    },
    kill: (signal) => void child.kill(signal),
    closeOut: () => void child.stdout.destroy(),
  }
}

export function runProgram(args: readonly string[], given: { stdin?: string | Buffer } = {}): Promise<Ended> {
  return startProgram(args, given).ended
}
