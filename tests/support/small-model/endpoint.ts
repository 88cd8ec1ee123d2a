/** The endpoint on a small model, started as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Ends in `/v1`; the process ends with `stop`, and with this one at the latest. */
export interface SmallEndpoint {
  readonly url: string
  stop(): Promise<void>
}

export async function startSmallEndpoint(entry: string, model: string): Promise<SmallEndpoint> {
  const main = join(import.meta.dirname, 'endpoint-main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main, entry, model], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const said = createInterface(child.stdout)
  const url = await Promise.race([once(said, 'line').then(([line]) => String(line)), ended.then(() => null)])
  if (url === null) throw new Error('the endpoint on the small model ended before it answered')
  return {
    url,
    async stop() {
      child.kill()
      await ended
    },
  }
}
