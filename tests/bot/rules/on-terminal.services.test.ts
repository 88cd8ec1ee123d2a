/** The life of an alert rule at a terminal, where each sentence is a process of its own. */
import { expect, test } from 'vitest'
import { tidings } from '../../support/command.ts'
import { demoDatabase } from '../../support/database.ts'
import { useStore } from '../../support/store.ts'

const own = useStore(demoDatabase)

async function said(text: string, ...more: readonly string[]): Promise<string> {
  const url = own.database.keeperUrl
  const { out } = await tidings(['ask', text, '--thread', 'alerts', '--database', url, '--store', url, ...more])
  return out
}

test('a rule is made, listed, muted, changed and ended in words, and nobody watching is said', async () => {
  const proposed = await said('alert us when orders per day are above 30')
  expect(proposed).toMatch(/^Tell everybody under Alerts in the web chat when orders per day are above 30;/)
  expect(proposed).toContain('Nobody watches the KPIs at the moment')
  expect(await said('save')).toBe("Saved as alert 1. I'll tell everybody under Alerts in the web chat.\n")
  expect(await said('what alerts do we have')).toMatch(
    /• 1: orders per day are above 30; .*never fired since it was made, \d+ \w+ \d\d:\d\d/,
  )
  expect(await said('mute alert 1')).toMatch(/^Alert 1 is muted here until somebody unmutes it/)
  expect(await said('change alert 1 to 40')).toMatch(/^Alert 1 would become: orders per day are above 40;/)
  expect(await said('save it')).toMatch(/^Alert 1 is changed: orders per day are above 40;/)
  expect(await said('end alert 1')).toMatch(/^Alert 1 is ended: /)
})

test('without a store that is said, and nothing is lost by it', async () => {
  const { out } = await tidings([
    'ask',
    'alert us when orders per day are above 30',
    '--database',
    own.database.keeperUrl,
  ])
  expect(out).toMatch(/^Alerts are kept in a store, and there is none here/)
})
