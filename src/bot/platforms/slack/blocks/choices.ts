/** Things to choose from, each to be read in full: short ones as a row of buttons, long ones a line each with a button. */
import type { KnownBlock } from '@slack/types'
import { words } from '../words.ts'
import { actions, button, plain, select, type Pressable } from './elements.ts'
import { comfort } from './limits.ts'

const mostLines = 6
const longestLine = 400

/** `verb` stands on the buttons of long ones. */
export function choiceBlocks(choices: readonly Pressable[], verb: string): KnownBlock[] {
  const short = shortLabels(choices.map(({ label }) => label))
  if (short && choices.length <= comfort.buttonsInRow)
    return actions(choices.map((choice, index) => button({ ...choice, label: short[index] ?? '' }, choice.label)))
  const listed = choices.slice(0, mostLines)
  const rest = choices.slice(mostLines, mostLines + comfort.menu)
  return [
    ...listed.flatMap((choice): KnownBlock[] => {
      const accessory = button({ ...choice, label: verb }, choice.label)
      return [{ type: 'section', text: plain(choice.label, longestLine), ...(accessory ? { accessory } : {}) }]
    }),
    ...actions([select('choice', words.moreChoices, rest, rest[0]?.action === 'ask' ? 'ask' : 'pick')]),
  ]
}

/** Labels for buttons of a row: as they are, or as much of them as tells them apart; null when that is too long. */
function shortLabels(labels: readonly string[]): readonly string[] | null {
  const areShort = (all: readonly string[]) => all.every((label) => label.length <= comfort.buttonText)
  if (areShort(labels)) return labels
  const heads = labels.map((label) => /^(.+?)(?: by |, )/.exec(label)?.[1] ?? label)
  const rests = labels.map((label, index) => label.replaceAll(heads[index] ?? '', '').replace(/\([^()]*\)/g, ''))
  const tellApart = new Set(heads).size === labels.length && new Set(rests).size === 1
  return tellApart && areShort(heads) ? heads : null
}
