import { checkBlocks } from './block-limits.ts'
import { checkCharacters, checkEscapes, checkMentions } from './markup-limits.ts'
import { checkString, checkText, type Finding, type Notes } from './element-limits.ts'
import { list, object, text, type Json } from './json.ts'

/** A payload that Slack would refuse, cut, or let disturb people. */
export interface Violation extends Finding {
  readonly method: string
}

/** Checks what the app sent with one call. `allowed` holds whom it may mention (a user id, `here`) and where it may link to. */
export function checkPayload(method: string, body: Json, allowed: ReadonlySet<string>): readonly Violation[] {
  const found: Violation[] = []
  const seen = { action_id: new Set<string>(), block_id: new Set<string>() }
  const notes: Notes = {
    add: (rule, at, detail) => found.push({ method, rule, at, detail }),
    mrkdwn(at, value) {
      checkMentions(notes, at, value, allowed)
      checkEscapes(notes, at, value)
    },
    speaks: (at, value) => checkMentions(notes, at, value, allowed),
    unique(kind, at, value) {
      if (seen[kind].has(value)) notes.add('not unique', at, `${kind} "${value}" is there twice`)
      seen[kind].add(value)
    },
  }
  const check = checks[method]
  check?.(notes, body)
  if (check) checkCharacters(notes, '', body)
  return found
}

/** The error that Slack answers such a payload with; undefined where it takes it all the same. */
export function refusalOf(violations: readonly Violation[]): string | undefined {
  const hard = violations.filter(({ rule }) => !harmless.has(rule))
  const [first] = hard
  if (!first) return undefined
  if (first.at.startsWith('view')) return 'invalid_arguments'
  if (first.rule === 'too many words') return 'msg_blocks_too_long'
  if (first.at === 'text') return 'msg_too_long'
  if (first.at.startsWith('metadata')) return 'metadata_too_large'
  return first.at.startsWith('blocks') ? 'invalid_blocks' : 'invalid_arguments'
}

/** Rules of ours: Slack takes the payload, but people would suffer. */
const harmless = new Set([
  'link',
  'unescaped',
  'control character',
  'ping',
  'no fallback text',
  'many buttons',
  'blocks left',
  'two of a name',
  'no alt text',
  'unsafe file name',
])

