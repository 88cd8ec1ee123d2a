import { list, object, text, type Json } from './json.ts'

/** Something that can be pressed or picked, and the action that pressing it makes. */
interface Pressable {
  readonly names: readonly string[]
  readonly action: Json
}

/** Finds what carries a label, seen or read out, an action id or a value, and gives the action that Slack would send. */
export function pressed(blocks: readonly Json[], name: string): Json {
  const pressables = blocks.flatMap(pressablesOf)
  const found =
    pressables.find(({ names }) => names.includes(name)) ??
    pressables.find(({ names }) => names.some((one) => one.startsWith(name)))
  if (!found) {
    const there = pressables.map(({ names }) => names[0]).join(' | ')
    throw new Error(`nothing here is called "${name}"; there are: ${there || 'no buttons or menus at all'}`)
  }
  return { ...found.action, action_ts: `${Date.now() / 1000}` }
}

function pressablesOf(block: Json): readonly Pressable[] {
  const elements = [...list(block['elements']), ...[block['accessory'], block['element']].filter(Boolean).map(object)]
  return elements.flatMap((element) =>
    elementPressables(element).map(({ names, action }) => ({
      names,
      action: { ...action, block_id: block['block_id'] },
    })),
  )
}

function elementPressables(element: Json): readonly Pressable[] {
  const shared = { type: element['type'], action_id: element['action_id'] }
  const id = text(element['action_id'])
  switch (element['type']) {
    case 'button':
    case 'icon_button': {
      const { value, style } = element
      const action = {
        ...shared,
        text: element['text'],
        ...(value !== undefined && { value }),
        ...(style !== undefined && { style }),
      }
      return [{ names: [label(element['text']), text(element['accessibility_label']), id, text(value)], action }]
    }
    case 'feedback_buttons':
      return ['positive_button', 'negative_button'].map((side) => {
        const button = object(element[side])
        return {
          names: [label(button['text']), text(button['value'])],
          action: { ...shared, text: button['text'], value: button['value'] },
        }
      })
    case 'overflow':
    case 'static_select':
    case 'radio_buttons':
      return optionsOf(element).map((option) => ({
        names: [label(option['text']), text(option['value'])],
        action: {
          ...shared,
          selected_option: option,
          ...(element['placeholder'] !== undefined && { placeholder: element['placeholder'] }),
        },
      }))
    default:
      return []
  }
}

function optionsOf(element: Json): readonly Json[] {
  return [...list(element['options']), ...list(element['option_groups']).flatMap((group) => list(group['options']))]
}

function label(value: unknown): string {
  return text(object(value)['text'])
}

/** A modal filled in: values by label, block id or action id, as `view_submission` carries them. */
export function filledIn(view: Json, values: Readonly<Record<string, string | readonly string[]>>): Json {
  const state: Record<string, Json> = {}
  const left = new Set(Object.keys(values))
  for (const block of list(view['blocks']).filter(({ type }) => type === 'input')) {
    const element = object(block['element'])
    const names = [label(block['label']), text(block['block_id']), text(element['action_id'])]
    const name = names.find((one) => one in values)
    const value = name === undefined ? undefined : values[name]
    if (name !== undefined) left.delete(name)
    if (
      value === undefined &&
      block['optional'] !== true &&
      element['initial_value'] === undefined &&
      element['initial_option'] === undefined
    ) {
      throw new Error(`"${names[0]}" must be filled in before this modal can be submitted`)
    }
    state[text(block['block_id'])] = { [text(element['action_id'])]: inputState(element, value) }
  }
  if (left.size > 0) throw new Error(`this modal has no field called ${[...left].join(', ')}`)
  return { ...view, state: { values: state } }
}

function inputState(element: Json, value: string | readonly string[] | undefined): Json {
  const type = element['type']
  const chosen = (name: string) => {
    const option = optionsOf(element).find((one) => label(one['text']) === name || one['value'] === name)
    if (!option)
      throw new Error(
        `"${name}" is not among ${optionsOf(element)
          .map((one) => label(one['text']))
          .join(' | ')}`,
      )
    return option
  }
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: typeof value === 'string' ? chosen(value) : (element['initial_option'] ?? null) }
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: (typeof value === 'string' ? [value] : (value ?? [])).map(chosen) }
    default:
      return { type, value: value ?? element['initial_value'] ?? null }
  }
}
