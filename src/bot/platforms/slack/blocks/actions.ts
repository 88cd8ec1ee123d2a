/** Everything that can be clicked, by the first part of its `action_id`; what follows a dot only makes it unique. */

export const ACTIONS = {
  /** A button of a reply; its value is read by `parsePressed`. */
  press: 'press',
  /** A select or an overflow menu of a reply; the chosen option's value is read by `parsePressed`. */
  pick: 'pick',
  /** Thumbs; the value is read by `parseVerdict`. */
  feedback: 'feedback',
  /** A question as the button's or option's value, to be asked as if it were typed: App Home. */
  ask: 'ask',
} as const

export type Action = keyof typeof ACTIONS

/** `press.3` */
export function actionId(action: Action, which: string | number): string {
  return `${ACTIONS[action]}.${which}`
}

/** What Bolt matches an action's clicks by. */
export function actionPattern(action: Action): RegExp {
  return new RegExp(`^${ACTIONS[action]}\\.`)
}

/** The `callback_id` of modals. */
export const CALLBACKS = { feedback: 'feedback' } as const
