/** Apache Kafka for tests: the broker's own jars, resolved with Maven into a cache folder. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const version = '4.1.1'

/** What keeps a broker from being started here, with how to get it; null when nothing does. */
export async function missingForKafka(): Promise<string | null> {
  const java = await majorOfJava()
  if (java === null || java < 17)
    return `Java 17 or newer${java === null ? '' : ` (there is ${java})`}: apt-get install openjdk-17-jre-headless`
  if (readClassPath() !== null) return null
  const maven = await run('mvn', ['--version']).catch(() => null)
  return maven === null ? 'Maven, which fetches Apache Kafka: apt-get install maven' : null
}

/** The class path of the broker and its tools. The first time Maven fetches it: half a minute, 60 MB. */
export async function kafkaClassPath(): Promise<string> {
  const known = readClassPath()
  if (known !== null) return known
  await mkdir(cache, { recursive: true })
  const lock = join(cache, `kafka-${version}.lock`)
  // Two Mavens at one cache folder get into each other's way.
  while (
    !(await mkdir(lock).then(
      () => true,
      () => false,
    ))
  ) {
    await sleep(500)
    const found = readClassPath()
    if (found !== null) return found
  }
  try {
    return await fetchWithMaven()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

const cache =
  process.env['MAVEN_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tidings/maven')
const classPathFile = join(cache, `kafka-${version}.classpath`)

function readClassPath(): string | null {
  if (!existsSync(classPathFile)) return null
  const classPath = readFileSync(classPathFile, 'utf8').trim()
  return classPath.split(delimiter).every((jar) => existsSync(jar)) ? classPath : null
}

async function fetchWithMaven(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-kafka-'))
  try {
    await writeFile(join(folder, 'pom.xml'), pom)
    const output = join(folder, 'classpath')
    await run(
      'mvn',
      [
        '-q',
        '-B',
        `-Dmaven.repo.local=${cache}`,
        `-Dmdep.outputFile=${output}`,
        'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath',
      ],
      { cwd: folder, timeout: 300_000 },
    )
    await rename(output, classPathFile).catch(async () => writeFile(classPathFile, readFileSync(output)))
    return readFileSync(classPathFile, 'utf8').trim()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function majorOfJava(): Promise<number | null> {
  const said = await run('java', ['-version']).catch(() => null)
  const found = /version "(\d+)/.exec(said?.stderr ?? '')
  return found ? Number(found[1]) : null
}

// The command line tools come without Connect, which they need for one command only; slf4j-simple shows what goes wrong.
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tidings</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${version}</version>
      <exclusions><exclusion><groupId>org.apache.kafka</groupId><artifactId>connect-runtime</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`
