import { defineConfig } from 'vitest/config'

const postgres = 'tests/support/postgres-setup.ts'
const sameTries = 'tests/support/same-tries.ts'

/** What is awaited may take long on a machine that does other things besides: waiting ends as soon as it holds. */
const patient = { expect: { poll: { timeout: 60_000 } }, testTimeout: 240_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    // Each file has databases, ports and folders of its own, and waits more than it works.
    maxWorkers: '100%',
    reporters: ['default', './tests/support/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.{thorough,services,kafka,model}.test.ts', 'tests/e2e/**', 'tests/faults/**'],
          // Files share no state, so that the modules they all import are loaded once.
          isolate: false,
          setupFiles: ['tests/support/nothing-outside.ts', sameTries],
          // Tables of hundreds of questions, on machines that do other things besides.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          // As pure, but of hundreds of tries each: not part of `npm run check`.
          name: 'thorough',
          include: ['tests/**/*.thorough.test.ts'],
          isolate: false,
          setupFiles: ['tests/support/nothing-outside.ts', sameTries],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'services',
          include: ['tests/**/*.services.test.ts'],
          exclude: ['tests/e2e/**'],
          isolate: false,
          globalSetup: [postgres, 'tests/support/page-setup.ts'],
          setupFiles: sameTries,
          ...patient,
        },
      },
      {
        test: {
          name: 'kafka',
          include: ['tests/**/*.kafka.test.ts'],
          globalSetup: ['tests/support/kafka/setup.ts', postgres],
          ...patient,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: [postgres, 'tests/support/program-setup.ts'],
          ...patient,
        },
      },
    ],
  },
})
