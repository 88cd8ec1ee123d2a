/** The facts that hold on every platform. A newcomer passes them before it is wired in. */
import { describe } from 'vitest'
import { alerting } from './alerting.ts'
import type { Abilities, Connect } from './connection.ts'
import { harmless } from './harmless.ts'
import { hearing } from './hearing.ts'
import { picturing } from './picturing.ts'
import { pressing } from './pressing.ts'
import { openerOf } from './stage.ts'
import { standing } from './standing.ts'
import { telling } from './telling.ts'

export function platformContract(name: string, abilities: Abilities, connect: Connect): void {
  describe(`the platform contract, kept by ${name}`, () => {
    const open = openerOf(connect)
    describe('hearing', () => hearing(open, abilities))
    describe('telling', () => telling(open, abilities))
    describe('pictures and privacy', () => picturing(open, abilities))
    describe('pressing', () => pressing(open, abilities))
    describe('alerts', () => alerting(open, abilities))
    describe('values', () => harmless(open, abilities))
    describe('standing', () => standing(open, abilities))
  })
}
