import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readStackFile, type StackFile } from '@/dev/stack/stack-file'
import { anyPort } from '@/testing/any-port'

export type RunningStack = StackFile & {
  folder: string
  /** Stops it like Ctrl-C. Its folder stays, so that it can be started again. */
  stop(): Promise<void>
  /** Kills it, like a power cut. */
  kill(): Promise<void>
}

export const newFolder = () => mkdtempSync(join(tmpdir(), 'tollgate-stack-'))
export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })

const timeoutMs = 240_000

/**
 * Runs `npm run preview` or `npm run stack` on a folder of its own, and waits until it is ready.
 */
export async function spawnStack(
  mode: 'preview' | 'stack',
  options: { folder: string; flags?: string[]; env?: Record<string, string> },
): Promise<RunningStack> {
  const { folder, flags = [], env } = options
  const child = spawn(process.execPath, ['--import', 'tsx', 'dev/run.ts', mode, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...anyPort, ...env, LOCAL_DIR: folder },
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  let isExpected = false
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      // Its tests then fail for want of its files, which says nothing of the cause.
      if (!isExpected)
        console.error(`A local stack ended by itself (${signal ?? code}):\n${output}`)
      resolve()
    }),
  )

  const file = join(folder, 'stack.json')
  const until = Date.now() + timeoutMs
  while (!(existsSync(file) && output.includes('ready in'))) {
    if (child.exitCode !== null || Date.now() > until) {
      isExpected = true
      child.kill('SIGKILL')
      await ended
      throw new Error(`The local stack did not start:\n${output}`)
    }
    await wait(50)
  }
  const end = async (signal: NodeJS.Signals) => {
    isExpected = true
    child.kill(signal)
    await ended
  }
  return {
    ...readStackFile(file),
    folder,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}
