/**
 * `npm run eval [-- NAME…] [-- --misses] [-- --write]`: asks the questions of every catalog, or of those named, and prints
 * how they went. `--write` puts the figures into results.json and the README.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { printed } from '../../src/cli/eval/print.ts'
import { startServer } from '../support/server.ts'
import { catalogNames, evaluateCatalogs, type ByCatalog } from './catalogs.ts'
import { tablesOf, writeResults } from './results.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, misses: { type: 'boolean', default: false } },
})
const names = positionals.length > 0 ? positionals : catalogNames
const unknown = names.filter((name) => !catalogNames.includes(name))
if (unknown.length > 0) throw new Error(`there is no tests/eval/${unknown[0]}; there are ${catalogNames.join(', ')}`)
if (values.write && positionals.length > 0) throw new Error('--write is for all catalogs together')

const evaluations = await evaluateAll()
if (values.misses) for (const [name, evaluation] of evaluations) console.log(`# ${name}\n\n${printed(evaluation)}`)
console.log(tablesOf(evaluations))
if (values.write) {
  await writeResults(evaluations)
  await writeReadme(evaluations)
}

async function evaluateAll(): Promise<ByCatalog> {
  const server = await startServer()
  try {
    return await evaluateCatalogs(names, server)
  } finally {
    await server.stop()
  }
}

async function writeReadme(all: ByCatalog): Promise<void> {
  const [begin, end] = ['<!-- eval -->', '<!-- /eval -->']
  const text = await readFile('README.md', 'utf8')
  const [before, rest] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))]
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`README.md has no ${begin} … ${end}`)
  await writeFile('README.md', `${before}${begin}\n${tablesOf(all)}\n${rest}`)
}
