import { linkSync, rmSync, writeFileSync } from 'node:fs'
import { readIfExists } from '../atomic-write'

export type LockHolder = { pid: number; startedAt: string | null }

/**
 * Takes a lock file for this process, also from a process that died. Returns `null`, or the running
 * process that has it.
 */
export function takeLock(lock: string): LockHolder | null {
  // Written first and then moved into place, so that no other process reads an incomplete lock.
  const ownLock = `${lock}.${process.pid}`
  writeFileSync(ownLock, JSON.stringify(identityOf(process.pid)))
  try {
    while (!placeLock(ownLock, lock)) {
      // A holder that died: several processes may see that. One at a time may remove the lock, and
      // checks again first: another may have removed it and placed its own by now.
      const holder = runningHolder(lock) ?? takeLock(`${lock}.next`)
      if (holder) return holder
      try {
        const newHolder = runningHolder(lock)
        if (newHolder) return newHolder
        rmSync(lock, { force: true })
      } finally {
        rmSync(`${lock}.next`, { force: true })
      }
    }
    return null
  } finally {
    rmSync(ownLock, { force: true })
  }
}

export const releaseLock = (lock: string): void => rmSync(lock, { force: true })

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

function runningHolder(lock: string): LockHolder | null {
  const holder = parse(readIfExists(lock))
  return holder && isRunning(holder) ? holder : null
}

/** Process ids are reused, in containers at once, so the lock also has the process's start time. */
function identityOf(pid: number): LockHolder {
  // Field 22 of stat; the second one, in parentheses, may contain spaces. Only Linux has the file.
  const fields = readIfExists(`/proc/${pid}/stat`)?.split(') ')[1]?.split(' ')
  return { pid, startedAt: fields?.[19] ?? null }
}

function isRunning(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return identityOf(holder.pid).startedAt === holder.startedAt
}

function parse(text: string | null): LockHolder | null {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
