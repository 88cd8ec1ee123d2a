/** Runs a command of `tidings` in this process, as the program itself does, and gives what it printed. */
import { Readable } from 'node:stream'
import type { Reading } from '../../src/analytics/live/detect/reading.ts'
import type { AskResult } from '../../src/bot/ask-result.ts'
import { runCommand } from '../../src/cli/program.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** stdout, a JSON value a line. */
  readonly lines: readonly Line[]
}

/** A line of `ask`, `check-sql` or `detect`. */
export interface Line extends Partial<Omit<AskResult, 'kind'>>, Partial<Omit<Reading, 'kind'>> {
  readonly kind?: AskResult['kind'] | Reading['kind']
  readonly time?: string
  readonly value?: number | null
  readonly points?: readonly (Reading & { readonly time: string; readonly value: number | null })[]
  readonly verdict?: 'safe' | 'unsafe'
  readonly rule?: string | null
}

interface Given {
  readonly stdin?: string | Buffer | NodeJS.ReadableStream
  readonly stop?: AbortSignal
  /** Told of every piece of output as it comes. */
  readonly onOut?: (text: string) => void
  readonly onErr?: (text: string) => void
}

export async function tidings(args: readonly string[], given: Given = {}): Promise<Ran> {
  let [out, err] = ['', '']
  const { stdin = '', stop = new AbortController().signal, onOut, onErr } = given
  const code = await runCommand(
    args,
    {
      out: (text) => {
        out += text
        onOut?.(text)
      },
      err: (text) => {
        err += text
        onErr?.(text)
      },
      stdin: typeof stdin === 'string' || Buffer.isBuffer(stdin) ? Readable.from([Buffer.from(stdin)]) : stdin,
      stop,
    },
    '0.0.0',
  )
  return {
    code,
    out,
    err,
    get lines() {
      return parseLines(out)
    },
  }
}

/** Objects as the lines of a batch. */
export function jsonLines(objects: readonly object[]): string {
  return objects.map((each) => `${JSON.stringify(each)}\n`).join('')
}

function parseLines(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
