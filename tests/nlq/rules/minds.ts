/** The catalogs that alerts are spoken of. */
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import { mindOf } from '../ask-in-tests.ts'
import { haulage, hospital, shop } from '../catalogs.ts'
import { films } from '../more-catalogs.ts'
import { theatre } from '../theatre.ts'
import { controlRoom, watchShop } from './control-room.ts'

const knowledges = { shop, hospital, haulage, films, theatre, controlRoom, watchShop } as const
export type Trade = keyof typeof knowledges

export const minds = Object.fromEntries(
  Object.entries(knowledges).map(([trade, knowledge]) => [trade, mindOf(knowledge)]),
) as Readonly<Record<Trade, ReturnType<typeof mindOf>>>

export const lexicons = Object.fromEntries(
  Object.entries(knowledges).map(([trade, knowledge]) => [trade, buildLexicon(knowledge)]),
) as Readonly<Record<Trade, ReturnType<typeof buildLexicon>>>

/** How a rule ends that says nothing of its pause. */
export const usual = '; after it ends, nothing new for an hour.'
