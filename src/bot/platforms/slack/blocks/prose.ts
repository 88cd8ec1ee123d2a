/** Lines of words as rich text: those with a bullet as the list they are. */
import type { RichTextBlock, RichTextText } from '@slack/types'
import { rich, richSection, run } from './elements.ts'
import { line, lines } from './escape.ts'

const mostLines = 100
const bullet = /^• /

/** Never longer than `most`; empty for empty words. `labelled`: what stands before a line's first colon stands out. */
export function prose(text: string, most: number, labelled = false): RichTextBlock[] {
  const all = lines(text, most, '').split('\n')
  const shown = all.length > mostLines ? [...all.slice(0, mostLines - 1), '…'] : all
  const elements: RichTextBlock['elements'] = []
  for (const stretch of stretches(shown)) {
    if (stretch.isList)
      elements.push({
        type: 'rich_text_list',
        style: 'bullet',
        elements: stretch.lines.map((each) => richSection(...runs(line(each.replace(bullet, ''), most), labelled))),
      })
    else if (stretch.lines.join('').trim() !== '')
      elements.push(richSection(...runs(stretch.lines.join('\n').trim(), labelled)))
  }
  return elements.length === 0 ? [] : [rich(...elements)]
}

/** `Revenue: Order value` with its label bold. */
function runs(text: string, labelled: boolean): RichTextText[] {
  if (!labelled) return [run(text)]
  return text.split(/^([^:\n]{1,60}:)(?= )/m).flatMap((part, index) => {
    if (part === '') return []
    return [index % 2 === 1 ? run(part, { bold: true }) : run(part)]
  })
}

interface Stretch {
  readonly isList: boolean
  readonly lines: string[]
}

function stretches(all: readonly string[]): readonly Stretch[] {
  const found: Stretch[] = []
  for (const each of all) {
    const isList = bullet.test(each)
    const last = found.at(-1)
    if (last?.isList === isList) last.lines.push(each)
    else found.push({ isList, lines: [each] })
  }
  return found
}
