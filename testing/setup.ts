import { AsyncLocalStorage } from 'node:async_hooks'
import { afterAll, beforeAll, expect } from 'vitest'
import { setLocalAwsEnv } from '@/dev/stack/local-aws'

setLocalAwsEnv()

// Next takes it from here, as its server provides it. If a test loads parts of Next before it is there,
// every later call of `console` in this process throws.
Object.assign(globalThis, { AsyncLocalStorage })

// Next's test helpers change how its contexts are resolved in the whole process. If this were loaded
// after them, it would read another copy of the contexts than the one that a test provides.
// biome-ignore lint/style/noRestrictedImports: loaded for its effect, and used by no code here.
await import('next/navigation')

/**
 * Runs for each test file. One that leaves `process.env` changed fails here, by name: what it starts
 * afterwards would inherit the change.
 */
let before: NodeJS.ProcessEnv

beforeAll(() => {
  before = { ...process.env }
})
afterAll(() => {
  const after = { ...process.env }
  restore(before)
  expect(after, 'This file changed process.env').toEqual(before)
})

function restore(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}
