/**
 * Draws charts in processes of their own: one picture a worker at a time, a bounded queue, and no picture may take for
 * ever. Processes and not threads, because a thread that runs out of memory can take the whole program along.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Chart } from './spec.ts'
import type { Job, Outcome } from './paint-worker.ts'

export interface Painted {
  readonly png: Buffer
  readonly width: number
  readonly height: number
}

export interface Painter {
  /** Rejects with `PaintFailed` and nothing else. */
  paint(chart: Pick<Chart, 'spec'>, options?: PaintOptions): Promise<Painted>
  /** Refuses what waits, ends the workers; no picture can be had afterwards. */
  close(): Promise<void>
}

export interface PaintOptions {
  readonly scale?: number
  /** Without its title and subtitle, for where they stand beside it. */
  readonly headless?: boolean
}

export interface PainterOptions {
  /** Processes at most; they start with the first picture. Two by default, one on a single core. */
  readonly workers?: number
  /** Pictures that may wait for a worker. */
  readonly queue?: number
  /** How long one picture may take. */
  readonly timeoutMs?: number
  /** A worker that has had nothing to do for so long is ended, which gives its memory back. */
  readonly idleMs?: number
}

export type PaintFailure = 'busy' | 'timed_out' | 'crashed' | 'invalid' | 'closed'

/** Why there is no picture; the words go out without it. */
export class PaintFailed extends Error {
  override name = 'PaintFailed'
  readonly reason: PaintFailure
  constructor(reason: PaintFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** Opens a painter; nothing starts before the first picture. */
export function createPainter(options: PainterOptions = {}): Painter {
  const { workers = Math.min(2, availableParallelism()), queue = 200, timeoutMs = 5000, idleMs = 60_000 } = options
  const seats = new Set<Seat>()
  const waiting: Order[] = []
  let isClosed = false

  /** Gives waiting orders to idle workers, and opens a worker when there is more to do than workers. */
  function assign(): void {
    for (const seat of seats) if (seat.state === 'idle') give(seat)
    const starting = [...seats].filter((seat) => seat.state === 'starting').length
    if (waiting.length > starting && seats.size < workers) open()
  }

  function open(): void {
    const seat: Seat = { worker: startWorker(), state: 'starting', order: null, timer: null }
    seats.add(seat)
    seat.timer = setTimeout(() => lose(seat, 'timed_out', 'the painter did not start'), START_MS)
    seat.worker.on('message', (message) => {
      const outcome = message as Outcome
      if (outcome.kind === 'ready') give(seat)
      else finish(seat, outcome)
    })
    seat.worker.on('error', (error) => lose(seat, 'crashed', 'the painter broke down', error))
    seat.worker.on('exit', () => lose(seat, 'crashed', 'the painter ended'))
  }

  function give(seat: Seat): void {
    if (seat.timer) clearTimeout(seat.timer)
    seat.order = waiting.shift() ?? null
    if (seat.order) {
      seat.state = 'busy'
      keep(seat.worker, true)
      seat.timer = setTimeout(() => lose(seat, 'timed_out', `no picture after ${timeoutMs} ms`), timeoutMs)
      seat.worker.send(seat.order.job)
    } else {
      seat.state = 'idle'
      // An idle worker keeps nobody's process alive.
      keep(seat.worker, false)
      seat.timer = setTimeout(() => void end(seat), idleMs).unref()
    }
  }

  function finish(seat: Seat, outcome: Exclude<Outcome, { kind: 'ready' }>): void {
    const { order } = seat
    if (outcome.kind === 'drawn') {
      const { png, width, height } = outcome
      order?.resolve({ png: Buffer.from(png.buffer, png.byteOffset, png.byteLength), width, height })
    } else order?.reject(new PaintFailed('invalid', outcome.because))
    give(seat)
  }

  /** A worker that is late, broken or gone: its order fails, a new worker takes its seat when there is work. */
  function lose(seat: Seat, reason: PaintFailure, message: string, cause?: unknown): void {
    if (!seats.has(seat)) return
    const { order, state } = seat
    void end(seat)
    order?.reject(new PaintFailed(reason, message, { cause }))
    if (state === 'starting')
      for (const each of waiting.splice(0)) each.reject(new PaintFailed(reason, message, { cause }))
    else assign()
  }

  async function end(seat: Seat): Promise<void> {
    seats.delete(seat)
    if (seat.timer) clearTimeout(seat.timer)
    if (seat.worker.exitCode !== null || seat.worker.signalCode !== null) return
    // Idle, it kept nothing alive; now its end is waited for.
    keep(seat.worker, true)
    const gone = once(seat.worker, 'exit')
    seat.worker.kill('SIGKILL')
    await gone
  }

  return {
    paint(chart, { scale = 2.5, headless = false } = {}) {
      return new Promise((resolve, reject) => {
        if (isClosed) return reject(new PaintFailed('closed', 'the painter is closed'))
        if (waiting.length >= queue) return reject(new PaintFailed('busy', `${queue} pictures are waiting already`))
        waiting.push({ job: { spec: chart.spec, scale, headless }, resolve, reject })
        assign()
      })
    },
    async close() {
      isClosed = true
      const closed = new PaintFailed('closed', 'the painter is closed')
      const ended = [...seats].map((seat) => {
        seat.order?.reject(closed)
        return end(seat)
      })
      for (const order of waiting.splice(0)) order.reject(closed)
      await Promise.all(ended)
    },
  }
}

interface Order {
  readonly job: Job
  readonly resolve: (painted: Painted) => void
  readonly reject: (failed: PaintFailed) => void
}

interface Seat {
  readonly worker: ChildProcess
  state: 'starting' | 'idle' | 'busy'
  order: Order | null
  timer: NodeJS.Timeout | null
}

/** Loading Vega on a busy machine; it is not the picture's fault. */
const START_MS = 30_000

const MEMORY_MB = 256

/** A worker with no more than it needs: nothing of our environment, and memory for one picture. */
function startWorker(): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  const file = new URL(isSource ? './paint-worker.ts' : './paint-worker.js', import.meta.url)
  const loader = isSource ? ['--import', import.meta.resolve('tsx')] : []
  const worker = fork(fileURLToPath(file), {
    execArgv: [...loader, `--max-old-space-size=${MEMORY_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  })
  // Words go first: people read while their picture is drawn.
  if (worker.pid !== undefined) setPriority(worker.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  return worker
}

/** Whether a worker keeps our process alive. */
function keep(worker: ChildProcess, alive: boolean): void {
  if (alive) {
    worker.ref()
    worker.channel?.ref()
  } else {
    worker.unref()
    worker.channel?.unref()
  }
}
