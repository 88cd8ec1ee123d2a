/** `tidings chat`: a conversation in the terminal, with the alerts that are told to all as they come. */
import { createInterface } from 'node:readline'
import { holdersOf } from '../analytics/live/store/leases.ts'
import { momentOf } from './clock.ts'
import type { ExitCode } from './exit.ts'
import { openLocalApp } from './local-app.ts'
import { needsModel } from './needs-model.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'
import { messageOf } from '../analytics/message-of.ts'

interface Flags {
  readonly planner?: string
}

const leaves: ReadonlySet<string> = new Set(['exit', 'quit', 'bye'])

export async function chat({ planner }: Flags, { config, io, json, now, actAs }: Common): Promise<ExitCode> {
  needsModel(planner, config)
  await using database = await openDatabase(config, io, { demo: 'loaded' })
  await using app = await openLocalApp(database, { config, io })
  const isWithPeople = !json && (io.stdin as { readonly isTTY?: boolean }).isTTY === true
  const prompt = () => (isWithPeople ? io.out('> ') : undefined)
  let isBusy = false
  const terminal = await app.terminal({
    form: json ? 'json' : 'people',
    showsPictures: false,
    // An alert comes while somebody may be typing: what they see of it goes on below.
    write(text) {
      io.out(isWithPeople && !isBusy ? `\n${text}` : text)
      if (!isBusy) prompt()
    },
    follows: true,
  })
  if (!app.store || (await holdersOf(app.store, 'watcher/')) === 0)
    io.err('Nothing watches here now, so no alert will come: `tidings demo` or `tidings start` does, beside this.\n')
  const lines = createInterface({ input: io.stdin })
  io.stop.addEventListener('abort', () => lines.close(), { once: true })
  prompt()
  for await (const line of lines) {
    const question = line.trim()
    if (leaves.has(question.toLowerCase())) break
    if (question !== '') {
      isBusy = true
      const asking = { id: null, question, thread: 'chat', actAs, planner: planner ?? null, locale: 'en' }
      await terminal
        .say({ ...asking, now: momentOf(now, app.ground.catalog.timezone) })
        .catch((error: unknown) => io.err(`${messageOf(error)}\n`))
      isBusy = false
    }
    prompt()
  }
  return 0
}
