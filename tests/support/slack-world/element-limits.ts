import { list, object, text, type Json } from './json.ts'

/** Where a rule was broken, in words that point at the field. */
export interface Finding {
  readonly rule: string
  readonly at: string
  readonly detail: string
}

/** Collects what is wrong with one payload. */
export interface Notes {
  add(rule: string, at: string, detail: string): void
  /** Text that Slack reads as mrkdwn: it can ping people and must be escaped. */
  mrkdwn(at: string, value: string): void
  /** Text that can ping and link, but has no escapes of Slack's own. */
  speaks(at: string, value: string): void
  unique(kind: 'action_id' | 'block_id', at: string, value: string): void
}

/** A string that must be there and must not be too long. */
export function checkString(notes: Notes, at: string, value: unknown, most: number, least = 1): void {
  if (typeof value !== 'string')
    notes.add('missing', at, `a text is needed here, not ${JSON.stringify(value) ?? 'nothing'}`)
  else if (value.length < least) notes.add('empty', at, 'the text is empty')
  else if (value.length > most) notes.add('too long', at, `${value.length} characters, ${most} allowed`)
}

/** A list that must hold between so many and so many. */
export function checkCount(notes: Notes, at: string, value: unknown, least: number, most: number): void {
  const count = Array.isArray(value) ? value.length : -1
  if (count < 0) notes.add('missing', at, 'a list is needed here')
  else if (count < least || count > most) notes.add('count', at, `${count} entries, ${least} to ${most} allowed`)
}

/** A text object: of an allowed type, not empty, not too long. */
export function checkText(notes: Notes, at: string, value: unknown, most: number, types: 'plain' | 'any'): void {
  const given = object(value)
  const type = given['type']
  if (type !== 'plain_text' && type !== 'mrkdwn') {
    notes.add('text type', at, `plain_text or mrkdwn is needed here, not ${JSON.stringify(type) ?? 'nothing'}`)
  } else if (types === 'plain' && type !== 'plain_text') {
    notes.add('text type', at, 'only plain_text is allowed here')
  }
  if (type === 'plain_text' && 'verbatim' in given) notes.add('unknown field', at, 'plain_text has no "verbatim"')
  if (type === 'mrkdwn' && 'emoji' in given) notes.add('unknown field', at, 'mrkdwn has no "emoji"')
  checkString(notes, `${at}.text`, given['text'], most)
  if (type === 'mrkdwn') notes.mrkdwn(`${at}.text`, text(given['text']))
}

/** A button, a menu, a field: anything that people press or fill in. */
export function checkElement(notes: Notes, at: string, element: Json): void {
  const type = text(element['type'])
  if (type !== 'image' && type !== 'feedback_buttons' && element['action_id'] === undefined) {
    notes.add('missing', `${at}.action_id`, 'without it nobody can tell what was pressed')
  }
  if (element['action_id'] !== undefined) {
    checkString(notes, `${at}.action_id`, element['action_id'], 255)
    notes.unique('action_id', `${at}.action_id`, text(element['action_id']))
  }
  if (element['confirm'] !== undefined) checkConfirm(notes, `${at}.confirm`, object(element['confirm']))
  if (element['placeholder'] !== undefined) checkText(notes, `${at}.placeholder`, element['placeholder'], 150, 'plain')
  switch (type) {
    case 'button':
      checkText(notes, `${at}.text`, element['text'], 75, 'plain')
      if (element['value'] !== undefined) checkString(notes, `${at}.value`, element['value'], 2000, 0)
      if (element['url'] !== undefined) checkString(notes, `${at}.url`, element['url'], 3000)
      if (element['accessibility_label'] !== undefined)
        checkString(notes, `${at}.accessibility_label`, element['accessibility_label'], 75)
      checkStyle(notes, at, element['style'])
      return
    case 'overflow':
      checkOptions(notes, at, element, 2, 5)
      return
    case 'radio_buttons':
    case 'checkboxes':
      checkOptions(notes, at, element, 1, 10)
      return
    case 'static_select':
    case 'multi_static_select':
      checkSelect(notes, at, element)
      return
    case 'plain_text_input':
      if (Number(element['max_length'] ?? 1) > 3000) notes.add('too long', `${at}.max_length`, 'at most 3000')
      return
    case 'feedback_buttons':
      for (const side of ['positive_button', 'negative_button']) {
        const button = object(element[side])
        checkText(notes, `${at}.${side}.text`, button['text'], 75, 'plain')
        checkString(notes, `${at}.${side}.value`, button['value'], 2000)
        if (button['accessibility_label'] !== undefined)
          checkString(notes, `${at}.${side}.accessibility_label`, button['accessibility_label'], 75)
      }
      return
    case 'icon_button':
      checkText(notes, `${at}.text`, element['text'], 75, 'plain')
      checkString(notes, `${at}.icon`, element['icon'], 75)
      return
    case 'image':
      checkImage(notes, at, element)
      return
    default:
      if (!simpleElements.has(type)) notes.add('unknown element', at, `Slack has no element "${type}"`)
  }
}

