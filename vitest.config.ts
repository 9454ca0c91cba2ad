import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [
      '{lib,testing,app,commands,components,lambda,infra,dev,docs,e2e,bench}/**/*.test.{ts,tsx}',
      '*.test.ts',
    ],
    testTimeout: 20_000,
    // The AWS SDK's word on Node 20 belongs in a release note, not in every test run.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
})
