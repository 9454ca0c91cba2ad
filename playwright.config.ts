import { defineConfig } from '@playwright/test'
import { browser } from './e2e/browser'

/** Started by `npm run e2e`, which has a stack and a production build running first. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // One Stripe, one clock: people don't disturb each other, but moving time would.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    headless: true,
    launchOptions: browser(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