const checks: Readonly<Record<string, (notes: Notes, body: Json) => void>> = {
  'chat.postMessage': checkMessage,
  'chat.postEphemeral': checkMessage,
  'chat.update'(notes, body) {
    checkMessage(notes, body)
    // Slack's pages and its behaviour have disagreed on what happens to the blocks then.
    if (body['text'] !== undefined && body['blocks'] === undefined && body['attachments'] === undefined) {
      notes.add(
        'blocks left',
        'blocks',
        'an update with text alone must say what becomes of the blocks: send [] to remove them',
      )
    }
  },
  'chat.startStream': checkStream,
  'chat.appendStream': checkStream,
  'chat.stopStream'(notes, body) {
    checkStream(notes, body)
    if (body['blocks'] !== undefined) checkBlocks(notes, 'blocks', body['blocks'], 'message')
    checkMetadata(notes, body)
  },
  response_url: checkMessage,
  'views.open': checkView,
  'views.push': checkView,
  'views.update': checkView,
  'views.publish': checkView,
  'files.getUploadURLExternal'(notes, body) {
    checkString(notes, 'filename', body['filename'], 255)
    if (/[\p{Cc}\p{Cf}/\\<>|:"*?]/u.test(text(body['filename']))) {
      notes.add(
        'unsafe file name',
        'filename',
        `"${text(body['filename'])}" holds characters that file names should not`,
      )
    }
    if (!(Number(body['length']) > 0)) notes.add('number', 'length', 'the size in bytes is needed, and above zero')
    if (body['alt_txt'] !== undefined) notes.add('unknown field', 'alt_txt', 'the argument is called alt_text')
    if (body['alt_text'] !== undefined) checkString(notes, 'alt_text', body['alt_text'], 1000)
    const picture = /\.(png|jpe?g|gif|webp)$/i.test(text(body['filename']))
    if (picture && !text(body['alt_text']))
      notes.add('no alt text', 'alt_text', 'a picture needs words for those who do not see it')
  },
  'files.completeUploadExternal'(notes, body) {
    if (body['initial_comment'] !== undefined) checkWords(notes, 'initial_comment', text(body['initial_comment']))
    if (body['blocks'] !== undefined) checkBlocks(notes, 'blocks', body['blocks'], 'message')
  },
  'assistant.threads.setStatus'(notes, body) {
    checkString(notes, 'status', body['status'], 1000, 0)
    const loading = body['loading_messages']
    if (loading !== undefined && (!Array.isArray(loading) || loading.length > 10))
      notes.add('count', 'loading_messages', 'at most 10')
  },
  'assistant.threads.setSuggestedPrompts'(notes, body) {
    const prompts = list(body['prompts'])
    if (prompts.length < 1 || prompts.length > 4)
      notes.add('count', 'prompts', `${prompts.length} prompts, 1 to 4 allowed`)
    for (const [i, prompt] of prompts.entries()) {
      checkString(notes, `prompts[${i}].title`, prompt['title'], 200)
      checkString(notes, `prompts[${i}].message`, prompt['message'], 3000)
    }
  },
}

function checkMessage(notes: Notes, body: Json): void {
  const words = text(body['text'])
  checkWords(notes, 'text', words)
  if (body['link_names'] === true || body['parse'] === 'full') {
    notes.add('ping', 'link_names', 'names in the text become pings')
  }
  checkMetadata(notes, body)
  if (body['blocks'] === undefined) return
  checkBlocks(notes, 'blocks', body['blocks'], 'message')
  if (!words && list(body['blocks']).length > 0)
    notes.add('no fallback text', 'text', 'notifications and screen readers have nothing to say')
  const buttons = list(body['blocks'])
    .filter((block) => block['type'] === 'actions')
    .map((block) => list(block['elements']).filter((element) => element['type'] === 'button').length)
  if (buttons.some((count) => count > 5))
    notes.add('many buttons', 'blocks', `${Math.max(...buttons)} buttons in one row`)
}

function checkWords(notes: Notes, at: string, words: string): void {
  if (words.length > 40_000) notes.add('too long', at, `${words.length} characters, 40000 allowed`)
  notes.mrkdwn(at, words)
}

function checkStream(notes: Notes, body: Json): void {
  const words = text(body['markdown_text'])
  if (words.length > 12_000) notes.add('too long', 'markdown_text', `${words.length} characters, 12000 allowed`)
  notes.speaks('markdown_text', words)
}

function checkMetadata(notes: Notes, body: Json): void {
  if (body['metadata'] === undefined) return
  const metadata = object(body['metadata'])
  checkString(notes, 'metadata.event_type', metadata['event_type'], 255)
  const payload = metadata['event_payload']
  if (typeof payload !== 'object' || payload === null)
    notes.add('missing', 'metadata.event_payload', 'an object is needed')
  const bytes = Buffer.byteLength(JSON.stringify(metadata))
  // Slack publishes no figure; its server starts refusing at about 16 KB.
  if (bytes > 16_000) notes.add('too long', 'metadata', `${bytes} bytes`)
}

function checkView(notes: Notes, body: Json): void {
  const view = object(body['view'])
  const surface = view['type'] === 'home' ? 'home' : 'modal'
  if (view['type'] !== 'home' && view['type'] !== 'modal') notes.add('view type', 'view.type', 'modal or home')
  checkBlocks(notes, 'view.blocks', view['blocks'], surface)
  for (const field of ['private_metadata', 'callback_id', 'external_id']) {
    if (view[field] !== undefined)
      checkString(notes, `view.${field}`, view[field], field === 'private_metadata' ? 3000 : 255, 0)
  }
  const bytes = Buffer.byteLength(JSON.stringify(view))
  if (bytes > 250_000) notes.add('too long', 'view', `${bytes} bytes, 250000 allowed`)
  if (surface === 'home') return
  checkText(notes, 'view.title', view['title'], 24, 'plain')
  for (const field of ['submit', 'close'])
    if (view[field] !== undefined) checkText(notes, `view.${field}`, view[field], 24, 'plain')
  const hasInput = list(view['blocks']).some((block) => block['type'] === 'input')
  if (hasInput && view['submit'] === undefined)
    notes.add('missing', 'view.submit', 'a modal with inputs needs a submit button')
}
