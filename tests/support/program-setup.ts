/** Builds the program and its page before the first file, so that tests start it as people do. */
import { build } from './build.ts'

export default () => build('build')
