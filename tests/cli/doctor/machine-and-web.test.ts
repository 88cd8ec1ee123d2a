import { describe, expect, test } from 'vitest'
import { checkNode } from '../../../src/cli/doctor/machine.ts'
import { checkIdentity, checkPublicUrl } from '../../../src/cli/doctor/web.ts'

const web = { host: '127.0.0.1', port: 3000, publicUrl: null, proxy: null }

test.for([
  ['18.20.4', 'fault'],
  ['20.18.0', 'fault'],
  ['20.19.0', 'ok'],
  ['20.20.2', 'ok'],
  ['22.1.0', 'ok'],
  ['24.0.0', 'ok'],
] as const)('Node %s is %s', ([version, state], { expect }) => {
  expect(checkNode(version).state).toBe(state)
})

test.for([
  [null, 'ok'],
  ['https://tidings.example', 'ok'],
  ['https://tidings.example/chat', 'ok'],
  ['http://tidings.example', 'advice'],
  ['http://localhost:3000', 'advice'],
  ['https://127.0.0.1', 'advice'],
  ['ftp://tidings.example', 'fault'],
  ['https://me:secret@tidings.example', 'fault'],
  ['https://tidings.example/?a=1', 'fault'],
] as const)('public_url %s is %s', ([publicUrl, state], { expect }) => {
  const finding = checkPublicUrl({ web: { ...web, publicUrl } })
  expect(finding.state).toBe(state)
  expect(finding.says).not.toContain('secret')
})

describe('who may ask', () => {
  const proxy = { header: 'x-user', from: '10.0.0.1' }
  test.for([
    ['nobody without a token and a proxy', null, null, 'advice'],
    ['nobody when all tokens are revoked', 0, null, 'advice'],
    ['holders of a token', 2, null, 'ok'],
    ['whom a proxy names', null, proxy, 'ok'],
  ] as const)('%s', ([, tokens, named, state], { expect }) => {
    expect(checkIdentity({ web: { ...web, proxy: named } }, tokens).state).toBe(state)
  })

  test('both ways are named', () => {
    expect(checkIdentity({ web: { ...web, proxy } }, 1).says).toMatch(/1 token and header x-user from 10\.0\.0\.1/)
  })
})
