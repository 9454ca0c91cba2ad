import { defineConfig } from '@playwright/test'
import { browser } from './e2e/support/browser'

/** Started by `npm run e2e`, which has a stack for each worker and a production build running first. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // A worker takes the tests of the first project before those of the second. So the demo accounts
  // are as they were seeded until a test moves its stack's clock.
  projects: [
    { name: 'e2e', testIgnore: '**/clock/**' },
    { name: 'clock', testDir: 'e2e/clock' },
  ],
  // A worker takes a test, not a file, so that none waits while the other has a long file left.
  fullyParallel: true,
  retries: 0,
  // Far longer than any step takes: a busy machine makes a test slower, not red.
  timeout: 600_000,
  expect: { timeout: 30_000, toPass: { timeout: 60_000 } },
  reporter: 'list',
  use: {
    headless: true,
    launchOptions: browser(),
    // Recording takes as long as the tests themselves.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
})
