/** The platforms that this process is connected to. */
import { printPlace, type Person, type Place } from '../analytics/place.ts'
import type { Platform } from '../bot/platform.ts'

export interface Connected {
  readonly add: (platform: Platform) => void
  readonly all: () => readonly Platform[]
  readonly names: () => readonly string[]
  readonly of: (name: string) => Platform | undefined
  /** Whether somebody is alone with us in a place. */
  readonly isTheirs: (place: Place, person: Person) => boolean
}

export function createConnected(): Connected {
  const platforms: Platform[] = []
  const of = (name: string) => platforms.find((platform) => platform.name === name)
  return {
    add: (platform) => void platforms.push(platform),
    all: () => platforms,
    names: () => platforms.map(({ name }) => name),
    of,
    isTheirs(place, person) {
      const theirs = of(person.platform)?.privately?.(person) ?? null
      return theirs !== null && printPlace(theirs) === printPlace(place)
    },
  }
}
