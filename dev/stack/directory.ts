import { linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readIfExists } from '../atomic-write'
import { StartupError } from './startup-error'

export type Directory = { path: string; file(name: string): string; release(): void }

const lockName = 'stack.lock'

/**
 * Takes the folder for one stack's state until `release`. Takes over the lock of a stack that died.
 */
export function takeDirectory(path: string, { reset = false } = {}): Directory {
  const folder = resolve(path)
  const lock = join(folder, lockName)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  takeLock(lock, path)
  if (reset) emptyFolder(folder)

  return {
    path: folder,
    file: (name) => join(folder, name),
    release: () => rmSync(lock, { force: true }),
  }
}

function takeLock(lock: string, path: string) {
  // Written first and then moved into place, so that no other process reads an incomplete lock.
  const ownLock = `${lock}.${process.pid}`
  writeFileSync(ownLock, JSON.stringify(identityOf(process.pid)))
  try {
    while (!placeLock(ownLock, lock)) {
      refuseIfHeld(lock, path)
      // The holder died. Several processes may see that. One at a time may remove the lock, and
      // checks again first: another may have removed it and placed its own by now.
      takeLock(`${lock}.next`, path)
      try {
        refuseIfHeld(lock, path)
        rmSync(lock, { force: true })
      } finally {
        rmSync(`${lock}.next`, { force: true })
      }
    }
  } finally {
    rmSync(ownLock, { force: true })
  }
}

function refuseIfHeld(lock: string, path: string) {
  const holder = parse(readIfExists(lock))
  if (!holder || !isRunning(holder)) return
  throw new StartupError(
    `A local stack (process ${holder.pid}) is already using ${path}. ` +
      'Stop it, or give this one its own folder with LOCAL_DIR.',
  )
}

/** A hard link fails if the file exists, so only one process can place the lock. */
function placeLock(ownLock: string, lock: string): boolean {
  try {
    linkSync(ownLock, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

type Holder = { pid: number; startedAt: string | null }

/** Process ids are reused, in containers at once, so the lock also has the process's start time. */
function identityOf(pid: number): Holder {
  // Field 22 of stat; the second one, in parentheses, may contain spaces. Only Linux has the file.
  const fields = readIfExists(`/proc/${pid}/stat`)?.split(') ')[1]?.split(' ')
  return { pid, startedAt: fields?.[19] ?? null }
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return identityOf(holder.pid).startedAt === holder.startedAt
}

function parse(text: string | null): Holder | null {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

function emptyFolder(folder: string) {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(lockName)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
