/** Alerts on the page in a real browser, behind the real web platform: read, pressed by keyboard, changed in place. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/bot/message.ts'
import { alertsFeed } from '../../src/bot/alerts-feed.ts'
import { plainReply } from '../../src/bot/plain-reply.ts'
import type { Content } from '../../src/bot/platform.ts'
import { alertScenes, type AlertScene } from '../support/alert-scenes.ts'
import { needsChromium, skipsBrowser, startBrowser } from '../support/browser.ts'
import { pictures } from '../support/web-replies.ts'
import { serveWeb, type WebServer } from '../support/web-server.ts'

let browser: Browser
let server: WebServer
let page: Page
let scenes: readonly AlertScene[]
let heard: ChatMessage[]
let complaints: string[]
/** What the next press is answered with; null: with nothing. */
let answer: string | null

const scene = (title: string) => scenes.find((each) => each.title === title)!.reply
const tell = (key: string, content: Content) =>
  server.web.send({ key, to: { place: alertsFeed, onlyFor: null, handle: null }, content })
const card = () => page.locator('article.alert')

describe.skipIf(skipsBrowser)(needsChromium('alerts on the page'), () => {
  beforeAll(async () => {
    browser = await startBrowser()
    scenes = await alertScenes()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    heard = []
    complaints = []
    answer = null
    server = await serveWeb(
      async (message) => {
        heard.push(message)
        const content = { kind: 'reply', reply: plainReply({ kind: 'command', text: answer ?? '' }) } as const
        const to = { place: message.place, onlyFor: null, handle: null }
        if (answer !== null) await server.web.send({ key: message.id, to, content })
        return { isNew: true, answered: Promise.resolve(true) }
      },
      { charts: { get: async (id) => (pictures.has(id) ? { png: pictures.get(id)! } : null) } },
    )
    page = await browser.newPage({ locale: 'en-US' })
    page.setDefaultTimeout(60_000)
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(server.url)
    await tell('alert:i1:1:web:local/alerts', { kind: 'reply', reply: scene('Alert opened') })
    await card().waitFor()
  })
  afterEach(async () => {
    await page.close()
    await server.stop()
    expect(complaints).toEqual([])
  })

  test('“I’m on it” is pressed by keyboard, and the card says who is, in its place', async () => {
    await card().getByRole('button', { name: 'I’m on it' }).focus()
    await page.keyboard.press('Enter')
    await expect
      .poll(() => heard.at(-1)?.said)
      .toEqual({
        kind: 'press',
        reply: 'alert:i1:1:web:local/alerts',
        press: { kind: 'alert', act: 'acknowledge' },
        feed: alertsFeed,
      })
    const edit = { kind: 'edit', messageId: 'alert:i1:1:web:local/alerts', reply: scene('Alert acknowledged') } as const
    await tell('alert:i1:2:web:local/alerts', edit)
    await card().getByText('Ada is on it.').waitFor()
    expect(await card().count()).toBe(1)
    expect(await card().getByRole('button', { name: 'I’m on it' }).count()).toBe(0)
    // Whoever pressed what is gone now reads on from the headline; nothing else was said.
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('H2')
    expect(await page.locator('.question').count()).toBe(0)
  })

  test('a menu opens and closes by keyboard; what only the presser is told stands below', async () => {
    const snooze = card().getByRole('button', { name: 'Snooze', exact: false }).first()
    await snooze.focus()
    await page.keyboard.press('Enter')
    expect(await snooze.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('Escape')
    expect(await snooze.getAttribute('aria-expanded')).toBe('false')
    expect(await page.evaluate('document.activeElement?.textContent')).toContain('Snooze')
    answer = 'Noted that it was useful. Thank you.'
    await card().getByRole('button', { name: 'More' }).click()
    await card().getByRole('button', { name: 'Useful', exact: true }).click()
    await page.getByRole('article', { name: answer }).waitFor()
    expect(heard.at(-1)?.said).toMatchObject({ press: { act: 'useful' } })
  })

  test('“ack” that is typed after the alert is about the alert', async () => {
    answer = 'All who see the alert read that you are on it.'
    await page.focus('#question')
    await page.keyboard.type('ack')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: answer }).waitFor()
    expect(heard.at(-1)?.said).toMatchObject({ kind: 'press', press: { act: 'acknowledge', isSpoken: true } })
    // Words said after that are no longer.
    await page.keyboard.type('why?')
    await page.keyboard.press('Enter')
    await expect.poll(() => heard.at(-1)?.said).toEqual({ kind: 'words', text: 'why?' })
  })

  test('nothing of it is wider than a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    for (const menu of ['Snooze', 'More']) {
      await card().getByRole('button', { name: menu }).first().click()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      for (const button of await card().getByRole('button').all()) {
        const box = await button.boundingBox()
        if (box) expect(box.x + box.width, (await button.textContent()) ?? '').toBeLessThanOrEqual(360)
      }
    }
  })
})
