import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export type App = {
  /** Resolves with the exit code when the app ends by itself or is stopped. */
  exited: Promise<number>
  /** Resolves when it answers its first request, or when it ends. */
  ready: Promise<void>
  stop(): Promise<void>
}

const stopTimeoutMs = 5_000

export function startApp(command: 'dev' | 'start', url: string, env: Record<string, string>): App {
  const { hostname, port } = new URL(url)
  // Listens on this machine only: without a host name, Next is open to the whole network.
  const child = next([command, '-H', hostname, '-p', port], env)
  const exited = exitOf(child)

  return {
    exited: exited,
    ready: Promise.race([untilAnswering(url), exited.then(() => {})]),
    async stop() {
      signal(child, 'SIGTERM')
      await Promise.race([exited, wait(stopTimeoutMs, null, { ref: false })])
      signal(child, 'SIGKILL')
    },
  }
}

export const buildApp = (env: Record<string, string>): Promise<number> =>
  exitOf(next(['build'], env))

/**
 * Starts Next in a new process group, so that its children end with it. It never outlives this
 * process.
 */
function next(args: string[], env: Record<string, string>): ChildProcess {
  const bin = join(
    dirname(createRequire(import.meta.url).resolve('next/package.json')),
    'dist/bin/next',
  )
  const watchdog = new URL('parent-watchdog.mjs', import.meta.url).href
  const child = spawn(process.execPath, ['--import', watchdog, bin, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, ...env, WATCHDOG_FD: '3' },
    detached: true,
  })
  const kill = () => signal(child, 'SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  return child
}

const exitOf = (child: ChildProcess) =>
  new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(error)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })

function signal({ pid }: ChildProcess, name: NodeJS.Signals) {
  try {
    if (pid) process.kill(-pid, name)
  } catch {
    // It has already ended.
  }
}

/**
 * Waits for any answer. The request also makes Next compile the first page before a visitor comes.
 */
async function untilAnswering(url: string): Promise<void> {
  for (;;) {
    const signal = AbortSignal.timeout(20_000)
    const answered = await fetch(url, { redirect: 'manual', signal }).then(
      () => true,
      () => false,
    )
    if (answered) return
    await wait(100, null, { ref: false })
  }
}
