/** Parts of a first load side by side: one thread and one connection each, so that generating and copying overlap. */
import { Worker } from 'node:worker_threads'
import { Client } from 'pg'
import { loadPart, type FirstLoad } from './first-load.ts'

export interface Job {
  readonly adminUrl: string
  readonly load: FirstLoad
}

/** What a worker answers to each part it is sent. */
export type Done =
  | { readonly part: string }
  | { readonly error: { readonly message: string; readonly code: string | null } }

const WORKERS = 2

export async function loadParts(job: Job, parts: readonly string[], onDone: (part: string) => void): Promise<void> {
  const waiting = [...parts]
  const next = () => waiting.shift()
  const outcomes = await Promise.allSettled(
    Array.from({ length: Math.min(WORKERS, parts.length) }, async () => {
      try {
        await (isCompiled ? runThread(job, next, onDone) : runHere(job, next, onDone))
      } catch (error) {
        // The others end with the part they are at.
        waiting.length = 0
        throw error
      }
    }),
  )
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

// A thread loads plain JavaScript only; from TypeScript sources the parts share this thread.
const isCompiled = import.meta.url.endsWith('.js')

async function runHere(job: Job, next: () => string | undefined, onDone: (part: string) => void): Promise<void> {
  const client = new Client({ connectionString: job.adminUrl })
  // Whatever is asked of it fails with what it says.
  client.on('error', () => {})
  await client.connect()
  try {
    for (let part = next(); part !== undefined; part = next()) {
      await loadPart(client, job.load, part)
      onDone(part)
    }
  } finally {
    await client.end()
  }
}

function runThread(job: Job, next: () => string | undefined, onDone: (part: string) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: job,
    // Rows live as long as a month is made: room for them young saves a fifth of the work.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
  return new Promise<void>((resolve, reject) => {
    const send = () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      worker.postMessage(next() ?? null)
    }
    worker.on('message', (done: Done) => {
      if ('error' in done) {
        reject(Object.assign(new Error(done.error.message), { code: done.error.code }))
        void worker.terminate()
        return
      }
      onDone(done.part)
      send()
    })
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a loading thread ended with ${code}`))))
    send()
  })
}
