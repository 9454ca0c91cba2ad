import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,tests}/**/*.test.{ts,tsx}'],
    // Far longer than any test takes: a busy machine makes a test slower, not red.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
