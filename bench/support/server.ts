import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export const nextBin = join(
  dirname(createRequire(import.meta.url).resolve('next/package.json')),
  'dist/bin/next',
)

export type Server = {
  url: string
  /** CPU time used so far, in seconds. */
  cpuSeconds(): number
  stop(): Promise<void>
}

const startTimeoutMs = 60_000

type Setting = { env?: Record<string, string>; core?: number; errors?: 'ignore' | 'inherit' }

/** Serves a production build on a port. With `core`, only on that core. */
export const startServer = (folder: string, port: number, setting: Setting = {}): Promise<Server> =>
  startScript([nextBin, 'start', folder, '-p', String(port)], port, setting)

/** Starts any script that listens on the port. */
export async function startScript(
  script: string[],
  port: number,
  { env = {}, core, errors = 'ignore' }: Setting = {},
): Promise<Server> {
  const child = spawn(process.execPath, script, {
    stdio: ['ignore', 'ignore', errors],
    env: { ...process.env, ...env },
  })
  if (core !== undefined) moveToCore(core, child.pid)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    child.kill()
    await ended
  }

  const url = `http://localhost:${port}`
  const until = Date.now() + startTimeoutMs
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error(`${script.join(' ')} did not start`)
    }
    await wait(100)
  }
  return { url, cpuSeconds: () => cpuSecondsOf(child.pid), stop }
}

/** Pins a process, by default this one, and its future children to a core. Linux only. */
export function moveToCore(core: number, pid = process.pid): void {
  const { status } = spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)])
  if (status !== 0)
    console.warn(`Not pinned to core ${core}: that needs \`taskset\` and a machine with that core.`)
}

const answers = (url: string) =>
  fetch(url, { redirect: 'manual' }).then(
    () => true,
    () => false,
  )

/** Reads fields 14 and 15 of `stat`, in 1/100 s. Field 2, in parentheses, may contain spaces. */
function cpuSecondsOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
