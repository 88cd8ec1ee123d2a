/** `tidings ask`: one question, or a batch of them, through the terminal platform. */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { App, Terminal } from '../app.ts'
import { batchId, readBatch } from './batch-lines.ts'
import { momentOf } from './clock.ts'
import { CommandFailed, type ExitCode } from './exit.ts'
import { openLocalApp } from './local-app.ts'
import { needsModel } from './needs-model.ts'
import { openDatabase } from './open-database.ts'
import type { Common } from './program.ts'
import { messageOf } from '../analytics/message-of.ts'

interface Flags {
  readonly question: string | null
  readonly png?: string
  readonly thread?: string
  readonly planner?: string
  readonly batch?: boolean
}

export async function ask(flags: Flags, common: Common): Promise<ExitCode> {
  const { config, io } = common
  if (flags.batch === true && flags.question !== null) throw new CommandFailed(2, 'either a question or --batch')
  if (flags.batch !== true && flags.question === null)
    throw new CommandFailed(2, 'ask what? tidings ask "revenue last week"')
  needsModel(flags.planner, config)
  await using database = await openDatabase(config, io, { demo: 'loaded' })
  const isJson = common.json || flags.batch === true
  await using app = await openLocalApp(database, common)
  const terminal = await app.terminal({
    form: isJson ? 'json' : 'people',
    write: io.out,
    showsPictures: flags.png !== undefined,
  })
  if (database.storeUrl === null) io.err('No store was given: nothing is audited, and threads end with this command.\n')
  return await (flags.batch === true ? batch(terminal, app, flags, common) : single(terminal, app, flags, common))
}

async function single(terminal: Terminal, app: App, flags: Flags, common: Common): Promise<ExitCode> {
  const reply = await terminal.say({
    id: null,
    question: flags.question ?? '',
    thread: flags.thread ?? null,
    now: momentOf(common.now, app.ground.catalog.timezone),
    actAs: common.actAs,
    planner: flags.planner ?? null,
    locale: 'en',
  })
  if (flags.png !== undefined) {
    const png = reply.picture && (await app.picture(reply.picture.id))
    if (png) await writePicture(flags.png, png)
    else common.io.err(`No chart was drawn${reply.pictureMissing ? `: ${reply.pictureMissing}` : ' for this reply'}.\n`)
  }
  switch (reply.result.kind) {
    case 'answer':
    case 'command':
      return 0
    case 'clarify':
    case 'decline':
      return 1
    case 'failed':
      return reply.result.error?.code === 'unreachable' ? 3 : 1
  }
}

async function writePicture(file: string, png: Buffer): Promise<void> {
  try {
    await writeFile(file, png)
  } catch (cause) {
    throw new CommandFailed(3, `the chart cannot be written: ${messageOf(cause)}`, {
      cause,
    })
  }
}

const lineShape = z.object({
  id: batchId,
  question: z.string(),
  thread: z.string().nullish(),
  now: z.string().nullish(),
  as: z.string().nullish(),
})

async function batch(terminal: Terminal, app: App, flags: Flags, common: Common): Promise<ExitCode> {
  const { io } = common
  // A thread of a batch begins empty and ends with the batch, whatever its name.
  const run = randomUUID()
  const usage = '{"id", "question", "thread"?, "now"?, "as"?}'
  for await (const line of readBatch(io.stdin, io.stop, lineShape, usage)) {
    if (line.kind === 'bad') {
      io.out(`${JSON.stringify({ id: line.id, error: line.error })}\n`)
      continue
    }
    const { id, question, thread, now, as } = line.content
    let moment: Date
    try {
      moment = momentOf(now ?? common.now, app.ground.catalog.timezone)
    } catch (error) {
      const message = messageOf(error)
      io.out(`${JSON.stringify({ id, error: { code: 'bad_line', message } })}\n`)
      continue
    }
    await terminal.say({
      id,
      question,
      thread: thread == null ? null : `${run} ${thread}`,
      now: moment,
      actAs: as ?? common.actAs,
      planner: flags.planner ?? null,
      locale: 'en',
    })
  }
  return 0
}
