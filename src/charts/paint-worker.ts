/** A painter's process: draws one specification at a time and hands the picture back. */
import type { Spec } from './spec.ts'
import { draw, type Drawn } from './draw.ts'
import { messageOf } from '../analytics/message-of.ts'

export interface Job {
  readonly spec: Spec
  readonly scale: number
  readonly headless: boolean
}

export type Outcome =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'drawn' } & Drawn)
  | { readonly kind: 'failed'; readonly because: string }

const say = (outcome: Outcome): void => void process.send?.(outcome)

async function work({ spec, scale, headless }: Job): Promise<void> {
  try {
    const drawn = await draw(spec, scale, headless)
    say({ kind: 'drawn', ...drawn })
  } catch (error) {
    say({ kind: 'failed', because: messageOf(error) })
  }
}

process.on('message', (job) => void work(job as Job))
// It ends with whoever started it, and not before: an interrupt from the keyboard reaches it too.
process.on('disconnect', () => process.exit())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
say({ kind: 'ready' })
