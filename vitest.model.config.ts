import { defineConfig } from 'vitest/config'

/** `npm run test:model`: a real small model on the processor, from prompt to answer; half an hour on an idle machine. */
export default defineConfig({
  test: {
    name: 'model',
    include: ['tests/**/*.model.test.ts'],
    globalSetup: ['tests/support/small-model/setup.ts', 'tests/support/postgres-setup.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    fileParallelism: false,
    // One answer takes seconds on an idle core; a sample of the questions is asked in one test.
    testTimeout: 10_800_000,
    hookTimeout: 600_000,
  },
})