const simpleElements = new Set([
  'channels_select',
  'conversations_select',
  'users_select',
  'external_select',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_users_select',
  'multi_external_select',
  'datepicker',
  'datetimepicker',
  'timepicker',
  'email_text_input',
  'number_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
  'workflow_button',
])

/** A picture: one source, words for those who do not see it. */
export function checkImage(notes: Notes, at: string, image: Json): void {
  checkString(notes, `${at}.alt_text`, image['alt_text'], 2000)
  const sources = [image['image_url'], image['slack_file']].filter((source) => source !== undefined)
  if (sources.length !== 1) notes.add('image source', at, 'exactly one of image_url and slack_file is needed')
  if (image['image_url'] !== undefined) checkString(notes, `${at}.image_url`, image['image_url'], 3000)
  if (image['title'] !== undefined) checkText(notes, `${at}.title`, image['title'], 2000, 'plain')
}

function checkSelect(notes: Notes, at: string, element: Json): void {
  const groups = element['option_groups']
  if ((groups === undefined) === (element['options'] === undefined)) {
    notes.add('options', at, 'exactly one of options and option_groups is needed')
  }
  if (groups === undefined) {
    checkOptions(notes, at, element, 1, 100)
    return
  }
  checkCount(notes, `${at}.option_groups`, groups, 1, 100)
  for (const [i, group] of list(groups).entries()) {
    checkText(notes, `${at}.option_groups[${i}].label`, group['label'], 75, 'plain')
    checkOptions(notes, `${at}.option_groups[${i}]`, group, 1, 100)
  }
}

function checkOptions(notes: Notes, at: string, holder: Json, least: number, most: number): void {
  checkCount(notes, `${at}.options`, holder['options'], least, most)
  const options = list(holder['options'])
  const seen = new Set<string>()
  for (const [i, option] of options.entries()) {
    const here = `${at}.options[${i}]`
    const free = holder['type'] === 'radio_buttons' || holder['type'] === 'checkboxes'
    checkText(notes, `${here}.text`, option['text'], 75, free ? 'any' : 'plain')
    checkString(notes, `${here}.value`, option['value'], 150)
    if (option['description'] !== undefined)
      checkText(notes, `${here}.description`, option['description'], 75, free ? 'any' : 'plain')
    const value = text(option['value'])
    if (seen.has(value)) notes.add('not unique', `${here}.value`, `"${value}" is there twice`)
    seen.add(value)
  }
  const initial = holder['initial_option']
  if (initial !== undefined && !options.some((option) => JSON.stringify(option) === JSON.stringify(initial))) {
    notes.add('initial option', `${at}.initial_option`, 'it must be exactly one of the options')
  }
}

function checkStyle(notes: Notes, at: string, style: unknown): void {
  if (style !== undefined && style !== 'primary' && style !== 'danger') {
    notes.add('style', `${at}.style`, 'primary or danger, or none')
  }
}

function checkConfirm(notes: Notes, at: string, confirm: Json): void {
  checkText(notes, `${at}.title`, confirm['title'], 100, 'plain')
  checkText(notes, `${at}.text`, confirm['text'], 300, 'any')
  checkText(notes, `${at}.confirm`, confirm['confirm'], 30, 'plain')
  checkText(notes, `${at}.deny`, confirm['deny'], 30, 'plain')
}
