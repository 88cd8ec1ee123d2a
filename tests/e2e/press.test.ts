/** What a model brings, pressed in a real browser and in Slack: an answer vouched for, SQL run, one of two readings chosen. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { needsChromium, skipsBrowser, startBrowser } from '../support/browser.ts'
import { openModelChat, type ModelChat } from '../support/model-chat.ts'
import { readMessage } from '../contracts/reading-slack.ts'
import { folded } from '../contracts/stage.ts'
import { cannot, intakeIn, ordersByRegionIn, sql } from '../support/model-says.ts'
import { quiet, socketConfig } from '../support/slack-app.ts'
import type { Message } from '../support/slack-world/reading.ts'
import { startSlackWorld, type SlackWorld } from '../support/slack-world/world.ts'

let chat: ModelChat
let slack: SlackWorld

const comeback = 'which customers came back after their first order'

beforeAll(async () => {
  chat = await openModelChat(inject('postgres'))
  const people = [{ name: 'fred', email: 'fred@example.com' }, { name: 'ben' }]
  slack = await startSlackWorld({ mode: 'socket', people, channels: [{ name: 'sales' }] })
  await chat.app.slack(socketConfig(slack))
  chat.app.keepFresh()
})
afterAll(async () => {
  await chat?.[Symbol.asyncDispose]()
  await slack?.close()
})

describe.skipIf(skipsBrowser)(needsChromium('in a browser'), () => {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    expect(complaints).toEqual([])
  })

  async function open(who: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-US' })
    contexts.push(context)
    context.setDefaultTimeout(60_000)
    await context.addInitScript(`sessionStorage.setItem('tidings.token', '${who}')`)
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(chat.url)
    return page
  }

  async function ask(page: Page, text: string) {
    return answered(page, async () => {
      await page.fill('#question', text)
      await page.keyboard.press('Enter')
    })
  }

  function press(page: Page, name: string) {
    return answered(page, () => page.getByRole('button', { name, exact: true }).last().click())
  }

  async function answered(page: Page, act: () => Promise<void>) {
    const before = await page.locator('article').count()
    await act()
    const card = page.locator('article').nth(before)
    await card.waitFor()
    return card
  }

  test('who may vouch presses a thumb, is asked, and whoever asks next is told who vouched; who may not sees none', async () => {
    const fred = await open('Fred')
    chat.model.script({ says: intakeIn('last week') })
    const answer = await ask(fred, 'our intake last week')
    expect(await answer.textContent()).toContain('Taking "intake" as Revenue')
    const asked = await press(fred, 'Verify this answer')
    expect(await asked.textContent()).toContain('Use this answer whenever "our intake last week" is asked?')
    const done = await press(fred, 'Yes, whenever it is asked')
    expect(await done.textContent()).toMatch(
      /From now on "our intake last week" is answered like this.*verified by Fred/,
    )

    const ben = await open('Ben')
    const before = chat.model.asked.length
    const again = await ask(ben, 'our intake last week')
    expect(await again.textContent()).toMatch(/verified by Fred, \d+ \w+ \d{4}/i)
    expect(chat.model.asked.length).toBe(before)
    expect(await ben.getByRole('button', { name: /Verif/ }).count()).toBe(0)

    await ask(fred, 'our intake last week')
    await press(fred, 'Keep or forget this verified answer')
    const forgotten = await press(fred, 'Forget this verified answer')
    expect(await forgotten.textContent()).toContain('is read anew from now on')
    expect(await (await ask(ben, 'which answers are verified')).textContent()).toContain(
      'No answers are verified here.',
    )
  })

  test('SQL of a model is shown, runs when its button is pressed, and says that nobody checked it', async () => {
    const ben = await open('Ben')
    chat.model.script({ says: cannot }, { says: { sql } })
    const offer = await ask(ben, comeback)
    expect(await offer.textContent()).toContain('nobody has checked that it answers the question')
    expect(await offer.textContent()).toContain('date_trunc')
    const ran = await press(ben, 'Run this SQL')
    expect(await ran.textContent()).toContain('Unverified SQL')
    expect(await ran.locator('pre').textContent()).toContain('date_trunc')
    expect(await ran.getByRole('img').first().getAttribute('alt')).toMatch(/^Unverified SQL/)
    await ran.getByRole('button', { name: 'Table', exact: true }).click()
    expect(await ran.locator('tbody tr').count()).toBeGreaterThan(1)
  })

  test('of two readings one is pressed and answered', async () => {
    const ben = await open('Ben')
    chat.model.script({ says: ordersByRegionIn('last week') })
    const choices = await ask(ben, 'orders region EMEA last week')
    expect(await choices.textContent()).toContain('I read this in two ways')
    const buttons = choices.locator('.ways-choice button')
    expect(await buttons.count()).toBe(2)
    const label = (await buttons.last().textContent()) ?? ''
    const chosen = await press(ben, label)
    expect(await chosen.getAttribute('class')).toContain('card-answer')
    expect(label).toContain('by region, only where region is EMEA')
    expect(await chosen.textContent()).toContain('by region, only where region is EMEA')
  })
})

describe('in Slack', () => {
  const fred = () => slack.user('fred')

  async function ask(who: 'fred' | 'ben', words: string) {
    const said = await slack.user(who).says(`@tidings ${words}`, { in: '#sales' })
    const reply = await slack.replyTo(said)
    await quiet(chat.app)
    return { said, reply: slack.again(reply) }
  }

  test('the thumb of who may vouch asks, and whoever asks next is told who vouched; of others it asks nothing', async () => {
    chat.model.script({ says: intakeIn('October 2026') })
    const { reply } = await ask('ben', 'our intake in October 2026')
    expect(read(reply)).toContain('Taking "intake" as Revenue')
    await slack.user('ben').clicks(reply, '👍')
    await quiet(chat.app)
    expect(slack.ephemerals(slack.user('ben'))).toEqual([])
    await fred().clicks(reply, '👍')
    const offer = await slack.whisperTo(fred())
    expect(read(offer)).toContain('Use this answer whenever "our intake in October 2026" is asked?')
    await fred().clicks(offer, 'Yes, whenever it is asked')
    expect(read(await slack.whisperTo(fred(), { nth: 2 }))).toMatch(/From now on .* verified by fred/i)

    const { reply: again } = await ask('ben', 'our intake in October 2026')
    expect(read(again)).toMatch(/verified by fred, \d+ \w+ \d{4}/i)
    await fred().clicks(again, '👍')
    const standing = await slack.whisperTo(fred(), { nth: 3 })
    await fred().clicks(standing, 'Forget this verified answer')
    expect(read(await slack.whisperTo(fred(), { nth: 4 }))).toContain('is read anew from now on')
  })

  test('SQL of a model runs when its button is pressed, and says that nobody checked it', async () => {
    chat.model.script({ says: cannot }, { says: { sql } })
    const { said, reply } = await ask('ben', comeback)
    expect(read(reply)).toContain('nobody has checked that it answers the question')
    await slack.user('ben').clicks(reply, 'Run this SQL')
    const ran = read(await slack.replyTo(said, { nth: 2 }))
    expect(ran).toContain('Unverified SQL')
    expect(ran).toContain('EMEA')
  })

  test('of two readings one is pressed and answered; all that was sent Slack takes', async () => {
    chat.model.script({ says: ordersByRegionIn('October 2026') })
    const { said, reply } = await ask('ben', 'orders region EMEA in October 2026')
    expect(read(reply)).toContain('I read this in two ways')
    await slack.user('ben').clicks(reply, 'Orders by region')
    expect(read(await slack.replyTo(said, { nth: 2 }))).toMatch(/by region.*data as of/)
    await quiet(chat.app)
    slack.expectClean()
  })
})

function read(message: Pick<Message, 'text' | 'blocks'>): string {
  return folded(readMessage(message, () => '').words)
}
