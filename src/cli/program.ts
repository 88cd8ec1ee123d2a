/** The commands of `tidings`, their options and help; each command's work is in a file of its own, loaded when used. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { ConfigFaulty, loadConfig, type Config, type Given } from '../config.ts'
import type { GoodWhen } from '../analytics/catalog.ts'
import { RulesFaulty } from '../analytics/live/rules/rule-file.ts'
import { CatalogFaulty } from '../analytics/catalog-file.ts'
import { VerifiedFaulty } from '../nlq/verified/verified-file.ts'
import { DatabaseNotThere, StoreNotAllowed } from '../analytics/not-there.ts'
import { StoreTooNew } from '../analytics/store/store.ts'
import { NotLetIn } from '../bot/platform.ts'
import { CommandFailed, exitOfFile, type ExitCode } from './exit.ts'
import { belowOptions, isFor } from './help.ts'

// Everything that comes in is read with zod, which says of what is missing that it expected a string.
z.config({
  customError: ({ code, input }) => (code === 'invalid_type' && input === undefined ? 'is missing' : undefined),
})

/** The process as commands see it. */
export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly stdin: NodeJS.ReadableStream
  /** Aborted by SIGINT and SIGTERM: finish what is being answered, close, end. */
  readonly stop: AbortSignal
}

/** What every command gets beside its own options. */
export interface Common {
  readonly config: Config
  readonly io: Io
  readonly json: boolean
  /** The clock as `--now` gives it; without an offset it is wall-clock time of the catalog's zone. */
  readonly now: string | null
  /** Whose rights: a person, or `role:NAME`. Null: the local owner. */
  readonly actAs: string | null
}

interface CommonFlags {
  catalog?: string
  database?: string
  store?: string
  home?: string
  now?: string
  as?: string
  json?: boolean
}

/** Runs one command line (without `node` and the script) and gives the exit code; never throws. */
export async function runCommand(args: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = new Command('tidings')
    .description('Ask about your business in plain words; get a number you can trace.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError('(see tidings --help)')

  /** A command with the common options; `run` gives the exit code. */
  const command = <Flags extends object>(
    usage: string,
    description: string,
    run: (flags: Flags & CommonFlags, positional: string[], common: Common) => Promise<ExitCode>,
  ) => {
    const made = program.command(usage).description(description).exitOverride()
    const common = (name: Parameters<typeof isFor>[1], flags: string, says: string) =>
      made.addOption(new Option(flags, says).hideHelp(!isFor(made.name(), name)))
    common('catalog', '--catalog <file>', 'the catalog of KPIs (default: sql/catalog.yml)')
    common(
      'database',
      '--database <url>',
      `PostgreSQL with the KPI views${made.name() === 'start' ? '' : ' (default: the embedded one)'}`,
    )
    common('store', '--store <url>', 'where Tidings keeps its own schema `tidings`')
    common('json', '--json', 'for programs instead of for people')
    // The service has neither a database, a clock nor an asker of its own.
    if (made.name() !== 'start') {
      common('home', '--home <dir>', 'where the embedded PostgreSQL lives (default: .tidings)')
      common('now', '--now <iso>', 'the clock, for questions about "last week"')
      common('as', '--as <person>', 'whose rights: a person, or role:NAME (default: the local owner)')
    }
    made.addHelpText('after', belowOptions(made.name()))
    made.action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command
      const flags = self.opts<Flags & CommonFlags>()
      exitCode = await run(flags, self.args, commonOf(flags, io, self.name()))
    })
    return made
  }
  const planner = () =>
    new Option('--planner <name>', 'who understands the words').choices(['grammar', 'model', 'auto'])

  command<{ png?: string; thread?: string; planner?: string; batch?: boolean }>(
    'ask [question]',
    'answer a question: words, table and where the number comes from',
    async (flags, words, common) =>
      (await import('./ask.ts')).ask({ ...flags, question: onlyOne(words, 'question') }, common),
  )
    .allowExcessArguments()
    .option('--png <file>', 'write the chart to this file')
    .option('--thread <name>', 'continue the conversation of this name')
    .option('--batch', 'read {"id", "question", "thread"?, "now"?, "as"?} lines from stdin')
    .addOption(planner())

  command<{ planner?: string }>(
    'chat',
    'ask and answer in the terminal, with alerts as they come',
    async (flags, _args, common) => (await import('./chat.ts')).chat(flags, common),
  ).addOption(planner())

  command<{ batch?: boolean; run?: boolean }>(
    'check-sql [sql]',
    'would this SQL be admitted, and as what would it run',
    async (flags, words, common) =>
      (await import('./check-sql.ts')).checkSql({ ...flags, sql: onlyOne(words, 'statement') }, common),
  )
    .allowExcessArguments()
    .option('--batch', 'read {"id", "sql", "as"?} lines from stdin')
    .option('--run', 'also run what is safe, as it would be in chat')

  command<{ csv?: string; time?: string; value?: string; goodWhen?: GoodWhen; batch?: boolean; rule?: string }>(
    'detect',
    'play a history through the live detector: what would have been posted',
    async (flags, _args, common) => (await import('./detect.ts')).detect(flags, common),
  )
    .option('--csv <file>', 'one series: a row a bucket')
    .option('--time <column>', 'the column of times (default: found by name or content)')
    .option('--value <column>', 'the column of values (default: found by name or content)')
    .addOption(
      new Option('--good-when <direction>', 'movement this way is no anomaly; steady: both count')
        .choices(['up', 'down', 'steady'])
        .default('steady'),
    )
    .option('--rule <file>', 'play this rule instead: a file with one, as in sql/alerts.yml')
    .option('--batch', 'read {"id", "csv", "time"?, "value"?, "good_when"?} lines from stdin')

  command<{ minAccuracy?: number; planner?: string }>(
    'eval <file>',
    'ask a file of questions whose right answers are known, and count',
    async (flags, [file], common) => (await import('./eval.ts')).evaluate({ ...flags, file: file ?? '' }, common),
  )
    .addOption(new Option('--min-accuracy <percent>', 'exit 1 below this').argParser(parsePercent))
    .addOption(planner())

  command<{
    csv?: string
    dimensions?: string
    actual?: string
    expected?: string
    ratio?: boolean
    top?: number
    batch?: boolean
  }>(
    'explain',
    'which segments of a file explain the difference between what was and what was expected',
    async (flags, _args, common) => (await import('./explain.ts')).explain(flags, common),
  )
    .option('--csv <file>', 'one row a leaf of the cube, the first line names the columns')
    .option('--dimensions <names>', 'columns that hold members, with commas between')
    .option('--actual <column>', 'what was; of a ratio NUMERATOR,DENOMINATOR')
    .option('--expected <column>', 'what was to be expected; of a ratio NUMERATOR,DENOMINATOR')
    .option('--ratio', 'the measure is a ratio')
    .addOption(new Option('--top <number>', 'no more drivers than this').argParser(parseCount))
    .option('--batch', 'read {"id", "csv", "dimensions", "actual", "expected", "ratio"?} lines from stdin')

  command('check', 'check the catalog against the live database', async (_flags, _args, common) =>
    (await import('./check.ts')).check(common),
  )
  command('doctor', 'what this deployment needs, a line each: ok, or what to do', async (_flags, _args, common) =>
    (await import('./doctor.ts')).doctor(common),
  )
  command('migrate', 'bring schema `tidings` up to date', async (_flags, _args, common) =>
    (await import('./migrate.ts')).migrate(common),
  )
  command<{ port?: number; scale?: number; until?: string; host?: string }>(
    'demo',
    'embedded PostgreSQL, a demo business that goes on living, and the web chat',
    async (flags, _args, common) => (await import('./demo.ts')).demo(flags, common),
  )
    .addOption(
      new Option('--port <port>', 'of the web chat; the next free one if taken (default: 3000)').argParser(parsePort),
    )
    .addOption(
      new Option('--scale <factor>', 'size of the demo business, 0.001 to 1 (default: 1)').argParser(parseScale),
    )
    .option('--until <date>', 'last day of the demo business (default: today)')
  command<{ port?: number }>('start', 'production, from the configuration', async (flags, _args, common) =>
    (await import('./start.ts')).start(flags, common),
  ).addOption(new Option('--port <port>', 'of the web server (default: 3000)').argParser(parsePort))
  command(
    'dead-letters [action]',
    'list | replay: events that could not be counted, why, and trying them again',
    async (_flags, args, common) => (await import('./dead-letters.ts')).deadLetters(args, common),
  )
  command(
    'token <action> [person]',
    'create PERSON | list | revoke PERSON: tokens for the web chat of `start`',
    async (_flags, args, common) => (await import('./token.ts')).token(args, common),
  )

  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    return endOf(error, io)
  }
}

