#!/usr/bin/env node
// The package is TypeScript without a build step, so its command runs under tsx.
import { register } from 'tsx/esm/api'

register()
await import('../src/serve.ts')
