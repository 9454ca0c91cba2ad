import { randomUUID } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import getPort from 'get-port'
import { appEnv } from '@/dev/stack/env'
import { expect, stack } from '@/e2e/test'
import { startNextApp } from './next-app'

export type OwnApp = { url: string; cronSecret: string; stop(): Promise<void> }

/** Starts a production build, from which the middleware was deleted, on a free port. */
export async function startWithoutMiddleware(build = '.'): Promise<OwnApp> {
  const folder = copyWithoutMiddleware(build)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const app = await startBuild(folder)
    return {
      ...app,
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

/** Starts a second production build, with a cron secret that the stack doesn't know. */
export async function startBuild(folder: string): Promise<OwnApp> {
  const cronSecret = randomUUID()
  const env = appEnv({ ...stack, appUrl: stack.app, cronSecret }, process.env)
  const { url, stop } = await startNextApp(folder, await getPort(), env)
  return { url, cronSecret, stop }
}

function copyWithoutMiddleware(build: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bare-'))
  for (const name of ['package.json', 'next.config.mjs', 'public']) {
    if (existsSync(join(build, name))) symlinkSync(resolve(build, name), join(folder, name))
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  cpSync(join(build, '.next'), join(folder, '.next'), {
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
