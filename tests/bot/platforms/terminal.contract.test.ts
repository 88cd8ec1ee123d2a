import { localOwner } from '../../../src/analytics/place.ts'
import { createTerminal } from '../../../src/bot/platforms/terminal/terminal.ts'
import type { Hear } from '../../../src/bot/platform.ts'
import type { Connection, Shown } from '../../contracts/connection.ts'
import { platformContract } from '../../contracts/platform.ts'

platformContract(
  'the terminal',
  {
    unheard: 'told',
    redelivers: false,
    company: 'nobody else',
    knownKeys: 'send',
    edits: 'below',
    pictures: 'none',
    files: false,
    ways: 'none',
    presses: {},
    alerts: 'words',
    placesEnd: false,
    faults: [],
    breaks: false,
    profile: null,
    privately: false,
  },
  connect,
)

/** Somebody at the command line, in one conversation. */
async function connect(hear: Hear): Promise<Connection> {
  const printed: string[] = []
  const terminal = createTerminal({ form: 'people', showsPictures: false, write: (text) => printed.push(text) })
  await terminal.start(hear)

  async function say(question: string) {
    let state: 'underway' | 'taken' | 'lost' = 'underway'
    const asking = { id: null, thread: 'the contract', now: new Date(), actAs: null, planner: null, locale: 'en' }
    const ask = () =>
      terminal.say({ ...asking, question }).then(
        () => (state = 'taken'),
        () => (state = 'lost'),
      )
    void ask()
    return { state: () => state, again: async () => void (await ask()) }
  }

  return {
    platform: terminal,
    asker: localOwner,
    say,
    seen: async (by) => (by === 'asker' ? printed.map(shownAs) : []),
    press: () => Promise.reject(new Error('nothing can be pressed on a terminal')),
    // What is typed is words, whatever it is: there is no other way in.
    async sendNonsense() {},
    endPlace: (place) => place,
    fail() {},
    async breakDown() {},
    mend() {},
    close: () => terminal.stop(),
  }
}

/** Whatever is no letter is a command to the screen. */
function shownAs(text: string): Shown {
  return { words: text, picture: null, files: [], live: text.match(/(?!\n)\p{Cc}/gu) ?? [] }
}
