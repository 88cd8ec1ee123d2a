import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** What `npm run` builds under this name; what is built from the same sources before is left. Throws with what it said. */
export async function build(script: 'build' | 'build:web'): Promise<void> {
  await promisify(execFile)('npm', ['run', '-s', script])
}
