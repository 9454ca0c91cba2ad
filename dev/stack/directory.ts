import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readIfThere } from '../write-whole'
import { Refusal } from './refusal'

export type Directory = { path: string; file(name: string): string; release(): void }

const lockName = 'stack.lock'

/** The folder that one stack keeps its state in. Taken until released; a dead stack's lock is taken over. */
export function takeDirectory(path: string, { reset = false } = {}): Directory {
  const folder = resolve(path)
  const lock = join(folder, lockName)
  mkdirSync(folder, { recursive: true })
  takeLock(lock, path)
  if (reset) empty(folder)

  return {
    path: folder,
    file: (name) => join(folder, name),
    release: () => rmSync(lock, { force: true }),
  }
}

function takeLock(lock: string, path: string) {
  try {
    writeFileSync(lock, JSON.stringify(identify(process.pid)), { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const holder = parse(readIfThere(lock))
    if (holder && isRunning(holder)) {
      throw new Refusal(
        `A local stack (process ${holder.pid}) already runs on ${path}. ` +
          'Stop it, or give this one a folder of its own with LOCAL_DIR.',
      )
    }
    rmSync(lock, { force: true })
    takeLock(lock, path)
  }
}

type Holder = { pid: number; startedAt: string | null }

/** Process ids are used again, in containers at once, so the lock names the start of the process too. */
function identify(pid: number): Holder {
  // Field 22 of stat; the second one, in parentheses, may contain spaces. Only Linux has the file.
  const fields = readIfThere(`/proc/${pid}/stat`)?.split(') ')[1]?.split(' ')
  return { pid, startedAt: fields?.[19] ?? null }
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return identify(holder.pid).startedAt === holder.startedAt
}

function parse(text: string | null): Holder | null {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

function empty(folder: string) {
  for (const name of readdirSync(folder)) {
    if (name !== lockName) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
