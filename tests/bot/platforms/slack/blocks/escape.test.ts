import fc from 'fast-check'
import { test } from 'vitest'
import { code, cut, fileName, line, lines, markup } from '../../../../../src/bot/platforms/slack/blocks/escape.ts'
import { runs } from '../../../../support/runs.ts'

// oxfmt-ignore
const pieces = [
  '<!channel>', '<!here|x>', '<@U123>', '<#C1|x>', '@here', '@channel', '<https://evil.example|bank>', '&lt;!channel&gt;',
  'https://evil.example', 'www.evil.example', 'evil.example', 'ana@evil.example', '*bold*', '_it_', '~no~', '`code`',
  '```', '\n> quote', '\n>>> all', ':smile:', '\u202Eevil', '\u200B', '\u2066', '\r\n', '\u0000', '\uD800', '👩‍👩‍👧', '@\u200Bhere',
]
/** Everything that Slack would read as more than text, in between anything at all. */
const hostile = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...pieces)), { maxLength: 12 })
  .map((parts) => parts.join(' '))

/** What Slack does with a message's text, as its documentation has it: control sequences, links, formatting, emoji. */
const meaning = [
  /<[^>]*>/,
  /[<>]/,
  /&(?!amp;|lt;|gt;)/,
  /@(here|channel|everyone|\w)/,
  /:\/\//,
  /\bwww\.\w/,
  /[\p{L}\p{N}]\.\p{L}/u,
  /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/u,
  /^(>|&gt;)/m,
  /:[a-z0-9_+'-]+:/,
]

const hidden = /(?!\n)\p{Cc}|\p{Surrogate}|[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u

test('nothing in a text pings, links, formats or becomes an emoji, whatever stood in the data', ({ expect }) => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 20, max: 400 }), (text, most) => {
      const safe = markup(text, most)
      for (const pattern of meaning) expect(safe).not.toMatch(pattern)
      expect(safe.length).toBeLessThanOrEqual(most)
      expect(safe).not.toBe('')
    }),
    runs(2_000),
  )
})

test('lines hold no hidden characters and keep to their length', ({ expect }) => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, most) => {
      const one = line(text, most)
      expect(one).not.toMatch(/\n/)
      for (const safe of [one, lines(text, most), code(text, most)]) {
        expect(safe).not.toMatch(hidden)
        expect(safe).not.toBe('')
        expect(safe.length).toBeLessThanOrEqual(most)
      }
    }),
    runs(2_000),
  )
})

test.for([
  ['R&D <EMEA>', 'R&amp;D &lt;EMEA&gt;'],
  ['> quoted', '› quoted'],
  ['a > b', 'a &gt; b'],
  ['*Total* of 3*4', '∗Total∗ of 3*4'],
  ['kpi.sales_hourly', 'kpi.\u2060sales_hourly'],
  ['1,234.50', '1,234.50'],
  ['12:30', '12:\u206030'],
  ['Why? @ana', 'Why? @\u2060ana'],
])('"%s" is written as "%s"', ([text, expected], { expect }) => {
  expect(markup(text!, 100)).toBe(expected)
})

test('an escape is not cut in two', ({ expect }) => {
  expect(markup('<'.repeat(100), 22)).toBe('&lt;&lt;&lt;&lt;&lt;…')
})

test('a family is not cut apart from its last member', ({ expect }) => {
  expect(line('a 👩‍👩‍👧 b', 20)).toBe('a 👩‍👩‍👧 b')
  expect(cut('ab👩‍👩‍👧', 6)).toBe('ab👩…')
})

test.for([
  ['revenue last week?.csv', 'revenue-last-week.csv'],
  ['../../etc/passwd', 'etc-passwd'],
  ['<!channel>.CSV', 'channel.csv'],
  ['売上 2026.csv', '売上-2026.csv'],
  ['\u202Egnp.exe', 'gnp.exe'],
  ['???', 'tidings'],
  ['', 'tidings'],
])('a file that would be called "%s" is called "%s"', ([name, expected], { expect }) => {
  expect(fileName(name!)).toBe(expected)
})

test('file names are short and hold no more than letters, digits, dashes and one dot', ({ expect }) => {
  fc.assert(
    fc.property(hostile, (name) => {
      expect(fileName(name)).toMatch(/^[\p{L}\p{N}\p{M}-]{1,60}(\.[a-z0-9]{1,8})?$/u)
    }),
  )
})
