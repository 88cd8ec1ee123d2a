import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigFaulty, loadConfig } from '../src/config.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
const nowhere = () => join(folder, 'no.yml')
const db = (host: string) => `postgres://reader@${host}/shop`

describe('where a value comes from', () => {
  test('without anything there are defaults', () => {
    expect(loadConfig({}, {}, nowhere())).toMatchObject({
      catalog: 'sql/catalog.yml',
      home: '.tidings',
      databaseUrl: null,
      storeUrl: null,
      web: { host: '127.0.0.1', port: 3000, publicUrl: null, proxy: null },
      slack: null,
      kafka: null,
      logLevel: 'info',
    })
  })

  test('option, then environment, then file, then default', () => {
    const file = write('order.yml', `database:\n  url: ${db('file')}\nweb:\n  port: 4000\n  host: 0.0.0.0\n`)
    const environment = { TIDINGS_DATABASE_URL: db('environment'), TIDINGS_WEB_PORT: '5000' }
    const config = loadConfig({ 'database.url': db('option') }, environment, file)
    expect(config.databaseUrl).toBe(db('option'))
    expect(config.web).toMatchObject({ port: 5000, host: '0.0.0.0' })
    expect(loadConfig({}, environment, file).databaseUrl).toBe(db('environment'))
    expect(loadConfig({}, {}, file).databaseUrl).toBe(db('file'))
  })

  test('names that people have already work, and our own goes first', () => {
    expect(loadConfig({}, { DATABASE_URL: db('theirs') }, nowhere()).databaseUrl).toBe(db('theirs'))
    const both = { DATABASE_URL: db('theirs'), TIDINGS_DATABASE_URL: db('ours') }
    expect(loadConfig({}, both, nowhere()).databaseUrl).toBe(db('ours'))
  })

  test('space around a value is not part of it', () => {
    expect(loadConfig({}, { DATABASE_URL: ` ${db('theirs')}\n` }, nowhere()).databaseUrl).toBe(db('theirs'))
  })

  test('an empty variable counts as none', () => {
    expect(loadConfig({}, { TIDINGS_DATABASE_URL: '', DATABASE_URL: '' }, nowhere()).databaseUrl).toBeNull()
  })

  test.for(['TIDINGS_DATABASE_URL_FILE', 'DATABASE_URL_FILE'])('%s names a file with the value', (name, { expect }) => {
    const secret = write('secret', `${db('secret')}\n`)
    expect(loadConfig({}, { [name]: secret }, nowhere()).databaseUrl).toBe(db('secret'))
  })

  test.for([
    ['database.url', 'TIDINGS_DATABASE_URL'],
    ['store.url', 'TIDINGS_STORE_URL'],
  ] as const)('%s is %s in the environment', ([, name], { expect }) => {
    const config = loadConfig({}, { [name]: db('here') }, nowhere())
    expect([config.databaseUrl, config.storeUrl]).toContain(db('here'))
  })

  test('the keys of parts that are not built yet are known', () => {
    const file = write(
      'later.yml',
      'teams: { app_id: a, tenant_id: b }\nkafka: { brokers: ["a:1", "b:2"], ssl: true }\n' +
        'model: { base_url: "https://a.example", name: b }\nredis: { url: "redis://a" }\nlog: { level: warn }\n',
    )
    expect(loadConfig({}, {}, file).logLevel).toBe('warn')
  })
})

describe('what is wrong is said, all of it at once', () => {
  const faultsOf = (...given: Parameters<typeof loadConfig>): readonly string[] => {
    try {
      loadConfig(...given)
      return []
    } catch (error) {
      if (error instanceof ConfigFaulty) return error.faults
      throw error
    }
  }

  test('an unknown key, with the nearest right one', () => {
    const file = write('typo.yml', 'databse:\n  url: postgres://a/b\nweb:\n  prot: 3000\n')
    expect(faultsOf({}, {}, file)).toEqual([
      expect.stringMatching(/typo\.yml: there is no key databse\.url; did you mean database\.url\?/),
      expect.stringMatching(/typo\.yml: there is no key web\.prot; did you mean web\.port\?/),
    ])
  })

  test('a branch that should be a value, and a value that should be a branch', () => {
    expect(faultsOf({}, {}, write('branch.yml', 'catalog: { file: a.yml }\nweb: 3000\n'))).toHaveLength(2)
    expect(faultsOf({}, {}, write('list.yml', '- a\n- b\n'))).toHaveLength(1)
    expect(faultsOf({}, {}, write('text.yml', 'catalog'))).toHaveLength(1)
    expect(faultsOf({}, {}, write('empty.yml', 'web:\n'))).toEqual([])
    expect(faultsOf({}, {}, write('nothing.yml', ''))).toEqual([])
  })

  test('secrets in the file, by the name of the variable to use', () => {
    const file = write('secrets.yml', 'slack:\n  bot_token: xoxb-1\nmodel:\n  api_key: sk-1\n')
    const faults = faultsOf({}, {}, file)
    expect(faults).toHaveLength(2)
    expect(faults[0]).toContain('TIDINGS_SLACK_BOT_TOKEN')
    expect(faults.join()).not.toContain('xoxb-1')
  })

  test('several kinds together', () => {
    const file = write('several.yml', 'nonsense: 1\nlog: { level: loud }\n')
    const environment = {
      TIDINGS_WEB_PORT: 'ninety',
      TIDINGS_DATABASE_URL: 'mysql://secret:password@a/b',
      TIDINGS_STORE_URL_FILE: join(folder, 'gone'),
      TIDINGS_WEB_IDENTITY_HEADER: 'x-user',
    }
    const faults = faultsOf({}, environment, file)
    for (const part of ['nonsense', 'log.level', 'web.port', 'database.url', 'TIDINGS_STORE_URL_FILE', 'identity_from'])
      expect(faults.filter((fault) => fault.includes(part))).toHaveLength(1)
    expect(faults.join()).not.toContain('password')
  })

  test('YAML that cannot be read, with its line', () => {
    expect(faultsOf({}, {}, write('broken.yml', 'a: 1\nweb: [1\n'))).toEqual([
      expect.stringMatching(/broken\.yml.*line/),
    ])
  })

  test('a variable that is almost ours', () => {
    const environment = { TIDINGS_DATABSE_URL: db('a'), TIDINGS_WEB_PORT: '3000', TIDINGS_TOKEN: 'somebody else’s' }
    const faults = faultsOf({}, environment, nowhere())
    expect(faults).toEqual([expect.stringMatching(/TIDINGS_DATABSE_URL.*TIDINGS_DATABASE_URL/)])
  })
})
