/** What `--help` of a command shows beside its own options: the common ones that mean something to it, and examples. */

/** Options that every command takes, so that scripts may give them all. */
const everywhere = ['catalog', 'database', 'store', 'json'] as const
type CommonOption = (typeof everywhere)[number] | 'home' | 'now' | 'as'

interface Help {
  readonly common: readonly CommonOption[]
  /** Each a line that works as it stands, in a folder in which the demo was started. */
  readonly examples: readonly string[]
  /** What else is to be known. */
  readonly more?: string
}

const all: readonly CommonOption[] = [...everywhere, 'home', 'now', 'as']
const data: readonly CommonOption[] = [...everywhere, 'home']

const helps: Readonly<Record<string, Help>> = {
  ask: {
    common: all,
    examples: [
      'tidings ask "revenue by region last week compared with the week before"',
      'tidings ask "top 5 products by revenue this year" --png top.png',
      'tidings ask "why did revenue drop yesterday" --as role:emea --json',
    ],
  },
  chat: {
    common: ['catalog', 'database', 'store', 'home', 'now', 'as'],
    examples: ['tidings chat', 'tidings chat --as role:emea'],
    more: 'Alerts are told as they come. "help" says what can be asked; Ctrl-D ends it.',
  },
  'check-sql': {
    common: ['catalog', 'database', 'json', 'home', 'as'],
    examples: ['tidings check-sql "select region, sum(revenue) from kpi.sales_hourly group by 1" --run'],
  },
  detect: {
    common: ['json'],
    examples: [
      'tidings detect --csv orders.csv',
      'tidings detect --csv latency.csv --time ts --value p99 --good-when down --json',
      'tidings detect --csv orders.csv --rule rule.yml',
    ],
    more: 'Needs no database. Nothing after a row has a say in what is made of it.',
  },
  explain: {
    common: ['json'],
    examples: [
      'tidings explain --csv leaves.csv --dimensions region,channel --actual actual --expected expected',
      'tidings explain --csv leaves.csv --dimensions region --ratio --actual orders,visits --expected orders0,visits0',
    ],
    more: 'Needs no database. An empty array of --json means that no segment explains it: all moved alike, or nothing did.',
  },
  eval: { common: all, examples: ['tidings eval questions.jsonl --min-accuracy 90'] },
  check: {
    common: ['catalog', 'database', 'json', 'home'],
    examples: ['tidings check --database postgres://localhost/shop --catalog my/catalog.yml'],
  },
  doctor: {
    common: data,
    examples: ['tidings doctor', 'tidings doctor --database postgres://localhost/shop --catalog my/catalog.yml'],
    more: 'Looks at what the configuration names: database, store, Kafka, Slack. Changes nothing.',
  },
  migrate: {
    common: ['database', 'store', 'json', 'home'],
    examples: ['tidings migrate --store postgres://localhost/shop'],
  },
  demo: {
    common: ['catalog', 'home', 'now'],
    examples: ['tidings demo', 'tidings demo --scale 0.1 --port 8080', 'KAFKA_BROKERS=127.0.0.1:9092 tidings demo'],
    more: [
      'Its business goes on living: alerts come to the web chat, and "Cause an incident" there makes something happen.',
      'With KAFKA_BROKERS set its events go to Kafka, and come from there; with Slack tokens it answers in Slack, too.',
    ].join('\n'),
  },
  start: {
    common: ['catalog', 'database', 'store'],
    examples: [
      'tidings start --database postgres://localhost/shop --catalog my/catalog.yml',
      'KAFKA_BROKERS=kafka-1:9092 DATABASE_URL=postgres://localhost/shop tidings start',
    ],
    more: 'docs/cli.md has the configuration: the environment, tidings.yml, and what each key means.',
  },
  'dead-letters': {
    common: data,
    examples: ['tidings dead-letters', 'tidings dead-letters replay'],
  },
  token: {
    common: ['database', 'store', 'json', 'home'],
    examples: [
      'tidings token create ana@example.com --database postgres://localhost/shop',
      'tidings token list --database postgres://localhost/shop',
    ],
  },
}

/** Whether a common option means something to a command. */
export function isFor(command: string, option: CommonOption): boolean {
  return helps[command]?.common.includes(option) ?? true
}

/** What stands below the options; empty where there is nothing to say. */
export function belowOptions(command: string): string {
  const help = helps[command]
  if (!help) return ''
  const examples = help.examples.map((line) => `  ${line}`).join('\n')
  return `\n${help.more ? `${help.more}\n\n` : ''}Example${help.examples.length > 1 ? 's' : ''}:\n${examples}`
}
