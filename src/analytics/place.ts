/**
 * Where a conversation is and who speaks there. A place is `platform:workspace/conversation[/thread]`, a person
 * `platform:workspace/user`; these are the only names for them in the catalog, tables, audit and logs.
 */

export interface Place {
  readonly platform: string
  readonly workspace: string
  readonly conversation: string
  readonly thread: string | null
}

export interface Person {
  readonly platform: string
  readonly workspace: string
  readonly user: string
}

// Segments keep the characters that platforms use in ids, and neither separator.
const segment = String.raw`[A-Za-z0-9._~@=+-]{1,200}`
const placePattern = new RegExp(`^([a-z]{1,20}):(${segment})/(${segment})(?:/(${segment}))?$`)
const personPattern = new RegExp(`^([a-z]{1,20}):(${segment})/(${segment})$`)

/** Null when the text is no place. */
export function parsePlace(text: string): Place | null {
  const found = placePattern.exec(text)
  if (!found) return null
  const [, platform, workspace, conversation, thread] = found
  return { platform: platform!, workspace: workspace!, conversation: conversation!, thread: thread ?? null }
}

export function printPlace(place: Place): string {
  const within = `${place.platform}:${place.workspace}/${place.conversation}`
  return place.thread === null ? within : `${within}/${place.thread}`
}

/** Null when the text is no person. */
export function parsePerson(text: string): Person | null {
  const found = personPattern.exec(text)
  return found ? { platform: found[1]!, workspace: found[2]!, user: found[3]! } : null
}

export function printPerson(person: Person): string {
  return `${person.platform}:${person.workspace}/${person.user}`
}

/** Whoever sits at this machine: the demo's web page and the command line without `--as`. Sees all. */
export const localOwner: Person = { platform: 'web', workspace: 'local', user: 'owner' }

/** Somebody whom a token or a proxy names on the web: an e-mail address, usually. */
export function webPerson(name: string): Person {
  return { platform: 'web', workspace: 'local', user: name }
}
