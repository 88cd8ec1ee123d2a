/** The built program as people start it: a cold `tidings ask`, and the service when nobody asks. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { oneLine, print, printHead, timed, timesLine } from './figures.ts'
import { main, residentMiB, untilListening } from './process.ts'

export async function benchProgram(url: string): Promise<void> {
  printHead('The built program')
  const target = { text: 'p50 ≤ 1500 ms', isReached: ({ p50 }: { p50: number }) => p50 <= 1500 }
  const store = ['--store', url]
  for (const [name, more] of [
    ['a cold tidings ask, with a store', store],
    ['a cold tidings ask, nothing kept anywhere', []],
  ] as const) {
    const times: number[] = []
    for (let round = 0; round < 8; round++) {
      const { ms, result } = await timed(() => run(['ask', 'revenue last week', '--json', '--database', url, ...more]))
      if (result !== 0) throw new Error(`tidings ask ended with ${result}`)
      times.push(ms)
    }
    print(timesLine(name, times, target))
  }
  await benchMemory(url)
}

async function benchMemory(url: string): Promise<void> {
  const service = spawn(process.execPath, [main, 'start', '--database', url, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    await untilListening(service)
    await sleep(5_000)
    const idle = await residentMiB(service)
    print(oneLine('memory of the idle service', `${idle.toFixed(0)} MiB`, '≤ 250 MiB', idle <= 250))
  } finally {
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
}

async function run(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [main, ...args], { stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}
