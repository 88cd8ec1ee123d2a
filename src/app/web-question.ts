/** A question that comes over HTTP as a message of the web chat. */
import { createHash, randomUUID } from 'node:crypto'
import { printPerson, type Person } from '../analytics/place.ts'
import type { Question } from '../bot/message.ts'

interface Words {
  readonly text: string
  readonly actAs?: string | null | undefined
  readonly thread?: string | undefined
  readonly planner?: string | undefined
  readonly locale?: string | undefined
}

/** In the asker's thread of that name, or alone in a place of its own. */
export function webQuestion(author: Person, { text, actAs, thread, planner, locale }: Words): Question {
  const id = randomUUID()
  // Somebody's threads are theirs: the name is joined to the person, so that nobody continues another's.
  const name = `${printPerson(author)} ${thread}`
  const conversation = thread === undefined ? id : createHash('sha256').update(name).digest('hex').slice(0, 32)
  return {
    id: `web:${id}`,
    place: { platform: 'web', workspace: 'local', conversation, thread: null },
    author,
    audience: 'asker',
    askedAt: new Date(),
    said: { kind: 'words', text, ...(planner === undefined ? {} : { planner }) },
    ...(actAs ? { actAs } : {}),
    ...(locale === undefined ? {} : { locale }),
  }
}
