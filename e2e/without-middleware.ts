import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import getPort from 'get-port'
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
  const next = createRequire(import.meta.url).resolve('next/package.json')
  const child = spawn(
    process.execPath,
    [join(dirname(next), 'dist/bin/next'), 'start', folder, '-p', String(port)],
    { stdio: 'ignore', env: { ...process.env, ...appEnv() } },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const url = `http://localhost:${port}`
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true)
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The stack's own environment for its app, as far as refusing people needs it. */
const appEnv = () => ({
  LOCAL_STACK: '1',
  APP_URL: stack.app,
  STRIPE_SECRET_KEY: stack.stripe.secretKey,
  STRIPE_WEBHOOK_SECRET: stack.stripe.webhookSecret,
  STRIPE_API_BASE: stack.stripe.url,
  COGNITO_USER_POOL_ID: stack.cognito.userPoolId,
  COGNITO_CLIENT_ID: stack.cognito.clientId,
  COGNITO_ENDPOINT: stack.cognito.endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  BILLING_TABLE: stack.dynamodb.table,
  DYNAMODB_ENDPOINT: stack.dynamodb.endpoint,
})
