/** Words that do something with an alert, where it is plain which one is meant: in its thread, or with its number. */
import type { AlertAct } from './message.ts'

export interface AlertSaid {
  readonly act: AlertAct
  /** Of the alert, as it was said; null: the one that is spoken under. */
  readonly number: number | null
}

const it = '(?: it| this| that| the alert| this alert| that alert)?'
const rule = '(?: it| this| that| the rule| this rule| the alert| this alert)?(?: here)?'

/** Whole texts: everything else is a question, and is read as one. */
const said: readonly (readonly [act: AlertAct, pattern: string])[] = [
  ['acknowledge', `ack${it}|acked|acknowledge${it}|acknowledged|(?:i am |im )?on it|i (?:will )?take it|ill take it`],
  ['snooze_1h', `snooze${it}(?: for)? (?:1 ?h|1 hour|an hour|one hour|60 ?min|60 minutes)|snooze${it}`],
  ['snooze_tomorrow', `snooze${it}(?: until| till)? tomorrow(?: morning)?`],
  [
    'snooze_recovers',
    `snooze${it} (?:until|till) (?:it |this )?(?:recovers|resolves|is over|ends|is normal(?: again)?)`,
  ],
  ['unsnooze', `unsnooze${it}|wake${it}(?: up)?|end (?:the )?snooze|stop snoozing`],
  ['mute', `mute${rule}`],
  ['unmute', `unmute${rule}`],
  ['useful', `useful|that was useful|this is useful|this was useful|good alert`],
  [
    'not_useful',
    `(?:not|un) ?useful|useless|that was not useful|this is not useful|this was not useful|noise|noisy|false alarm`,
  ],
  ['take_back', `undo(?: it| that| this)?|take (?:it|that) back|take back`],
  [
    'why',
    `why|why is that|why did (?:it|that|this) happen|explain(?: it| this| that)?|what happened|what caused (?:it|this|that)`,
  ],
  ['open', `open${it}|(?:open|show)(?: me)? (?:the |its )?chart|chart`],
]
const patterns = said.map(([act, pattern]) => ({ act, pattern: new RegExp(`^(?:${pattern})$`) }))

/** Longer texts are no such words. */
const longest = 60

/** Null: these are other words. `ack 2` is of the second. */
export function alertSaid(text: string): AlertSaid | null {
  if (text.length > longest) return null
  const plain = text
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/[.,!?;:]+/g, ' ')
    .replace(/\b(?:please|pls|thanks|thank you|ok|okay)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  for (const { words, number } of withNumbers(plain)) {
    const found = patterns.find(({ pattern }) => pattern.test(words))
    if (found) return { act: found.act, number }
  }
  return null
}

/** The words as they are, and without a number before or after the last of them. */
function withNumbers(text: string): readonly { readonly words: string; readonly number: number | null }[] {
  const numbered = /^(.*?)(?: (?:alert|number|no|nr))?(?: #| )(\d{1,4})$/.exec(text)
  const between = /^(snooze|mute|ack|why|open) (?:alert )?#?(\d{1,4})( .*)$/.exec(text)
  return [
    { words: text, number: null },
    ...(numbered ? [{ words: numbered[1]!, number: Number(numbered[2]) }] : []),
    ...(between ? [{ words: `${between[1]}${between[3]}`, number: Number(between[2]) }] : []),
  ]
}
