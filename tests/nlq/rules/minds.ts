/** The catalogs that alerts are spoken of. */
import { mindOf } from '../ask-in-tests.ts'
import { haulage, hospital, shop } from '../catalogs.ts'
import { films } from '../more-catalogs.ts'
import { theatre } from '../theatre.ts'
import { controlRoom, watchShop } from './control-room.ts'

export const knowledges = { shop, hospital, haulage, films, theatre, controlRoom, watchShop } as const
export type Trade = keyof typeof knowledges

export const minds = Object.fromEntries(
  Object.entries(knowledges).map(([trade, knowledge]) => [trade, mindOf(knowledge)]),
) as Readonly<Record<Trade, ReturnType<typeof mindOf>>>
