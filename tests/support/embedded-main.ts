/** A process of its own that starts an embedded server, says what it got, and stops when its input ends. */
import { startEmbedded } from '../../src/analytics/embedded/server.ts'

const [home = '', port] = process.argv.slice(2)
try {
  const server = await startEmbedded({ home, log: () => {}, ...(port ? { port: Number(port) } : {}) })
  const { adminUrl, keeperUrl, dataDir, startedHere } = server
  process.stdout.write(`${JSON.stringify({ adminUrl, keeperUrl, dataDir, startedHere })}\n`)
  process.stdin.resume().once('end', () => void server.stop())
} catch (error) {
  process.stdout.write(`${JSON.stringify({ failed: error instanceof Error ? error.message : String(error) })}\n`)
}
