/** A process of its own that watches the shops of a store, until it is killed: `watcher-main.ts URL HOLDER VIEW…`. */
import { startWatcher } from '../../src/analytics/live/watch/watcher.ts'
import { openStore } from '../../src/analytics/store/store.ts'
import { watchedShop } from './watched-shop.ts'

const [storeUrl = '', holder = '', ...views] = process.argv.slice(2)
startWatcher({
  store: openStore(storeUrl),
  storeUrl,
  holder,
  catalog: watchedShop(views),
  history: async () => new Map(),
  explain: null,
  isPlanned: () => false,
  isHearing: () => true,
  now: Date.now,
  log: {
    info() {},
    warn: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
    error: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  },
})
// Whoever started it is gone.
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGKILL'))
