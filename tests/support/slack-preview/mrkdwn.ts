/**
 * Slack's markup as HTML: `*bold*`, `<https://…|links>`, `<!channel>`, `:emoji:` and all else that text from data must not
 * become. Where Slack would ping or link, so does this, so that a value that was not escaped is seen.
 */
import { emoji, textWithEmoji } from './emoji.ts'
import { html, type Html } from './html.ts'

interface How {
  /** Whether bare addresses stay text. */
  readonly verbatim: boolean
}

export function mrkdwn(text: string, how: How): Html {
  const parts = text.split(/(```[\s\S]+?```)/)
  return html`${parts.map((part) => {
    const fence = /^```\n?([\s\S]+?)\n?```$/.exec(part)
    return fence ? html`<pre class="code">${unescape(fence[1] ?? '')}</pre>` : lines(part, how)
  })}`
}

function lines(text: string, how: How): Html {
  const stretches: { isQuote: boolean; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const isQuote = /^(?:&gt;|>)/.test(line)
    const last = stretches.at(-1)
    const bare = isQuote ? line.replace(/^(?:&gt;|>) ?/, '') : line
    if (last?.isQuote === isQuote) last.lines.push(bare)
    else stretches.push({ isQuote, lines: [bare] })
  }
  return html`${stretches.map((stretch) => {
    const within = stretch.lines.map((line, index) => html`${index > 0 ? html`<br />` : null}${inline(line, how)}`)
    return stretch.isQuote ? html`<blockquote>${within}</blockquote>` : html`${within}`
  })}`
}

type Rule = readonly [RegExp, (found: RegExpExecArray, how: How) => Html]

const before = String.raw`(?<![\p{L}\p{N}])`
const after = String.raw`(?![\p{L}\p{N}])`

function paired(sign: string): RegExp {
  return new RegExp(`${before}${sign}(?=\\S)([^${sign}\\n]*[^\\s${sign}])${sign}${after}`, 'u')
}

const rules: readonly Rule[] = [
  [/`([^`\n]+)`/, ([, code = '']) => html`<code>${unescape(code)}</code>`],
  [/<!(channel|here|everyone)(?:\|[^>]*)?>/, ([, who = '']) => html`<span class="ping">@${who}</span>`],
  [/<@([^>|]+)(?:\|([^>]*))?>/, ([, id = '', name]) => html`<span class="mention">@${name ?? id}</span>`],
  [/<!subteam\^([^>|]+)(?:\|([^>]*))?>/, ([, id = '', name]) => html`<span class="ping">${name ?? `@${id}`}</span>`],
  [/<#([^>|]+)(?:\|([^>]*))?>/, ([, id = '', name]) => html`<span class="mention">#${name ?? id}</span>`],
  [/<!date\^[^|>]*\|([^>]*)>/, ([, instead = '']) => html`${unescape(instead)}`],
  [
    /<((?:https?|mailto|tel|slack):[^>|\s]+)(?:\|([^>]*))?>/,
    ([, address = '', label]) => html`<a>${unescape(label ?? address)}</a>`,
  ],
  [paired(String.raw`\*`), ([, text = ''], how) => html`<b>${inline(text, how)}</b>`],
  [paired('_'), ([, text = ''], how) => html`<i>${inline(text, how)}</i>`],
  [paired('~'), ([, text = ''], how) => html`<s>${inline(text, how)}</s>`],
  [/:([a-z0-9_+-]+):/, ([, name = '']) => emoji(name)],
]

const address =
  /https?:\/\/[^\s<>]+|(?<![\p{L}\p{N}@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|de|eu|co)\b[^\s<>]*/iu
const bareRules: readonly Rule[] = [
  ...rules,
  [address, ([found]) => html`<a>${unescape(found)}</a>`],
  [
    new RegExp(`${before}@(channel|here|everyone)${after}`, 'u'),
    ([found]) => html`<span class="mention">${found}</span>`,
  ],
]

/** The first rule that applies, then what is left on either side. */
function inline(text: string, how: How): Html {
  let first: { found: RegExpExecArray; make: Rule[1] } | null = null
  for (const [pattern, make] of how.verbatim ? rules : bareRules) {
    const found = pattern.exec(text)
    if (found && (first === null || found.index < first.found.index)) first = { found, make }
  }
  if (first === null) return textWithEmoji(unescape(text))
  const { found, make } = first
  const rest = text.slice(found.index + found[0].length)
  return html`${textWithEmoji(unescape(text.slice(0, found.index)))}${make(found, how)}${inline(rest, how)}`
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
