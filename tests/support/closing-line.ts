import type { Reporter, TestModule } from 'vitest/node'

/** Prints `N passed, N failed` (and `, N skipped`) as the run's last line, so that any CI can read it. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const count = (state: string) => states.filter((each) => each === state).length
    // A file that could not be read, or a hook that threw, is a failure though no test of it says so.
    const broken = modules
      .flatMap((module) => [module, ...module.children.allSuites()])
      .filter((group) => group.errors().length > 0).length
    const failed = count('failed') + broken + errors.length
    const skipped = count('skipped')
    // After vitest's own summary, which other reporters print in the same hook.
    setImmediate(() =>
      console.log(`${count('passed')} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`),
    )
  }
}
