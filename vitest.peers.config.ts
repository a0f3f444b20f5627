import { defineConfig } from 'vitest/config'

/** Tests against other people's programs, which the machine must have: `npm run test:peers`, see the README. */
export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    globalSetup: ['test/support/database-server.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
