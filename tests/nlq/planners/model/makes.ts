/** What endpoints of other makes answer, in the shapes of their public documentation and of errors that people report. */
import { gzipSync } from 'node:zlib'
import type { Step } from '../../../support/openai-server.ts'

const plan = '{"kind":"query"}'

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_760_000_000, model: 'm' }

/** A stream of these choices, as most send it. */
export function stream(...events: readonly object[]): string {
  return `${events.map((event) => `data: ${JSON.stringify({ ...head, ...event })}\n\n`).join('')}data: [DONE]\n\n`
}

export function piece(delta: object, finish: string | null = null): object {
  return { choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] }
}

/** Whole, for all that a stream was asked for. */
function whole(message: object, more: object = {}): string {
  const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }]
  return JSON.stringify({ ...head, object: 'chat.completion', choices, ...more }, null, 2)
}

const json = { 'content-type': 'application/json' }

/** Each of them says the plan. */
export const answers: Readonly<Record<string, Step>> = {
  'OpenAI, usage last': {
    raw: stream(piece({ role: 'assistant', content: '', refusal: null }), piece({ content: plan }), piece({}, 'stop'), {
      choices: [],
      usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 },
    }),
  },
  'Azure, what it filters first': {
    raw: stream(
      { choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] },
      { ...piece({ role: 'assistant', content: plan }), usage: null },
      piece({}, 'stop'),
    ),
  },
  'OpenRouter, comments between': {
    raw: `: OPENROUTER PROCESSING\n\n${stream(piece({ role: 'assistant', content: plan, reasoning: null }), piece({ content: '' }, 'stop'))}`,
  },
  'a model that thinks beside its answer (DeepSeek, vLLM)': {
    raw: stream(
      piece({ role: 'assistant', content: null, reasoning_content: 'A {plan} is wanted.' }),
      piece({ content: plan, reasoning_content: null }),
      piece({ content: '' }, 'stop'),
    ),
  },
  'a model that thinks in its answer (Ollama, llama.cpp)': {
    raw: stream(
      piece({ role: 'assistant', content: '<think>\nA {plan}?\n</think>\n\n' }),
      piece({ content: plan }, 'stop'),
    ),
  },
  'thoughts whose beginning is in the template': {
    raw: stream(piece({ content: `So {it} is.</think>${plan}` }, 'stop')),
  },
  'parts instead of text (Mistral)': {
    raw: stream(
      piece({ role: 'assistant', content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'A {plan}.' }] }] }),
      piece({ content: [{ type: 'text', text: plan }] }, 'stop'),
    ),
  },
  'a tool called with an object (Ollama, older)': {
    raw: stream(
      piece({
        role: 'assistant',
        content: '',
        tool_calls: [{ function: { name: 'plan', arguments: { kind: 'query' } } }],
      }),
      piece({}, 'tool_calls'),
    ),
  },
  'no role, no end but the last line': { raw: stream(piece({ content: plan })) },
  'usage of Groq': {
    raw: stream(piece({ content: plan }), {
      ...piece({}, 'stop'),
      x_groq: { usage: { prompt_tokens: 9, completion_tokens: 4 } },
    }),
  },
  'lines that end as in Windows, no blank behind the colon': {
    raw: stream(piece({ content: plan }), piece({}, 'stop'))
      .replaceAll('\n', '\r\n')
      .replaceAll('data: ', 'data:'),
  },
  'whole, though a stream was asked for': { raw: whole({ content: plan }), headers: json },
  'whole, with an object for content': { raw: whole({ content: { kind: 'query' } }, { usage: null }), headers: json },
  'words around it': { raw: whole({ content: `Sure!\n\`\`\`json\n${plan}\n\`\`\`` }), headers: json },
  packed: {
    raw: gzipSync(stream(piece({ content: plan }), piece({}, 'stop'))),
    headers: { 'content-encoding': 'gzip' },
  },
}

