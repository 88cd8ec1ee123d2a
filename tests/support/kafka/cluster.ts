/** A real Kafka cluster of one to three brokers on free ports of this machine, which can lose a broker and get it back. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { kafkaClassPath } from './distribution.ts'

export interface KafkaCluster {
  /** `host:port` of each broker. */
  readonly brokers: readonly string[]
  /** As `kill -9` does. The broker's data stays. */
  kill(broker: number): Promise<void>
  /** Starts a killed broker again, on its port and its data. Resolves when it takes connections. */
  restart(broker: number): Promise<void>
  /** Kills all brokers and removes their data. */
  stop(): Promise<void>
}

interface ClusterOptions {
  readonly brokers?: 1 | 2 | 3
  /** More lines for each server.properties. */
  readonly properties?: Readonly<Record<string, string>>
}

export async function startKafka({ brokers: size = 1, properties = {} }: ClusterOptions = {}): Promise<KafkaCluster> {
  const classPath = await kafkaClassPath()
  const home = await mkdtemp(join(tmpdir(), 'tidings-kafka-'))
  const ports = await freePorts(2 * size)
  const nodes = Array.from({ length: size }, (_, index) => ({
    id: index + 1,
    port: ports[2 * index]!,
    controllerPort: ports[2 * index + 1]!,
    folder: join(home, `broker-${index + 1}`),
  }))
  const voters = nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(',')
  // One that begins with a dash would be taken for an option.
  const clusterId = randomBytes(16).toString('hex').slice(0, 22)
  const running = new Map<number, Broker>()

  async function start(index: number): Promise<void> {
    const { folder, port } = nodes[index]!
    const broker = java(classPath, ['kafka.Kafka', join(folder, 'server.properties')])
    running.set(index, broker)
    await untilListening(port, broker)
  }

  async function kill(index: number): Promise<void> {
    const child = running.get(index)?.child
    running.delete(index)
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.stdin?.destroy()
    await gone
  }

  async function stop(): Promise<void> {
    await Promise.all(nodes.map((_, index) => kill(index)))
    await rm(home, { recursive: true, force: true })
  }

  try {
    await Promise.all(
      nodes.map(async ({ id, port, controllerPort, folder }) => {
        await mkdir(folder)
        const file = join(folder, 'server.properties')
        const settings = {
          ...common,
          ...replication(size),
          ...own(id, port, controllerPort, folder, voters),
          ...properties,
        }
        await writeFile(
          file,
          Object.entries(settings)
            .map(([key, value]) => `${key}=${value}\n`)
            .join(''),
        )
        const format = java(classPath, ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file])
        const [code] = (await once(format.child, 'exit')) as [number]
        if (code !== 0) throw new Error(`the storage of a Kafka broker could not be formatted: ${format.said()}`)
      }),
    )
    await Promise.all(nodes.map((_, index) => start(index)))
  } catch (error) {
    await stop()
    throw error
  }
  return { brokers: nodes.map(({ port }) => `127.0.0.1:${port}`), kill, restart: start, stop }
}

// Few threads, quick elections, nothing waited for: a broker that serves tests.
const common = {
  'process.roles': 'broker,controller',
  'controller.listener.names': 'CONTROLLER',
  'auto.create.topics.enable': 'false',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'controller.quorum.election.timeout.ms': '400',
  'controller.quorum.fetch.timeout.ms': '1000',
  'broker.heartbeat.interval.ms': '300',
  'broker.session.timeout.ms': '3000',
  'num.network.threads': '1',
  'num.io.threads': '2',
  'background.threads': '1',
  'log.cleaner.enable': 'false',
  'log.segment.bytes': '67108864',
}

function replication(size: number): Record<string, string> {
  return Object.fromEntries(
    ['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic']
      .map((topic) => [`${topic}.replication.factor`, String(size)])
      .concat(['transaction.state.log', 'share.coordinator.state.topic'].map((topic) => [`${topic}.min.isr`, '1'])),
  )
}

function own(id: number, port: number, controllerPort: number, folder: string, voters: string): Record<string, string> {
  return {
    'node.id': String(id),
    'controller.quorum.voters': voters,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': join(folder, 'data'),
  }
}

/** Ends with `kill -9` when its stdin closes: also when whoever started it is killed, so that no broker is left behind. */
function java(classPath: string, args: readonly string[]): Broker {
  const script = 'exec 3<&0; "$@" 3<&- & broker=$!; (cat <&3 >/dev/null; kill -9 $broker) & exec 3<&-; wait $broker'
  const options = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true']
  const logged = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
  const child = spawn('sh', ['-c', script, 'sh', 'java', ...options, logged, '-cp', classPath, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let end = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    end = (end + text).slice(-2_000)
  })
  child.stdin?.on('error', () => {})
  child.on('exit', () => child.stdin?.destroy())
  return { child, said: () => end.trim() || 'it said nothing' }
}

interface Broker {
  readonly child: ChildProcess
  /** The end of what it wrote to stderr. */
  readonly said: () => string
}

async function untilListening(port: number, { child, said }: Broker): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a Kafka broker ended while it started: ${said()}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (isOpen) return
    await sleep(50)
  }
}

/** Below those that the system gives away by itself: nobody gets one of them before a broker has it, or while it is down. */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(10_000, 32_000)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
