import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import getPort from 'get-port'
import { appEnv } from '@/dev/stack/env'
import { startNextApp } from './next-app'
import { expect, stack } from './test'

/** The same production build, from which the middleware has been deleted, on a port of its own. */
export async function startWithoutMiddleware(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = copyWithoutMiddleware()
  const remove = () => rmSync(folder, { recursive: true, force: true })
  // The stack tells nobody its cron secret: to this app, its scheduler is a stranger too.
  const env = appEnv({ ...stack, appUrl: stack.app, cronSecret: randomUUID() }, process.env)
  try {
    const app = await startNextApp(folder, await getPort(), env)
    return {
      url: app.url,
      async stop() {
        await app.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function copyWithoutMiddleware(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bare-'))
  for (const name of ['package.json', 'next.config.mjs', 'node_modules']) {
    symlinkSync(resolve(name), join(folder, name))
  }
  cpSync('.next', join(folder, '.next'), {
    recursive: true,
    filter: (path) => !/\.next\/(dev|cache|types)$|\/server\/middleware(\.js.*)?$/.test(path),
  })
  const manifest = join(folder, '.next/server/functions-config-manifest.json')
  const { version, functions } = JSON.parse(readFileSync(manifest, 'utf8'))
  expect(functions['/_middleware'], 'the build has a middleware to delete').toBeDefined()
  delete functions['/_middleware']
  writeFileSync(manifest, JSON.stringify({ version, functions }))
  return folder
}
