#!/usr/bin/env node
/** The door: arguments and environment in, signals out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './analytics/package-root.ts'
import { runCommand } from './cli/program.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(signal))
// A reader that goes away (`tidings ask … | head -1`) ends us quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  stopping.abort('EPIPE')
})

const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }

process.exitCode = await runCommand(
  process.argv.slice(2),
  {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: process.stdin,
    stop: stopping.signal,
  },
  version,
)
