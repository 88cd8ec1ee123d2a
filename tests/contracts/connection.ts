/** What a platform gives the contract, so that its facts can be tried there: a person who speaks, and eyes. */
import type { Person, Place } from '../../src/analytics/place.ts'
import type { Hear, Platform, Profile } from '../../src/bot/platform.ts'

/** What a platform can do; where it can't, the contract says what it does instead. Nothing is left out in silence. */
export interface Abilities {
  /** Words that could not be heard: they are delivered again until they are, or whoever said them is told. */
  readonly unheard: 'delivered again' | 'told'
  /** Whether one message may be delivered more than once. */
  readonly redelivers: boolean
  /** Who else may be in a place. */
  readonly company: 'others' | 'nobody else'
  /** Who notices that a key was sent before: `send`, or `find` when it is asked. */
  readonly knownKeys: 'send' | 'find'
  /** A new wording of a reply: in its place, or below it as a reply of its own. */
  readonly edits: 'in place' | 'below'
  readonly pictures: Platform['pictures']
  /** Whether a reply's file is handed over; where it is not, nothing there asks for one. */
  readonly files: boolean
  /** What a way under a reply is when it is chosen: its query, or a press that names it; or there are none to choose. */
  readonly ways: 'query' | 'press' | 'none'
  /** Other things that can be pressed on an answer, by what stands there. */
  readonly presses: Readonly<Record<string, 'sql' | 'csv' | 'chart' | 'share'>>
  /** How something is done with an alert: what stands under it is pressed, or the same is said in words. */
  readonly alerts: 'press' | 'words'
  /** Whether a place can end, so that nobody is reached there any more. */
  readonly placesEnd: boolean
  /** Ways in which a message fails to go out for now. */
  readonly faults: readonly string[]
  /** Whether a fault makes it unwell, as opposed to this one message. */
  readonly breaks: boolean
  /** What it knows of the asker. */
  readonly profile: Profile | null
  /** Whether it can reach somebody alone. */
  readonly privately: boolean
}

export type Connect = (hear: Hear) => Promise<Connection>

/** A platform with a place on it in which `asker` speaks. */
export interface Connection {
  readonly platform: Platform
  readonly asker: Person
  say(text: string): Promise<Utterance>
  /** What Tidings shows to somebody there, oldest first. */
  seen(by: 'asker' | 'another'): Promise<readonly Shown[]>
  /** The asker presses what is labelled so, on the last reply that has it. */
  press(label: string): Promise<Utterance>
  /** Sends what no person would: broken, empty, huge, of the wrong shape. Resolves when the platform has had it. */
  sendNonsense(): Promise<void>
  /** A place like this one that has ended: nothing can be sent there any more. */
  endPlace(place: Place): Place
  /** From now on, until `mend`. */
  fail(fault: string): void
  /** The whole platform does not work any more. */
  breakDown(): Promise<void>
  mend(): void
  close(): Promise<void>
}

/** Something said or pressed, on its way to Tidings. */
export interface Utterance {
  /** What the platform's other side makes of it so far: a server that awaits an acknowledgement, or the page. */
  state(): 'underway' | 'taken' | 'lost' | Promise<'underway' | 'taken' | 'lost'>
  /** Delivers the very same once more. */
  again(): Promise<void>
}

/** One message of Tidings as somebody sees it. */
export interface Shown {
  /** Everything to be read, formatting gone and escapes undone. */
  readonly words: string
  /** What is described of its picture. */
  readonly picture: string | null
  readonly files: readonly { readonly name: string; readonly text: string }[]
  /** What would do more than be read: pings, links, markup, commands to the screen. */
  readonly live: readonly string[]
}
