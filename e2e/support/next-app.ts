import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export type NextApp = {
  url: string
  /** Stops it like Ctrl-C. */
  stop(): Promise<void>
  /** Kills it with all its processes, like a power cut. */
  kill(): Promise<void>
}

const timeoutMs = 120_000

/** Starts a production build on a free port, without the stack that usually starts it. */
export async function startNextApp(
  folder: string,
  port: number,
  env: Record<string, string>,
): Promise<NextApp> {
  const next = createRequire(import.meta.url).resolve('next/package.json')
  const child = spawn(
    process.execPath,
    [join(dirname(next), 'dist/bin/next'), 'start', folder, '-p', String(port)],
    { stdio: 'ignore', env: { ...process.env, ...env }, detached: true },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const end = async (signal: NodeJS.Signals) => {
    // The whole group: Next's server may be a child of its own.
    if (child.pid && child.exitCode === null) process.kill(-child.pid, signal)
    await ended
  }

  const url = `http://localhost:${port}`
  const until = Date.now() + timeoutMs
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > until) {
      await end('SIGKILL')
      throw new Error(`The app did not answer at ${url}`)
    }
    await wait(50)
  }
  return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}

const answers = (url: string) =>
  fetch(`${url}/api/health?live`).then(
    (response) => response.ok,
    () => false,
  )
