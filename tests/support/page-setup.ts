/** Builds the page before the first file, unless it is built: two may not build at once. */
import { build } from './build.ts'

export default () => build('build:web')
