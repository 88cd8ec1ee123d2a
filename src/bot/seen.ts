/** Who was shown a reply. */
import { printPerson } from '../analytics/place.ts'
import type { ChatMessage } from './message.ts'
import type { Kept } from './outbox.ts'

/** Whether somebody can have a reply before them: shown to them, or to all in the place where they are. */
export function maySee(
  { author, place }: Pick<ChatMessage, 'author' | 'place'>,
  { to, owner }: Pick<Kept, 'to' | 'owner'>,
): boolean {
  const isTheirs = (person: Kept['owner']) => person !== null && printPerson(person) === printPerson(author)
  if (to.onlyFor !== null) return isTheirs(to.onlyFor)
  const isHere = (['platform', 'workspace', 'conversation'] as const).every((part) => to.place[part] === place[part])
  // In direct messages a place may go by the name of the person.
  return isHere || isTheirs(owner)
}
