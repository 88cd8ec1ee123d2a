/** The documentation names keys and variables that there are, and leaves none of Slack's, Kafka's and models' out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigFaulty, loadConfig } from '../../src/config.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-documented-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Faults of a file that gives this key. */
function faultsOf(key: string): string {
  const file = join(folder, 'tidings.yml')
  writeFileSync(file, `"${key}": x\n`)
  try {
    loadConfig({}, {}, file)
    return ''
  } catch (error) {
    if (error instanceof ConfigFaulty) return error.faults.join('\n')
    throw error
  }
}
const isKey = (key: string) => !faultsOf(key).includes('there is no key')

const table = read('docs/cli.md').split('## Configuration')[1] ?? ''
const documented = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap((row) =>
  [...row[1]!.matchAll(/`([^`]+)`/g)].map((found) => found[1]!),
)

test('every key of the table is one', () => {
  expect(documented.length).toBeGreaterThan(15)
  expect(documented.filter((key) => !isKey(key))).toEqual([])
})

test('every key of Slack, Kafka and models is in the table', () => {
  const known = [...read('src/config.ts').matchAll(/^ {2}'((?:slack|kafka|model)\.\w+)': \[/gm)].map(
    (found) => found[1]!,
  )
  expect(known.length).toBeGreaterThan(5)
  expect(known.filter((key) => !documented.includes(key))).toEqual([])
})

test.for(['docs/slack.md', 'docs/kafka.md', 'docs/cli.md', '.env.example', 'README.md'])(
  'every variable in %s is one',
  (file, { expect }) => {
    const names = new Set(read(file).match(/\b(TIDINGS|SLACK|KAFKA)_[A-Z_]+\b/g) ?? [])
    const unknown = [...names].filter((name) => {
      const key = name
        .replace(/_FILE$/, '')
        .replace(/^TIDINGS_/, '')
        .toLowerCase()
        .replace('_', '.')
      return !isKey(key)
    })
    expect(unknown).toEqual([])
  },
)
