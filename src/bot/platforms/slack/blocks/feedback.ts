/** What a thumb down asks, and what came back. */
import type { InputBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { words } from '../words.ts'
import { CALLBACKS } from './actions.ts'
import { plain } from './elements.ts'
import { limits } from './limits.ts'

const longestAnswer = 2_000

interface About {
  /** Key of the reply. */
  readonly key: string
  /** Where it stands, as `printPlace` has it: the thanks go there. */
  readonly place: string
}

export interface Complaint extends About {
  readonly wrong: string
  /** Null when nothing was said. */
  readonly expected: string | null
}

/** To be opened within the three seconds that a click's trigger lives. */
export function feedbackModal({ key, place }: About): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.feedback,
    private_metadata: JSON.stringify({ key, place }),
    title: plain(words.feedbackTitle, limits.modalTitle),
    submit: plain(words.feedbackSend, limits.modalButton),
    close: plain(words.feedbackCancel, limits.modalButton),
    blocks: [
      question('wrong', words.feedbackWrong, words.feedbackWrongHint, false),
      question('expected', words.feedbackExpected, words.feedbackExpectedHint, true),
    ],
  }
}

/** Reads a submitted view; null when it is none of ours. */
export function parseFeedback(view: unknown): Complaint | null {
  const found = viewShape.safeParse(view).data
  if (!found) return null
  const { wrong, expected } = found.state.values
  const [said, hoped] = [wrong.wrong.value?.trim() ?? '', expected.expected.value?.trim() ?? '']
  return { ...found.private_metadata, wrong: said, expected: hoped === '' ? null : hoped }
}

function question(name: string, label: string, hint: string, optional: boolean): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, limits.inputLabel),
    hint: plain(hint, limits.inputLabel),
    optional,
    element: { type: 'plain_text_input', action_id: name, multiline: true, max_length: longestAnswer },
  }
}

const aboutShape = z.object({ key: z.string().min(1), place: z.string().min(1) })

const answerShape = z.object({ value: z.string().max(longestAnswer).nullish() })

const viewShape = z.object({
  callback_id: z.literal(CALLBACKS.feedback),
  private_metadata: z.string().transform((text, problem): z.infer<typeof aboutShape> => {
    try {
      const about = aboutShape.safeParse(JSON.parse(text))
      if (about.success) return about.data
    } catch {}
    problem.addIssue('not written by us')
    return z.NEVER
  }),
  state: z.object({
    values: z.object({
      wrong: z.object({ wrong: answerShape }),
      expected: z.object({ expected: answerShape }),
    }),
  }),
})
