import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['{lib,app,components,lambda,infra,dev,e2e,bench}/**/*.test.{ts,tsx}', '*.test.ts'],
    testTimeout: 20_000,
  },
})
