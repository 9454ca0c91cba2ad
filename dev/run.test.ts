import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anyPort } from '@/testing/any-port'

let folder: string
const running: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'))
})
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  // A process that was killed may still be writing.
  rmSync(folder, { recursive: true, maxRetries: 10 })
})

// Each takes a second or two on a quiet machine. The timeout is for a busy one.
describe('the local stack', () => {
  it('starts with every part, writes where they are, and cleans up when it stops', async () => {
    const stack = run()
    const told = await stack.told()

    expect(told).toMatchObject({
      app: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      stripe: {
        url: expect.any(String),
        secretKey: expect.stringMatching(/^sk_test_local/),
        webhookSecret: expect.stringMatching(/^whsec_/),
      },
      cognito: { endpoint: expect.any(String), userPoolId: expect.any(String) },
      dynamodb: { endpoint: expect.any(String), table: 'tollgate' },
      mailbox: { url: expect.any(String) },
    })
    expect(told.cognito.issuer).toBe(`${told.cognito.endpoint}/${told.cognito.userPoolId}`)
    expect(told.accounts).toContainEqual({
      email: 'pro@example.com',
      password: 'Tollgate-demo-1',
      plan: 'pro',
      note: 'Pays monthly',
      userId: expect.stringMatching(/^[\da-f]{8}-/),
    })
    await vi.waitFor(() => expect(stack.output()).toContain(`${told.stripe.url}/_panel`))
    expect(stack.output()).not.toContain('Warning')

    expect(await stack.stop('SIGTERM')).toBe(0)
    expect(existsSync(join(folder, 'stack.json'))).toBe(false)
    await expect(fetch(told.mailbox.url)).rejects.toThrow()
  })

  it('keeps its data across a restart, clears it with --reset, and ends with npm', async () => {
    const first = run()
    const before = await first.told()
    await first.stop('SIGINT')

    const second = run()
    const after = await second.told()
    await second.stop('SIGINT')
    const third = run(['--reset'], {}, ['npm', 'run', 'stack', '--'])
    const reset = await third.told()

    expect(after.cognito.userPoolId).toBe(before.cognito.userPoolId)
    expect(after.stripe.secretKey).toBe(before.stripe.secretKey)
    expect(after.stripe.webhookSecret).toBe(before.stripe.webhookSecret)
    expect(reset.cognito.userPoolId).not.toBe(before.cognito.userPoolId)
    expect(reset.stripe.webhookSecret).not.toBe(before.stripe.webhookSecret)

    await third.stop('SIGTERM')
    await vi.waitFor(() => expect(existsSync(join(folder, 'stack.json'))).toBe(false), 30_000)
  })

  it('refuses a folder that another stack uses', async () => {
    const first = run()
    await first.told()

    const second = run(['--reset'])

    expect(await second.ended).toBe(1)
    expect(second.output()).toContain(`A local stack (process ${first.pid}) is already using`)
    await first.told()
  })

  it('starts again after it was killed', async () => {
    const first = run()
    const before = await first.told()
    await first.stop('SIGKILL')

    const after = await run().told()

    expect(after.cognito.userPoolId).toBe(before.cognito.userPoolId)
  })

  it('ends when the reader of its output is gone', async () => {
    const stack = run()

    stack.hangUp()

    expect(await stack.ended).toBe(1)
    expect(existsSync(join(folder, 'stack.json'))).toBe(false)
  })

  it('takes the next port if one is busy', async () => {
    const busy = createServer().listen(0)
    await once(busy, 'listening')
    const address = busy.address()
    const port = typeof address === 'object' ? String(address?.port) : ''

    const told = await run([], { PORT: port, MAILBOX_PORT: port }).told()

    expect(new URL(told.app).port).not.toBe(port)
    expect(new URL(told.mailbox.url).port).not.toBe(port)
    expect(told.app).not.toBe(told.mailbox.url)
    busy.close()
  })

  it('does not start with a live key', async () => {
    const stack = run([], { MY_KEY: 'sk_live_123' })

    expect(await stack.ended).toBe(1)
    expect(stack.output()).toContain('refuses to start with a live Stripe key')
    expect(stack.output()).toContain('MY_KEY')
    expect(stack.output()).not.toContain('sk_live_123')
  })
})

const npmScript = [process.execPath, '--import', 'tsx', 'dev/run.ts', 'stack']

/** Starts the stack as `npm run stack` does, on free ports and in a new folder. */
function run(flags: string[] = [], env: Record<string, string> = {}, command = npmScript) {
  const [file = '', ...args] = command
  const child = spawn(file, [...args, ...flags], {
    env: { ...withoutPorts(), LOCAL_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code)

  return {
    pid: child.pid,
    ended,
    output: () => output,
    hangUp() {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    told: () =>
      vi.waitFor(
        () => {
          if (child.exitCode !== null) expect.fail(output)
          return JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8'))
        },
        { timeout: 120_000, interval: 50 },
      ),
    stop(signal: NodeJS.Signals) {
      child.kill(signal)
      return ended
    },
  }
}

function withoutPorts() {
  return { ...process.env, ...anyPort }
}
