import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,tests}/**/*.test.{ts,tsx}'],
    // Far longer than any test takes, so that no test fails on a busy machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
