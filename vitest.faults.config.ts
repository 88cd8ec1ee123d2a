import { defineConfig } from 'vitest/config'

/** `npm run test:faults`: the long form of what tests/analytics/live/kafka-faults.kafka.test.ts does in short; 20 minutes. */
export default defineConfig({
  test: {
    name: 'faults',
    include: ['tests/faults/**/*.test.ts'],
    globalSetup: ['tests/support/kafka/setup.ts', 'tests/support/postgres-setup.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
  },
})