/** What was given; null for nothing. Words without quotes come one by one. */
function onlyOne(words: readonly string[], what: string): string | null {
  if (words.length > 1) throw new CommandFailed(2, `put the ${what} in quotes: "${words.join(' ')}"`)
  return words[0] ?? null
}

/** The others leave chats alone: tokens in the environment may be meant for another program. */
const commandsWithChats: ReadonlySet<string> = new Set(['demo', 'start', 'doctor'])

function commonOf(flags: CommonFlags & { port?: number }, io: Io, command: string): Common {
  const given: Given = {
    catalog: flags.catalog,
    'database.url': flags.database,
    'store.url': flags.store,
    home: flags.home,
    'web.port': flags.port === undefined ? undefined : String(flags.port),
    'slack.mode': commandsWithChats.has(command) ? undefined : 'off',
  }
  return {
    config: loadConfig(given),
    io,
    json: flags.json ?? false,
    now: flags.now ?? null,
    actAs: flags.as ?? null,
  }
}

function endOf(error: unknown, io: Io): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CommandFailed) {
    io.err(`tidings: ${error.message}\n`)
    return error.exitCode
  }
  if (error instanceof ConfigFaulty) {
    io.err(`tidings: ${error.message}\n`)
    return 2
  }
  if (error instanceof VerifiedFaulty) {
    io.err(`tidings: the verified answers are wrong:\n${error.message}\n`)
    return exitOfFile(error, 1)
  }
  if (error instanceof RulesFaulty) {
    io.err(`tidings: the alert rules are wrong:\n${error.message}\n`)
    return exitOfFile(error, 1)
  }
  if (error instanceof CatalogFaulty) {
    io.err(`tidings: the catalog is wrong:\n${error.message}\n`)
    return exitOfFile(error, 1)
  }
  if (
    error instanceof StoreTooNew ||
    error instanceof StoreNotAllowed ||
    error instanceof DatabaseNotThere ||
    error instanceof NotLetIn
  ) {
    io.err(`tidings: ${error.message}\n`)
    return 3
  }
  io.err(`tidings: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 3
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new InvalidArgumentError('a port is 0 to 65535')
  return port
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a number of drivers is 1 or more')
  return count
}

function parsePercent(text: string): number {
  const percent = Number(text)
  if (!(percent >= 0 && percent <= 100)) throw new InvalidArgumentError('an accuracy is 0 to 100 (percent)')
  return percent
}

function parseScale(text: string): number {
  const scale = Number(text)
  if (!(scale >= 0.001 && scale <= 1)) throw new InvalidArgumentError('a scale is 0.001 to 1')
  return scale
}
