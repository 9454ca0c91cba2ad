import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [
      '{lib,testing,app,commands,components,lambda,infra,dev,packages,docs,e2e,bench}/**/*.test.{ts,tsx}',
      '*.test.ts',
    ],
    testTimeout: 20_000,
    // Test files share a process and its loaded modules: without that, loading the AWS SDK, Stripe's
    // and the local Stripe again for each file takes a third of the run. `testing/setup.ts` fails a
    // file that would disturb the next one.
    isolate: false,
    maxWorkers: '100%',
    setupFiles: 'testing/setup.ts',
    restoreMocks: true,
  },
})
