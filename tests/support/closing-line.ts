import type { Reporter, TestModule } from 'vitest/node'
import { WHY_SKIPPED } from './kafka/setup.ts'

/** Prints `N passed, N failed` (and `, N skipped`) as the run's last line, so that any CI can read it. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    // What is known not to work yet stands as a todo with its reason; it was not skipped for want of a service.
    const open = tests.filter((test) => test.options.mode === 'todo').length
    const states = tests.filter((test) => test.options.mode !== 'todo').map((test) => test.result().state)
    const count = (state: string) => states.filter((each) => each === state).length
    // A file that could not be read, or a hook that threw, is a failure though no test of it says so.
    const broken = modules
      .flatMap((module) => [module, ...module.children.allSuites()])
      .filter((group) => group.errors().length > 0).length
    const failed = count('failed') + broken + errors.length
    const skipped = count('skipped')
    // After vitest's own summary, which other reporters print in the same hook.
    if (open > 0) setImmediate(() => console.log(`${open} known to be open, each a todo with its reason`))
    const because = process.env[WHY_SKIPPED]
    if (because !== undefined) setImmediate(() => console.log(`skipped: ${because}`))
    setImmediate(() =>
      console.log(`${count('passed')} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`),
    )
  }
}
