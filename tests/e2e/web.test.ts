/** `tidings demo` as somebody uses it who has just cloned the repository: in a browser. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AskResult } from '../../src/bot/ask-result.ts'
import type { Hello } from '../../src/bot/platforms/web/wire.ts'
import { needsChromium, skipsBrowser, startBrowser } from '../support/browser.ts'
import { DEMO_NOW } from '../support/database.ts'

let home: string
let demo: ChildProcess
let url: string
let browser: Browser

describe.skipIf(skipsBrowser)(needsChromium('the demo'), () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tidings-web-'))
    const options = ['--home', home, '--port', '0', '--scale', '0.02', '--until', DEMO_NOW.slice(0, 10)]
    demo = spawn(process.execPath, ['dist/main.js', 'demo', ...options, '--now', DEMO_NOW])
    url = await firstLine(demo)
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    if (demo?.exitCode === null) {
      const ended = once(demo, 'exit')
      demo.kill('SIGTERM')
      await ended
    }
    await rm(home, { recursive: true, force: true })
  })

  test('each question of the start screen is answered, with its trace and without a complaint of the browser', async () => {
    const { suggestions } = await hello()
    expect(suggestions.length).toBeGreaterThanOrEqual(3)
    const { page, complaints } = await open()
    for (const [index, question] of suggestions.entries()) {
      const answer = index === 0 ? await begin(page, question) : await ask(page, question)
      expect(await answer.getAttribute('class'), question).toContain('card-answer')
      const trace = await answer.locator('.card-trace').textContent()
      expect(trace, question).toMatch(/Europe\/Berlin/)
      expect(trace, question).toMatch(/kpi\.\w+ · data as of .+ · \d+ rows?/)
    }
    expect(complaints).toEqual([])
  })

  test('the table of a breakdown holds the rows of `POST /api/ask`', async () => {
    const { page } = await open()
    const question = 'revenue by region last month'
    const answer = await ask(page, question)
    await answer.getByRole('button', { name: 'Table', exact: true }).click()
    const cells = await answer
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...(row as unknown as { cells: Iterable<{ textContent: string }> }).cells].map((cell) => cell.textContent),
        ),
      )
    const { rows } = await api(question)
    expect(cells.map(([region]) => region)).toEqual(rows.map(([region]) => region))
    expect(cells.map(([, revenue]) => Number(revenue?.replace(/[^\d.]/g, '')))).toEqual(
      rows.map(([, revenue]) => revenue),
    )
    expect(rows.length).toBeGreaterThan(1)
  })

  test('the picture is there and opens alive', async () => {
    const { page, complaints } = await open()
    const answer = await ask(page, 'revenue by region last month')
    const picture = answer.getByRole('img')
    const width = () => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)
    await expect.poll(width).toBeGreaterThan(1000)
    expect((await picture.getAttribute('alt'))?.length).toBeGreaterThan(20)
    await picture.click()
    await page.locator('dialog .mark-rect path').first().hover()
    expect(await page.locator('.tip').textContent()).toMatch(/.+: .+/)
    expect(complaints).toEqual([])
  })

  test('a break-down button and a follow-up in words lead on', async () => {
    const { page } = await open()
    const answer = await ask(page, 'revenue last week')
    await answer.getByRole('button', { name: /^By / }).first().click()
    const broken = page.getByRole('article').nth(1)
    await broken.waitFor()
    expect(await broken.getAttribute('class')).toContain('card-answer')
    expect(await broken.getByRole('img').count()).toBe(1)
  })

  test('under a role, the same question shows what that role may see', async () => {
    const { roles } = await hello()
    expect(roles.length).toBeGreaterThan(0)
    const whole = await api('revenue by region last month')
    const { page } = await open()
    const limited = await Promise.all(
      roles.map(async ({ name }) => ({ name, result: await api('revenue by region last month', name) })),
    )
    const narrower = limited.find(({ result }) => result.kind === 'answer' && result.rows.length < whole.rows.length)
    expect(narrower, 'a role that sees fewer regions').toBeDefined()
    await page.getByLabel('See as').selectOption(narrower!.name)
    const answer = await ask(page, 'revenue by region last month')
    await answer.getByRole('button', { name: 'Table', exact: true }).click()
    expect(await answer.locator('tbody tr').count()).toBe(narrower!.result.rows.length)
    expect(await answer.locator('.card-trace').textContent()).toContain('rights of')
  })

  test('the form for alerts says a sentence, which is proposed with how often it would have fired, and saved', async () => {
    const { page, complaints } = await open()
    await page.getByRole('button', { name: 'New alert' }).click()
    await page.getByRole('dialog', { name: 'New alert' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('button', { name: 'New alert' }).click()
    const form = page.getByRole('dialog', { name: 'New alert' })
    await form.getByLabel('KPI').selectOption({ label: 'Revenue' })
    await form.getByLabel('Of', { exact: true }).selectOption({ label: 'Each region' })
    await form.getByLabel('When it').selectOption({ label: 'falls by %' })
    await form.getByLabel('Amount').fill('')
    await form.getByText('Say how much.').waitFor()
    await form.getByLabel('Amount').fill('35')
    await form.getByText('More', { exact: true }).click()
    await form.getByLabel('Hours in a row').fill('2')
    await form.getByLabel('Quiet from').fill('22:00')
    await form.getByLabel('Quiet until').fill('07:00')
    await form.getByLabel('Severity').selectOption('critical')
    const rule =
      'revenue per hour is 35 % or more below normal in any region in 2 of 2 hours; rated critical; quiet from 22:00 to 07:00; after it ends, nothing new for an hour.'
    await form.getByText(`Tell me when ${rule}`).waitFor()
    await form.getByLabel('Amount').press('Enter')
    expect(await page.locator('.question').textContent()).toContain(`Tell me when ${rule}`)
    const proposal = page.getByRole('article').first()
    await proposal.waitFor()
    expect(await proposal.textContent()).toContain(rule)
    expect(await proposal.textContent()).toMatch(/30 days/)
    await proposal.getByRole('button', { name: 'Save', exact: true }).click()
    const saved = page.getByRole('article').nth(1)
    await saved.waitFor()
    expect(await saved.textContent()).toMatch(/Saved/i)
    expect(complaints).toEqual([])
  })

  test.for([
    ['what is the weather', 'decline'],
    ['select 1', 'decline'],
    ['🎉🎉🎉', 'decline'],
    ['long '.repeat(20_000), 'decline'],
  ] as const)('%s is declined in words, not dropped', async ([question, kind]) => {
    const { page } = await open()
    const answer = await ask(page, question)
    expect(await answer.getAttribute('class')).toContain(`card-${kind}`)
    expect((await answer.getByRole('heading').textContent())?.length).toBeGreaterThan(20)
  })

  test('foreign hosts and origins get nothing', async () => {
    const headers = { 'content-type': 'application/json', origin: 'http://evil.example' }
    const body = JSON.stringify({ question: 'revenue last week' })
    expect((await fetch(`${url}/api/ask`, { method: 'POST', headers, body })).status).toBe(403)
  })

  test('SIGTERM ends it with 0 while a page is open', async () => {
    const { page } = await open()
    await ask(page, 'revenue last week')
    const ended = once(demo, 'exit')
    demo.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
  })
})

/** The address, printed alone on a line. */
function firstLine(program: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    program.stderr?.on('data', (piece: Buffer) => (said += piece.toString()))
    program.stdout?.on('data', (piece: Buffer) => found(piece.toString().trim()))
    program.once('exit', (code) => failed(new Error(`the demo ended with ${code}: ${said}`)))
  })
}

async function open(): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'en-US' })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  await page.locator('.start-questions').waitFor()
  return { page, complaints }
}

/** Presses a question of the start screen. */
async function begin(page: Page, question: string) {
  await page.getByRole('button', { name: question, exact: true }).click()
  return last(page, 0)
}

async function ask(page: Page, question: string) {
  const before = await page.getByRole('article').count()
  await page.fill('#question', question)
  await page.keyboard.press('Enter')
  return last(page, before)
}

async function last(page: Page, before: number) {
  const answer = page.getByRole('article').nth(before)
  await answer.waitFor()
  return answer
}

async function hello(): Promise<Hello> {
  return (await fetch(`${url}/api/hello`)).json() as Promise<Hello>
}

async function api(question: string, as?: string): Promise<AskResult> {
  const response = await fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(as === undefined ? { question } : { question, as }),
  })
  expect(response.status).toBe(200)
  return response.json() as Promise<AskResult>
}
