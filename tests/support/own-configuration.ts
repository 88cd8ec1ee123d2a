/** Configuration read from nothing but what a test gives: its environment and files of a folder of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { ConfigFaulty, loadConfig } from '../../src/config.ts'

/** Opens a folder before all tests of the file that calls this, and removes it after them. */
export function useConfiguration() {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidings-configuration-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const nowhere = () => join(folder, 'no.yml')
  return {
    /** A `tidings.yml` that is not there. */
    nowhere,
    /** Writes a file and gives its path. */
    write: (name: string, text: string): string => {
      const file = join(folder, name)
      writeFileSync(file, text)
      return file
    },
    /** Every fault of it; none where it is right. */
    faultsOf: (environment: NodeJS.ProcessEnv, file = nowhere()): readonly string[] => {
      try {
        loadConfig({}, environment, file)
        return []
      } catch (error) {
        if (error instanceof ConfigFaulty) return error.faults
        throw error
      }
    },
  }
}
