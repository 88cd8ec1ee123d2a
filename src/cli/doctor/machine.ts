/** What this machine gives: Node, disk, fonts. */
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createPainter } from '../../charts/painter.ts'
import { advice, fault, ok, type Finding } from './finding.ts'
import { messageOf } from '../../analytics/message-of.ts'

/** The oldest Node that runs us, as package.json has it. */
const oldestNode = [20, 19] as const

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])
  return isOld
    ? fault('node', `${version} is too old: install Node ${oldestNode.join('.')} or newer.`)
    : ok('node', version)
}

/** The demo business takes 2 GB, and PostgreSQL as much again while it is loaded. */
const roomForDemo = 4 * 1024 ** 3
const roomForNotes = 100 * 1024 ** 2

/** Room where the home directory and the embedded server's data lie. */
export async function checkDisk(directory: string, isEmbedded: boolean): Promise<Finding> {
  let there = resolve(directory)
  while (!existsSync(there)) there = dirname(there)
  const { bavail, bsize } = await statfs(there)
  const free = bavail * bsize
  const said = `${(free / 1024 ** 3).toFixed(1)} GB free in ${there}`
  if (free < roomForNotes) return fault('disk', `${said}: make room, or choose another place with --home.`)
  if (isEmbedded && free < roomForDemo)
    return advice('disk', `${said}: a first load of the demo business takes up to 4 GB; make room before it.`)
  return ok('disk', said)
}

/** Draws a few letters and looks whether there is ink: fonts come with us, and no browser is needed. */
export async function checkFonts(): Promise<Finding> {
  const painter = createPainter({ workers: 1 })
  try {
    const [blank, ...drawn] = await Promise.all(
      [' ', 'Ag', 'Ωλ', 'Жю', '€'].map(async (text) => (await painter.paint({ spec: specOf(text) })).png),
    )
    return drawn.every((png) => !png.equals(blank!))
      ? ok('charts', 'letters can be drawn; fonts come with Tidings and no browser is needed')
      : fault('charts', 'pictures come out without letters: reinstall with npm ci, fonts are missing.')
  } catch (error) {
    const reason = messageOf(error)
    return fault('charts', `no picture can be drawn (${reason}): reinstall with npm ci; answers come without charts.`)
  } finally {
    await painter.close()
  }
}

function specOf(text: string) {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: 80,
    height: 40,
    data: { values: [{ text }] },
    mark: { type: 'text', fontSize: 24 },
    encoding: { text: { field: 'text', type: 'nominal' } },
  } as const
}
