/** What can be done with an answer: where to go on stands in sight, everything else is in menus. */
import type { Button, ContextActionsBlock, KnownBlock, Overflow, StaticSelect } from '@slack/types'
import { unverifiedSql } from '../../../ask-result.ts'
import type { Press } from '../../../message.ts'
import type { Reply, WayOn } from '../../../reply.ts'
import { chartNames, words } from '../words.ts'
import { actionId } from './actions.ts'
import { actions, button, overflow, select, type Choice, type Pressable } from './elements.ts'
import { comfort, limits } from './limits.ts'
import { printPressed, printVerdict } from './press-value.ts'

/** Two breakdowns have a button each; of more, one has one and a menu has the rest: one row on a desktop. */
const mostBreakdowns = 2
const mostQuestions = 2

/** The way at `index` of a reply, to be pressed. */
export function pressableWay(key: string, way: WayOn, index: number): Pressable {
  return pressable(key, { kind: 'way', index }, way.label)
}

/** Where to go from an answer. */
export function waysBlocks(reply: Reply, key: string, isWhispered: boolean): KnownBlock[] {
  const of = (group: Group) =>
    reply.ways.flatMap((way, index) => (groupOf(way) === group ? [pressableWay(key, way, index)] : []))
  const breakdowns = of('breakdown')
  const [compare, ...compares] = of('compare')
  const [, ...kinds] = reply.chartKinds
  const charts = kinds.map((chart) => pressable(key, { kind: 'chart', chart }, chartNames[chart]))
  const tools = compares.slice(0, limits.overflowOptions - 2)
  // What is neither a KpiQuery nor SQL cannot be asked anew by a press.
  const isQuery = reply.result.query !== null || unverifiedSql(reply.result) !== null
  if (isQuery && reply.result.sql !== null) tools.push(pressable(key, { kind: 'sql' }, words.showSql))
  if (isQuery && reply.table.length > 0) tools.push(pressable(key, { kind: 'csv' }, words.csv))
  return [
    ...actions([
      isQuery && isWhispered ? button(pressable(key, { kind: 'share' }, words.share)) : null,
      ...someInSight('breakdowns', words.moreBreakdowns, breakdowns, mostBreakdowns),
      compare ? button({ ...compare, label: words.compare(compare.label) }, compare.label) : null,
      ...inMenu(charts, (choices) => select('chart', words.changeChart, choices)),
      ...inMenu(tools, (choices) => overflow('tools', choices)),
    ]),
    ...actions(someInSight('questions', words.moreQuestions, of('next'), mostQuestions)),
  ]
}

/** Thumbs up and down. */
export function feedbackBlocks(key: string): ContextActionsBlock[] {
  const [good, bad] = [printVerdict({ key, isGood: true }), printVerdict({ key, isGood: false })]
  if (good.length > limits.buttonValue) return []
  const thumb = (emoji: string, spoken: string, value: string) =>
    ({ text: { type: 'plain_text', text: emoji, emoji: true }, accessibility_label: spoken, value }) as const
  return [
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: actionId('feedback', 'thumbs'),
          positive_button: thumb('👍', words.good, good),
          negative_button: thumb('👎', words.bad, bad),
        },
      ],
    },
  ]
}

type Group = 'breakdown' | 'compare' | 'next'

function groupOf(way: WayOn): Group {
  if (way.kind === 'words') return 'next'
  return way.group === 'choice' ? 'next' : way.group
}

function pressable(key: string, press: Press, label: string): Pressable {
  const which = press.kind === 'way' ? press.index : press.kind === 'chart' ? `chart.${press.chart}` : press.kind
  return { action: 'press', which, label, value: printPressed({ key, press }) }
}

type Element = Button | StaticSelect | Overflow | null

/** Up to `most` as buttons; of more, all but the last of those, and a menu. */
function someInSight(which: string, placeholder: string, all: readonly Pressable[], most: number): Element[] {
  if (all.length <= most) return all.map((each) => button(each))
  const inSight = all.slice(0, most - 1).map((each) => button(each))
  return [
    ...inSight,
    ...inMenu(all.slice(most - 1, most - 1 + comfort.menu), (choices) => select(which, placeholder, choices)),
  ]
}

/** A menu; or a few buttons, where there is one thing only or the reply's key is too long for the options of a menu. */
function inMenu(all: readonly Pressable[], menu: (choices: readonly Choice[]) => Element): Element[] {
  const fits = all.every(({ value }) => value.length <= limits.optionValue)
  const found = fits ? menu(all) : null
  return found ? [found] : all.slice(0, mostBreakdowns).map((each) => button(each))
}
