/** The thread of a painter: draws one specification at a time and hands the picture back without copying it. */
import { parentPort } from 'node:worker_threads'
import type { Spec } from './spec.ts'
import { draw, type Drawn } from './draw.ts'

export interface Job {
  readonly spec: Spec
  readonly scale: number
}

export type Outcome =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'drawn' } & Drawn)
  | { readonly kind: 'failed'; readonly because: string }

const port = parentPort
if (!port) throw new Error('this file is the thread of a painter')

const say = (outcome: Outcome, transfer: ArrayBuffer[] = []): void => port.postMessage(outcome, transfer)

async function work({ spec, scale }: Job): Promise<void> {
  try {
    const drawn = await draw(spec, scale)
    say({ kind: 'drawn', ...drawn }, [drawn.png.buffer])
  } catch (error) {
    say({ kind: 'failed', because: error instanceof Error ? error.message : String(error) })
  }
}

port.on('message', (job: Job) => void work(job))
say({ kind: 'ready' })
