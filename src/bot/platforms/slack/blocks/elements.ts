/** The pieces that payloads are made of. Each holds Slack's limits for whatever it is given, and none reads its text as markup. */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  RichTextBlock,
  RichTextSection,
  RichTextText,
  StaticSelect,
} from '@slack/types'
import { actionId, type Action } from './actions.ts'
import { code, line } from './escape.ts'
import { comfort, limits } from './limits.ts'

/** One line of plain text. */
export function plain(text: string, most: number): PlainTextElement {
  // Without `emoji`, `:name:` in a value stays what it is.
  return { type: 'plain_text', text: line(text, most), emoji: false }
}

/** Something to press: `which` makes its id unique in the message. */
export interface Pressable {
  readonly action: Action
  readonly which: string | number
  readonly label: string
  readonly value: string
}

/** Null when its value is one that Slack does not take, since it could not be pressed. */
export function button({ action, which, label, value }: Pressable, spoken = label): Button | null {
  if (value === '' || value.length > limits.buttonValue) return null
  const text = plain(label, limits.buttonText)
  const heard = line(spoken, limits.buttonText)
  return {
    type: 'button',
    action_id: actionId(action, which),
    text,
    value,
    ...(heard === text.text ? {} : { accessibility_label: heard }),
  }
}

export interface Choice {
  readonly label: string
  readonly value: string
}

/** Null when there is nothing to choose from. */
export function select(
  which: string,
  placeholder: string,
  choices: readonly Choice[],
  action: Action = 'pick',
): StaticSelect | null {
  const options = optionsOf(choices).slice(0, limits.selectOptions)
  if (options.length === 0) return null
  return {
    type: 'static_select',
    action_id: actionId(action, which),
    placeholder: plain(placeholder, limits.placeholder),
    options,
  }
}

/** The menu behind three dots; null for fewer than two choices, which Slack refuses. */
export function overflow(which: string, choices: readonly Choice[]): Overflow | null {
  const options = optionsOf(choices).slice(0, limits.overflowOptions)
  return options.length < 2 ? null : { type: 'overflow', action_id: actionId('pick', which), options }
}

function optionsOf(choices: readonly Choice[]): PlainTextOption[] {
  const values = new Set<string>()
  return choices.flatMap(({ label, value }) => {
    if (value === '' || value.length > limits.optionValue || values.has(value)) return []
    values.add(value)
    return [{ text: plain(label, limits.optionText), value }]
  })
}

type ActionElement = Button | StaticSelect | Overflow

/** What can be pressed, in rows of a few buttons; or nothing. */
export function actions(elements: readonly (ActionElement | null)[]): ActionsBlock[] {
  const rows: ActionElement[][] = []
  let buttons = 0
  for (const element of elements) {
    if (element === null) continue
    if (element.type === 'button') buttons += 1
    const row = rows.at(-1)
    if (row && buttons <= comfort.buttonsInRow && row.length < limits.actions) row.push(element)
    else {
      rows.push([element])
      buttons = element.type === 'button' ? 1 : 0
    }
  }
  return rows.map((row) => ({ type: 'actions', elements: row }))
}

/** Small print, each text on its own. */
export function context(texts: readonly string[]): ContextBlock[] {
  if (texts.length === 0) return []
  return [{ type: 'context', elements: texts.map((text) => plain(text, comfort.context)) }]
}

/** A stretch of rich text. */
export function run(text: string, style?: RichTextText['style']): RichTextText {
  return { type: 'text', text, ...(style ? { style } : {}) }
}

export function richSection(...elements: readonly RichTextText[]): RichTextSection {
  return { type: 'rich_text_section', elements: [...elements] }
}

export function rich(...elements: RichTextBlock['elements']): RichTextBlock {
  return { type: 'rich_text', elements }
}

/** A line that stands out. */
export function bold(text: string, most: number): RichTextBlock {
  return rich(richSection(run(line(text, most), { bold: true })))
}

/** Text with its white space, in fixed width. */
export function codeBlock(text: string, most: number): RichTextBlock {
  return rich({ type: 'rich_text_preformatted', elements: [run(code(text, most))] })
}
