/** Questions of a catalog's eval, evenly from its whole file. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes `count` questions that stand alone, with what is right for each, to a file as `tidings eval` reads it. */
export async function writeSample(catalog: string, count: number, file: string): Promise<void> {
  const text = await readFile(join(import.meta.dirname, '../eval', catalog, 'questions.jsonl'), 'utf8')
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const defaults = lines.filter((line) => 'defaults' in parsed(line))
  // Those of a thread need the turns before them, and commands are not read by a model.
  const alone = lines.filter((line) => {
    const { id, thread, as, expect } = parsed(line)
    return id !== undefined && thread === undefined && as === undefined && expect !== 'command'
  })
  const step = alone.length / count
  const taken = Array.from({ length: Math.min(count, alone.length) }, (_, at) => alone[Math.floor(at * step)]!)
  await writeFile(file, `${[...defaults, ...taken].join('\n')}\n`)
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  return JSON.parse(line) as Readonly<Record<string, unknown>>
}
