/** The page in a real browser, with made-up replies behind the real web platform. */
import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { localOwner } from '../../src/analytics/place.ts'
import type { Question } from '../../src/bot/message.ts'
import type { WebParts } from '../../src/bot/platforms/web/parts.ts'
import type { Reply } from '../../src/bot/reply.ts'
import { needsChromium, skipsBrowser, startBrowser } from '../support/browser.ts'
import {
  breakdownReply,
  clarifyReply,
  declineReply,
  failedReply,
  figuresReply,
  tableReply,
  pictures,
} from '../support/web-replies.ts'
import { startWebServer, wordsReply, type WebServer } from '../support/web-server.ts'

const HOSTILE = '<img src=x onerror="window.hacked=1">'
const LONG = 'unbroken'.repeat(12_500)

let browser: Browser
let server: WebServer
let context: BrowserContext
let page: Page
/** What the browser complained about: refused by the policy, thrown by a script, asked of another host. */
let complaints: string[]
let heard: Question[]

describe.skipIf(skipsBrowser)(needsChromium('the page'), () => {
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(() => {
    heard = []
    complaints = []
  })
  afterEach(async () => {
    await context?.close()
    await server?.stop()
    expect(complaints).toEqual([])
  })

  test('a question is asked and answered by keyboard alone', async () => {
    await open()
    await page.keyboard.type('revenue by region')
    await page.keyboard.press('Enter')
    await card('EMEA brought in most')
    expect(await focused()).toBe('question')
    await page.keyboard.press('ArrowUp')
    expect(await page.inputValue('#question')).toBe('revenue by region')
    await page.keyboard.press('ArrowDown')
    expect(await page.inputValue('#question')).toBe('')

    await tabTo('Table')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('table').isVisible()).toBe(true)
    await tabTo('Explore chart')
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog[open] svg')
    await page.keyboard.press('Escape')
    await page.waitForSelector('dialog', { state: 'detached' })
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Explore chart')

    await page.focus('#question')
    await tabTo('By category')
    await page.keyboard.press('Enter')
    await page.locator('article').nth(1).waitFor()
    expect(heard[1]?.said).toMatchObject({ kind: 'query', label: 'By category' })
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('H2')
  })

  test('Shift+Enter breaks the line, an empty question is not sent', async () => {
    await open()
    await page.keyboard.press('Enter')
    await page.keyboard.type('revenue')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('last week')
    await page.keyboard.press('Enter')
    await page.waitForSelector('article')
    expect(heard.map(({ said }) => said)).toEqual([{ kind: 'words', text: 'revenue\nlast week' }])
  })

  test('a screen reader finds the answer, its picture and its parts by name', async () => {
    await open()
    await ask('revenue by region')
    const answer = await card('EMEA brought in most')
    expect(await answer.getByRole('img').getAttribute('alt')).toContain('EMEA $562,300')
    expect(await page.locator('p[role=status]').last().textContent()).toContain('EMEA brought in most')
    for (const name of ['Explore chart', 'Table', 'SQL', 'Download CSV', 'By category']) {
      expect(await answer.getByRole('button', { name, exact: true }).count(), name).toBe(1)
    }
  })

  test('the picture opens as a live chart whose marks tell their values', async () => {
    await open()
    await ask('revenue by region')
    await page.locator('article img').click()
    await page.locator('dialog .mark-rect path').first().hover()
    expect(await page.locator('.tip').textContent()).toBe('EMEA: $562,300')
  })

  test('a heading sorts the table by the values behind it', async () => {
    await open()
    await ask('all products')
    const first = (column: number) => page.locator(`tbody tr:first-child td:nth-child(${column})`).textContent()
    const heading = page.getByRole('button', { name: 'Revenue', exact: true })
    const before = await first(1)
    await heading.click()
    expect(await page.locator('th[aria-sort=descending]').textContent()).toContain('Revenue')
    const highest = Math.max(...tableReply(1000).result.rows.map((row) => Number(row[1])))
    expect(await first(2)).toBe(`$${highest.toLocaleString('en-US')}`)
    await heading.click()
    expect(await first(2)).toBe('$0')
    await heading.click()
    expect(await first(1)).toBe(before)
    await page.getByRole('button', { name: 'Show all 1,000 rows' }).click()
    expect(await page.locator('tbody tr').count()).toBe(1000)
  })

  test('hostile values are text on the page, in the live chart and in the CSV', async () => {
    await open()
    await ask('hostile')
    const answer = page.locator('article').last()
    expect(await answer.getByRole('heading').textContent()).toBe(HOSTILE)
    await answer.getByRole('button', { name: 'Table', exact: true }).click()
    expect(await answer.locator('td').first().textContent()).toBe(HOSTILE)
    const downloading = page.waitForEvent('download')
    await answer.getByRole('button', { name: 'Download CSV' }).click()
    const csv = await readFile(await (await downloading).path(), 'utf8')
    expect(csv).toContain("\r\n'=cmd(),1\r\n")
    await answer.getByRole('button', { name: 'Explore chart' }).click()
    await page.locator('dialog .mark-rect path').first().hover()
    expect(await page.locator('.tip').textContent()).toContain(HOSTILE)
    expect(await page.evaluate("'hacked' in window")).toBe(false)
    expect(await page.locator('img[src=x]').count()).toBe(0)
  })

  test('the browser refuses what the policy forbids', async () => {
    await open()
    await page.evaluate("document.head.append(Object.assign(document.createElement('style'), { textContent: 'p{}' }))")
    await page.evaluate('document.body.insertAdjacentHTML(\'beforeend\', \'<p style="color:red" onclick="1">x</p>\')')
    // In a task of its own: what the debugger itself evaluates is exempt.
    const tried = `new Promise((tell) => setTimeout(() => {
      try { tell(new Function('return "ran"')()) } catch { tell('refused') }
    }))`
    expect(await page.evaluate(tried)).toBe('refused')
    expect(complaints.filter((complaint) => complaint.includes('Content Security Policy')).length).toBeGreaterThan(2)
    forgive('Content Security Policy')
  })

  test('clarify, decline and failure lead on', async () => {
    await open()
    await ask('which')
    await press('Net revenue (after refunds)')
    expect(heard[1]?.said.kind).toBe('query')
    await ask('weather')
    await press('top 10 products this month')
    expect(heard[3]?.said).toEqual({ kind: 'words', text: 'top 10 products this month' })
    await ask('broken')
    await press('Ask again')
    expect(heard[5]?.said).toEqual({ kind: 'words', text: 'broken' })
    await ask('total')
    await press('broken')
    await page.getByRole('button', { name: 'Ask again' }).last().click()
    await page.locator('article').nth(8).waitFor()
    expect(heard[8]?.said).toMatchObject({ kind: 'query', label: 'broken' })
  })

  test('a reload shows the conversation again, a new conversation does not', async () => {
    await open()
    await ask('revenue by region')
    await page.reload()
    await card('EMEA brought in most')
    expect(await page.locator('.question').textContent()).toContain('revenue by region')
    await page.getByRole('button', { name: 'New conversation' }).click()
    await page.getByText('What would you like to know?').waitFor()
    await page.reload()
    await page.getByText('What would you like to know?').waitFor()
  })

  test('a reply sent while the connection was down arrives after it, once', async () => {
    let answer = () => {}
    const gate = new Promise<void>((opened) => (answer = opened))
    await open({}, {}, () => gate)
    await page.fill('#question', 'revenue by region')
    await page.keyboard.press('Enter')
    await page.getByText('Working on it').first().waitFor()
    await context.setOffline(true)
    server.server.closeAllConnections()
    await page.getByText('The connection is gone').waitFor()
    answer()
    await context.setOffline(false)
    await card('EMEA brought in most')
    expect(await page.locator('article').count()).toBe(1)
    await page.getByText('The connection is gone').waitFor({ state: 'detached' })
    forgive('net::ERR')
  })

  test('a message that cannot be sent says so and is sent on demand, once', async () => {
    await open()
    await context.setOffline(true)
    await page.fill('#question', 'revenue by region')
    await page.keyboard.press('Enter')
    await page.getByText('Not sent.').waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Send again' }).click()
    await card('EMEA brought in most')
    expect(heard).toHaveLength(1)
    expect(await page.locator('.question').count()).toBe(1)
    forgive('net::ERR')
  })

  test('the owner may look through a role, and the question says so', async () => {
    await open({ roles: () => [{ name: 'analyst', label: 'Analyst' }] })
    await page.getByLabel('See as').selectOption('analyst')
    await ask('revenue by region')
    expect(heard[0]?.actAs).toBe('analyst')
    expect(await page.locator('.question').textContent()).toContain('seen as Analyst')
  })

  test('who has no identity is asked for a token, and let in with a right one', async () => {
    await open({ identify: async (request) => (request.get('authorization') === 'Bearer right' ? localOwner : null) })
    await page.getByLabel('Your token').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByText('This token is not known here.').waitFor()
    await page.getByLabel('Your token').fill('right')
    await page.keyboard.press('Enter')
    await page.getByText('What would you like to know?').waitFor()
    await ask('revenue by region')
    forgive('401')
  })

  test('a page whose server was away finds its questions when it is back', async () => {
    let isAway = true
    await open({ suggestions: async () => (isAway ? Promise.reject(new Error('away')) : ['revenue last week']) })
    await page.getByText('Something went wrong on our side.').waitFor()
    isAway = false
    server.server.closeAllConnections()
    await page.getByRole('button', { name: 'revenue last week' }).waitFor()
    forgive('500')
    forgive('net::ERR')
  })

  test.for([360, 390, 768, 1280])('at %d pixels nothing scrolls sideways', async (width) => {
    await open({}, { viewport: { width, height: 800 } })
    for (const text of ['revenue by region', 'all products', 'total', 'which', 'weather', 'broken', 'hostile', LONG]) {
      await ask(text)
      const sql = page.locator('article').last().getByRole('button', { name: 'SQL', exact: true })
      if (await sql.count()) await sql.click()
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'), text).toBe(0)
    }
  })

  test('dark is dark, and who wants no motion gets none', async () => {
    await open({}, { colorScheme: 'dark', reducedMotion: 'reduce' })
    await ask('revenue by region')
    const paper = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    expect(paper).toBe('rgb(14, 17, 22)')
    expect(await page.evaluate('document.getAnimations().length')).toBe(0)
  })
})

