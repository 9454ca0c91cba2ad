import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import getPort from 'get-port'
import { appEnv } from '../dev/stack/env'
import { expect, stack } from './test'

/** The same production build, from which the middleware has been deleted, on a port of its own. */
export async function startWithoutMiddleware(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bare-'))
  for (const name of ['package.json', 'next.config.mjs', 'node_modules', 'public']) {
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

  const port = await getPort()
  // The stack tells nobody its cron secret: to this app, its scheduler is a stranger too.
  const env = appEnv({ ...stack, appUrl: stack.app, cronSecret: randomUUID() }, process.env)
  const next = createRequire(import.meta.url).resolve('next/package.json')
  const child = spawn(
    process.execPath,
    [join(dirname(next), 'dist/bin/next'), 'start', folder, '-p', String(port)],
    { stdio: 'ignore', env: { ...process.env, ...env } },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `http://localhost:${port}`
  try {
    await expect.poll(() => answers(url), { timeout: 30_000 }).toBe(true)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )
