import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The same as the `paths` of tsconfig.json.
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('.', import.meta.url)),
      'stripe-currencies': fileURLToPath(
        new URL('packages/stripe-currencies/src/currencies.ts', import.meta.url),
      ),
    },
  },
  test: {
    include: [
      '{lib,testing,app,commands,components,lambda,infra,dev,packages,docs,e2e,bench}/**/*.test.{ts,tsx}',
      '*.test.ts',
    ],
    // Far longer than any test takes: a busy machine makes a test slower, not red.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Files share loaded modules, which saves a third of the time: so no module may keep state that
    // changes what another file's tests see.
    isolate: false,
    // One more than there are processors: some tests wait for a deadline.
    maxWorkers: availableParallelism() + 1,
    setupFiles: 'testing/setup.ts',
    restoreMocks: true,
  },
})