/** Serves and opens the page; `before` delays each answer. */
async function open(
  given: Partial<WebParts> = {},
  options: BrowserContextOptions = {},
  before: () => Promise<void> = async () => {},
): Promise<void> {
  server = await startWebServer(
    async (message, send) => {
      heard.push(message)
      await before()
      const reply = await replyTo(message)
      await send(reply)
    },
    { charts: { get: async (id) => (pictures.has(id) ? { png: pictures.get(id)! } : null) }, ...given },
  )
  context = await browser.newContext({ locale: 'en-US', ...options })
  context.setDefaultTimeout(60_000)
  page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`${server.url}/`) || request.url().startsWith('blob:')
    if (!isOwn) complaints.push(`asked of another host: ${request.url()}`)
  })
  await page.goto(server.url)
  await page.waitForSelector('#question, #token')
}

/** Forgets complaints that the test itself brought about. */
function forgive(about: string): void {
  complaints = complaints.filter((complaint) => !complaint.includes(about))
}

async function ask(text: string): Promise<void> {
  await answered(async () => {
    await page.fill('#question', text)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
  })
}

async function press(name: string): Promise<void> {
  await answered(() => page.getByRole('button', { name, exact: true }).click())
}

async function answered(act: () => Promise<void>): Promise<void> {
  const before = await page.locator('article').count()
  await act()
  await page.locator('article').nth(before).waitFor()
}

