/** The built program as a process of its own. */
import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/analytics/package-root.ts'

/** What `node` runs. */
export const main = join(packageRoot, 'dist', 'main.js')

/** Resolves when `tidings start` listens; what it logs afterwards is let go by. */
export async function untilListening(service: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((listening, failed) => {
    service.stderr!.on('data', (piece: Buffer) => {
      if (said.length < 100_000) said += String(piece)
      if (said.includes('"listening"')) listening()
    })
    service.once('exit', () => failed(new Error(`the service did not start: ${said}`)))
  })
}

/** The memory that a process occupies, in MiB. */
export async function residentMiB({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}
