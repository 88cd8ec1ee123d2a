/** Whatever a reply holds, Slack takes its message, and nobody is pinged. */
import fc from 'fast-check'
import { test } from 'vitest'
import { CHART_KINDS } from '../../../../../src/analytics/chart-kinds.ts'
import { messageOf } from '../../../../../src/bot/platforms/slack/blocks/message.ts'
import { feedbackModal } from '../../../../../src/bot/platforms/slack/blocks/feedback.ts'
import { homeView, promptsOf } from '../../../../../src/bot/platforms/slack/blocks/home.ts'
import { plainer } from '../../../../../src/bot/platforms/slack/blocks/plainer.ts'
import type { KpiState, Overview } from '../../../../../src/bot/overview.ts'
import { emptyResult, nothingBeside } from '../../../../../src/bot/plain-reply.ts'
import type { Reply, WayOn } from '../../../../../src/bot/reply.ts'
import { way } from '../../../../support/revenue-query.ts'
import { column } from '../../../../support/sample-replies.ts'
import { checkPayload } from '../../../../support/slack-world/limits.ts'
import { runs } from '../../../../support/runs.ts'

// oxfmt-ignore
const pieces = [
  '', ' ', '\n', '• row', '… and 3 more', '<!channel>', '<!here|x>', '<@U123>', '@channel', '*b*', '&amp;', '👩‍👩‍👧', '🇩🇪', '\u202E', '\u200B',
  '\u0000', '\uD83D', 'نص عربي', '売上', 'a\nb', '"', '\\', 'x'.repeat(20_000), '<'.repeat(5_000), '€1,234.50',
]
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...pieces))
const cell = fc.oneof(text, fc.double(), fc.constant(null), fc.boolean(), fc.bigInt().map(String))
const oneWay: fc.Arbitrary<WayOn> = fc.oneof(
  fc.tuple(fc.constantFrom('breakdown', 'compare', 'choice', 'next'), text).map(([group, label]) => way(group, label)),
  fc.tuple(text, text).map(([label, said]): WayOn => ({ kind: 'words', label, text: said })),
)
const ways = fc.oneof(
  fc.array(oneWay, { maxLength: 8 }),
  oneWay.map((each) => Array.from({ length: 400 }, () => each)),
)
const columns = fc.array(
  fc.tuple(fc.constantFrom('time', 'dimension', 'measure', 'previous', 'change', 'share', 'bucket'), text),
  { maxLength: 30 },
)
const nullable = fc.oneof(text, fc.constant(null))
const reply: fc.Arbitrary<Reply> = fc
  .record({
    kind: fc.constantFrom('answer', 'clarify', 'decline', 'command', 'failed'),
    columns: columns.map((all) => all.map(([role, label]) => column(role, label))),
    rowCount: fc.oneof(fc.nat(12), fc.constantFrom(99, 100, 101, 400)),
    cells: fc.array(cell, { minLength: 1, maxLength: 40 }),
    headline: text,
    words: fc.array(text, { maxLength: 10 }),
    understood: nullable,
    provenance: nullable,
    missing: nullable,
    ways,
    chart: fc.option(fc.tuple(fc.constantFrom(...CHART_KINDS), text)),
    chartKinds: fc.subarray([...CHART_KINDS]),
    sql: nullable,
    hasFile: fc.boolean(),
  })
  .map((given): Reply => {
    const rows = Array.from({ length: given.columns.length === 0 ? 0 : given.rowCount }, (_, row) =>
      given.columns.map((_, index) => given.cells[(row * given.columns.length + index) % given.cells.length] ?? null),
    )
    const table = rows.map((row) => row.map((each) => (each === null ? '–' : String(each))))
    return {
      ...nothingBeside,
      headline: given.headline,
      provenance: given.provenance,
      table,
      ways: given.ways,
      chartKinds: given.chartKinds,
      pictureMissing: given.missing,
      file: given.hasFile ? { name: 'x.csv', type: 'text/csv', text: '' } : null,
      result: {
        ...emptyResult,
        kind: given.kind,
        columns: given.columns,
        rows,
        understood: given.understood,
        sql: given.sql,
        parameters: given.cells,
        chart: given.chart && { kind: given.chart[0], spec: {}, altText: given.chart[1] },
        text: [given.headline, ...given.words, given.understood, given.provenance].join('\n'),
      },
    }
  })
const key = fc.oneof(
  fc.constant('slack:T0123456789/C0123456789/1700000000.000100'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.constant('k'.repeat(3_000)),
)

test('a message of any reply keeps to every limit, in each of its plainer forms too', ({ expect }) => {
  fc.assert(
    fc.property(
      reply,
      key,
      fc.option(fc.constant('F0123456789')),
      fc.boolean(),
      (given, of, pictureFile, isWhispered) => {
        const message = messageOf(given, of, { pictureFile, isWhispered })
        for (const form of [message, ...plainer(message)]) {
          expect(checkPayload('chat.postMessage', { ...form }, new Set())).toEqual([])
          expect(form.text.length).toBeLessThanOrEqual(3_900)
          expect(wordsIn(form.blocks)).toBeLessThan(11_000)
        }
        expect(message.text).not.toBe('')
      },
    ),
    runs(300),
  )
})

const kpi: fc.Arbitrary<KpiState> = fc.record({
  label: text,
  definition: nullable,
  owner: nullable,
  question: text,
  now: fc.option(
    fc.record({
      value: text,
      period: text,
      change: fc.option(
        fc.record({
          words: text,
          direction: fc.constantFrom('up', 'down', 'flat'),
          isGood: fc.option(fc.boolean()),
        }),
      ),
      spark: fc.array(fc.double(), { maxLength: 30 }),
    }),
  ),
})
const manyKpis = fc.oneof(
  fc.array(kpi, { maxLength: 6 }),
  kpi.map((each) => Array.from({ length: 60 }, () => each)),
)
const overview: fc.Arbitrary<Overview> = fc.record({
  name: nullable,
  questions: fc.array(text, { maxLength: 12 }),
  groups: fc.oneof(
    fc.array(fc.record({ label: text, kpis: manyKpis }), { maxLength: 6 }),
    fc.record({ label: text, kpis: manyKpis }).map((each) => Array.from({ length: 150 }, () => each)),
  ),
  follows: fc.array(text, { maxLength: 60 }),
  help: fc.array(text, { maxLength: 20 }),
})

test('App Home holds catalogs of any size', ({ expect }) => {
  fc.assert(
    fc.property(overview, (given) => {
      expect(checkPayload('views.publish', { view: homeView(given) }, new Set())).toEqual([])
      const prompts = promptsOf(given.questions)
      if (prompts.length > 0)
        expect(checkPayload('assistant.threads.setSuggestedPrompts', { prompts }, new Set())).toEqual([])
    }),
    runs(300),
  )
})

test('the feedback form keeps to every limit', ({ expect }) => {
  const view = feedbackModal({
    key: 'k'.repeat(300),
    place: `slack:${'t'.repeat(200)}/${'c'.repeat(200)}/${'1'.repeat(200)}`,
  })
  expect(checkPayload('views.open', { view }, new Set())).toEqual([])
})

/** The length of all texts in blocks. */
function wordsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + wordsIn(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [name, each]) =>
      sum + (typeof each === 'string' && (name === 'text' || name === 'alt_text') ? each.length : wordsIn(each)),
    0,
  )
}
