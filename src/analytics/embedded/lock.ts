/** Who owns the embedded server: a lock file with a process id. One whose process is gone is taken over. */
import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const holder = z.object({
  pid: z.int(),
  /** When that process started, as the kernel counts it; null where it cannot be asked. Tells a reused pid. */
  since: z.string().nullable(),
})
type Holder = z.output<typeof holder>

export type Lock =
  | { readonly kind: 'taken'; readonly release: () => Promise<void> }
  | { readonly kind: 'held'; readonly pid: number }

/** Takes the lock, unless a process that is alive holds it. */
export async function takeLock(path: string): Promise<Lock> {
  const text = JSON.stringify({ pid: process.pid, since: await startOf(process.pid) } satisfies Holder)
  for (;;) {
    try {
      // Written aside and linked, so that the lock is never seen without its content.
      const aside = `${path}.${randomBytes(4).toString('hex')}`
      await writeFile(aside, text, { mode: 0o600 })
      try {
        await link(aside, path)
      } finally {
        await rm(aside)
      }
      return { kind: 'taken', release: () => releaseLock(path, text) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const found = await readFile(path, 'utf8').catch(() => null)
    if (found === null) continue
    const held = parse(found)
    if (held && (await isAlive(held))) return { kind: 'held', pid: held.pid }
    await removeStale(path, found)
  }
}

async function releaseLock(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => null)) === text) await rm(path, { force: true })
}

async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await rename(path, aside)
  } catch {
    return
  }
  // Between reading and renaming somebody else may have taken it over: then it goes back.
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

function parse(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function isAlive({ pid, since }: Holder): Promise<boolean> {
  return isRunning(pid) && (since === null || since === (await startOf(pid)))
}

/** Whether a process of that id exists, whoever's it is. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // Field 22; the name in field 2 may hold blanks and parentheses.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}
