/** Thumbs up and down: kept with the question and what was understood, for whoever keeps the questions of the eval. */
import { printPerson, printPlace, type Person, type Place } from '../analytics/place.ts'
import type { Audit } from '../analytics/store/audit.ts'
import { keepFeedback, questionOf } from '../analytics/store/feedback.ts'
import type { Store } from '../analytics/store/store.ts'
import type { Kept } from './outbox.ts'
import { maySee } from './seen.ts'
import { storableText } from './storable.ts'

/** What somebody thinks of a reply. */
export interface Verdict {
  /** Key of the reply. */
  readonly reply: string
  readonly person: Person
  /** Where it was said, where that is known. */
  readonly place?: Place | null
  readonly verdict: 'good' | 'bad'
  readonly wrong: string | null
  readonly expected: string | null
}

const longestWords = 3_000

interface Parts {
  readonly store: Store
  readonly findReply: (key: string) => Promise<Kept | null>
  readonly audit: Audit
}

/** Of a reply that is no longer kept the verdict alone is; of one that the person cannot have seen, nothing. */
export function createFeedback({ store, findReply, audit }: Parts): (verdict: Verdict) => Promise<void> {
  return async function feedback({ reply, person, place = null, verdict, wrong, expected }) {
    const kept = await findReply(reply)
    if (kept && !maySee({ author: person, place: place ?? kept.to.place }, kept)) return
    const answered = kept?.parcel.reply.result
    const question = kept && (await questionOf(store, reply, kept.writtenAt))
    await keepFeedback(store, {
      reply,
      person: printPerson(person),
      verdict,
      wrong: short(wrong),
      expected: short(expected),
      question,
      query: answered?.query ?? null,
    })
    await audit({
      kind: 'feedback',
      message: reply,
      person: printPerson(person),
      ...(place && { place: printPlace(place) }),
      ...(question !== null && { question }),
      ...(answered?.understood != null && { understood: answered.understood }),
      ...(verdict === 'bad' && { error: 'bad' }),
    })
  }
}

function short(text: string | null): string | null {
  const clean = text && storableText(text.slice(0, longestWords)).trim()
  return clean === '' ? null : clean
}