/** Each of them is no answer: why not. */
export const failures: readonly (readonly [make: string, step: Step, failure: string, says: RegExp])[] = [
  ['no choices', { raw: whole({}, { choices: [] }), headers: json }, 'unusable output', /empty/],
  [
    'Ollama, without the model',
    {
      ...said(404, {
        message: 'model "x" not found, try pulling it first',
        type: 'api_error',
        param: null,
        code: null,
      }),
    },
    'refused',
    /no such model/,
  ],
  [
    'vLLM, before it had schemas',
    {
      raw: JSON.stringify({
        object: 'error',
        message: "[{'type': 'extra_forbidden'}]",
        type: 'BadRequestError',
        param: null,
        code: 400,
      }),
      status: 400,
      headers: json,
    },
    'request refused',
    /400/,
  ],
  [
    'a prompt too long',
    said(400, { message: "This model's maximum context length is 2048 tokens.", code: 'context_length_exceeded' }),
    'request refused',
    /longer than it takes/,
  ],
  [
    'a body too large',
    { raw: '<html>413 Request Entity Too Large</html>', status: 413 },
    'request refused',
    /longer than it takes/,
  ],
  ['nothing paid', said(402, { message: 'Insufficient credits', code: 402 }), 'unreachable', /paid for/],
  ['a model that may not be used', said(403, { message: 'no access' }), 'refused', /key/],
  [
    'too many at a time, for an hour',
    { ...said(429, { message: 'slow down' }), headers: { ...json, 'retry-after': '3600' } },
    'unreachable',
    /no more requests/,
  ],
  [
    'too many, until a day',
    { ...said(429, { message: 'slow down' }), headers: { ...json, 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' } },
    'unreachable',
    /no more requests/,
  ],
  [
    'too many, for ever',
    { ...said(429, { message: 'slow down' }), headers: { ...json, 'retry-after': `1${'0'.repeat(300)}` } },
    'unreachable',
    /no more requests/,
  ],
  [
    'an error in a stream that began (OpenRouter)',
    {
      raw: stream(piece({ content: '{"ki' }), {
        error: { code: 429, message: 'Rate limited upstream' },
        ...piece({}, 'error'),
      }),
    },
    'unreachable',
    /no more requests/,
  ],
  [
    'an error with status 200',
    { raw: JSON.stringify({ error: { message: 'Provider returned error', code: 503 } }), headers: json },
    'unreachable',
    /503/,
  ],
  [
    'a page of a portal',
    { raw: '\n<!doctype html><title>Log in</title>', headers: { 'content-type': 'text/html' } },
    'refused',
    /web page/,
  ],
  ['another service', { raw: '{"hello": "world"}', headers: json }, 'refused', /no chat completion/],
  ['what is no JSON', { raw: 'data: {"choices": [\n\n' }, 'unusable output', /no JSON/],
  ['nothing', { raw: '' }, 'unreachable', /ended before/],
  [
    'a stream without an end',
    { raw: stream(piece({ content: '{"kind":' })).replace('data: [DONE]', '') },
    'unreachable',
    /ended before/,
  ],
  ['a line cut in the middle of a piece', { raw: 'data: {"choices": [{"del', isCut: true }, 'unreachable', /broke/],
  ['50 MB on one line', { raw: pieces(`"${'x'.repeat(99_999)}`, 500) }, 'unusable output', /4 MB/],
  [
    'an answer that does not end',
    { raw: pieces(stream(piece({ content: '{'.repeat(1_000) })).replace('data: [DONE]', ''), 50_000) },
    'unusable output',
    /longer than/,
  ],
  ['comments for ever', { raw: pieces(`${': waiting'.repeat(1_000)}\n\n`, 50_000) }, 'unusable output', /4 MB/],
  ['an error of 50 MB', { raw: pieces('y'.repeat(100_000), 500), status: 403 }, 'refused', /key/],
]

function said(status: number, error: object): { raw: string; status: number; headers: Record<string, string> } {
  return { raw: JSON.stringify({ error }), status, headers: json }
}

function* pieces(piece: string, times: number): Generator<string> {
  for (let time = 0; time < times; time++) yield piece
}
