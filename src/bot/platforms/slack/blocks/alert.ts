/** An incident as Slack shows it: what happened, its picture, what explains it, and what can be done with it. */
import type { KnownBlock } from '@slack/types'
import type { Press } from '../../../message.ts'
import type { AlertShown, Offer, Reply } from '../../../reply.ts'
import { words } from '../words.ts'
import { actions, bold, button, context, overflow, select, type Pressable } from './elements.ts'
import { comfort, limits } from './limits.ts'
import { pictureBlocks } from './picture.ts'
import { printPressed } from './press-value.ts'
import { prose } from './prose.ts'

export function alertBlocks(reply: Reply, alert: AlertShown, key: string, pictureFile: string | null): KnownBlock[] {
  return [
    ...context([words.alertKind(alert.kind, alert.phase === 'resolved' ? 'resolved' : alert.severity)]),
    bold(reply.headline, comfort.headline),
    ...prose(alert.state.join('\n'), comfort.prose / 2),
    ...pictureBlocks(reply, pictureFile),
    ...prose(alert.lines.join('\n'), comfort.prose),
    ...context([alert.small]),
    ...actions(elementsOf(reply, alert.offers, key)),
  ]
}

/** What is done most is in sight, the snoozes are in a menu of their own, the rest is behind three dots: one row on a desktop. */
function elementsOf({ ways }: Reply, offers: readonly Offer[], key: string) {
  const of = (group: Offer['group']) =>
    offers.filter((offer) => offer.group === group).map((offer) => asked(offer, key))
  const more = of('more').slice(0, limits.overflowOptions)
  const fit = (all: readonly Pressable[]) => all.every(({ value }) => value.length <= limits.optionValue)
  const snoozes = of('snooze')
  return [
    ...of('first').map((each) => button(each)),
    ...ways.slice(0, 1).map(({ label }, index) => button(pressed({ kind: 'way', index }, `way.${index}`, label, key))),
    ...(fit(snoozes) ? [select('snooze', words.snooze, snoozes)] : snoozes.slice(0, 1).map((each) => button(each))),
    ...(more.length > 1 && fit(more) ? [overflow('more', more)] : more.map((each) => button(each))),
  ]
}

function asked({ act, label }: Offer, key: string): Pressable {
  return pressed({ kind: 'alert', act }, `alert.${act}`, label, key)
}

function pressed(press: Press, which: string, label: string, key: string) {
  return { action: 'press', which, label, value: printPressed({ key, press }) } as const
}
