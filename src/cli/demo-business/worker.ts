/** A thread of the first load: loads the parts it is sent until it is sent null. */
import { parentPort, workerData } from 'node:worker_threads'
import { Client } from 'pg'
import { loadPart } from './first-load.ts'
import type { Done, Job } from './workers.ts'

const { adminUrl, load } = workerData as Job
const client = new Client({ connectionString: adminUrl })
// Whatever is asked of it fails with what it says.
client.on('error', () => {})
await client.connect()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
const answer = (done: Done) => parentPort!.postMessage(done)

parentPort!.on('message', (part: string | null) => {
  void (part === null ? finish() : work(part))
})

async function work(part: string): Promise<void> {
  try {
    await loadPart(client, load, part)
    answer({ part })
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    answer({ error: { message, code: code ?? null } })
  }
}

async function finish(): Promise<void> {
  await client.end()
  parentPort!.close()
}
