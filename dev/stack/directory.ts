import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { releaseLock, takeLock } from './process-lock'
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
  const holder = takeLock(lock)
  if (holder) {
    throw new StartupError(
      `A local stack (process ${holder.pid}) is already using ${path}. ` +
        'Stop it, or give this one its own folder with LOCAL_DIR.',
    )
  }
  if (reset) emptyFolder(folder)

  return {
    path: folder,
    file: (name) => join(folder, name),
    release: () => releaseLock(lock),
  }
}

function emptyFolder(folder: string) {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(lockName)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
