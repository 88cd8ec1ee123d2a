/** What is looked at: messages in a place, a Home view or a modal, with the payloads as they go to Slack. */
import { z } from 'zod'

const blocks = z.array(z.looseObject({ type: z.string() }))

const said = z.object({
  /** A person's name; absent: Tidings. */
  by: z.string().optional(),
  /** `14:05` */
  at: z.string(),
  text: z.string(),
  blocks: blocks.optional(),
  /** Only one person sees it. */
  onlyYou: z.boolean().optional(),
  /** Files that hang on the message, by name. */
  attached: z.array(z.string()).optional(),
})

const common = {
  /** Names its picture too. */
  title: z.string().min(1),
  /** `data:` addresses by Slack's id of the file. */
  files: z.record(z.string(), z.string()).default({}),
}

const sceneShape = z.union([
  z.object({
    ...common,
    surface: z.enum(['channel', 'thread', 'dm']),
    /** Name of the channel, or of whom is talked with. */
    place: z.string(),
    payload: z.array(said),
  }),
  z.object({ ...common, surface: z.literal('home'), payload: z.looseObject({ blocks }) }),
  z.object({
    ...common,
    surface: z.literal('modal'),
    payload: z.looseObject({ title: z.looseObject({}), blocks }),
  }),
])

export type Scene = z.infer<typeof sceneShape>
export type Said = z.infer<typeof said>

/** Throws with what is wrong. */
export function parseScene(value: unknown): Scene {
  return sceneShape.parse(value)
}
