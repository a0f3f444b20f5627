import { defineConfig } from 'vitest/config'
import { LongFirst } from './test/support/long-first.ts'

/** The long versions of the fault tests (`npm run soak`) take ten times as long, and more. */
const patience = process.env.SOAK ? 20 : 1

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'web/src/**/*.test.ts'],
    // Those need programs that `npm ci` does not bring: `npm run test:peers`.
    exclude: ['test/peers/**'],
    globalSetup: ['test/support/database-server.ts'],
    testTimeout: 180_000 * patience,
    hookTimeout: 120_000,
    // One more than the two cores that are meant: many tests wait for processes, pages and the disk.
    maxWorkers: 3,
    // Modules are read once a worker, not once a file: a fifth of the suite's processor time. No test changes one.
    isolate: false,
    sequence: { sequencer: LongFirst },
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
