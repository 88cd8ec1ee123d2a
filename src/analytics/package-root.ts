import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder, where `sql/` lies: the same from `src` and from `dist`, wherever it was started. */
export const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