async function card(title: string) {
  const found = page.getByRole('article', { name: title })
  await found.waitFor()
  return found
}

function focused(): Promise<unknown> {
  return page.evaluate('document.activeElement?.id')
}

/** Presses Shift+Tab until the button of that name has the focus, as a keyboard user would. */
async function tabTo(name: string): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed++) {
    if ((await page.evaluate('document.activeElement?.textContent')) === name) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error(`Tab does not reach ${name}`)
}

function replyTo({ id, said }: Question): Reply | Promise<Reply> {
  const pictureId = id.replaceAll('.', '-')
  const text = said.kind === 'words' ? said.text : said.label
  switch (text) {
    case 'which':
      return clarifyReply()
    case 'weather':
      return declineReply()
    case 'broken':
      return failedReply()
    case 'all products':
      return tableReply(1000)
    case 'total':
      return figuresReply()
    case 'hostile':
      return breakdownReply(
        HOSTILE,
        [
          [HOSTILE, 2],
          ['=cmd()', 1],
        ],
        pictureId,
      )
    case LONG:
      return wordsReply(LONG.slice(0, 2000))
    default:
      return breakdownReply(
        'EMEA brought in most revenue',
        [
          ['EMEA', 562_300],
          ['North America', 411_870],
        ],
        pictureId,
      )
  }
}
