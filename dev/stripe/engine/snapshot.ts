import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ClockState } from './clock'
import type { World } from './world'

/** Of the shape below. A snapshot of another version is refused rather than misread. */
const VERSION = 1

interface Snapshot {
  version: number
  clock: ClockState
  ids: number
  store: Record<string, unknown[]>
}

export interface Snapshots {
  /** Writes soon if anything changed, and never in the middle of a change. */
  touch(): void
  /** Writes now if anything changed. */
  flush(): void
}

/** Loads what the file holds into the world, and keeps the file up to date from then on. */
export function keepSnapshot(world: World, path: string): Snapshots {
  if (existsSync(path)) restore(world, path)
  let timer: NodeJS.Timeout | undefined
  let written = world.store.revision
  let lastTook = 0

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (world.store.revision === written || world.store.busy) return
    written = world.store.revision
    const began = performance.now()
    writeWhole(path, JSON.stringify(takeSnapshot(world)))
    lastTook = performance.now() - began
  }

  return {
    touch() {
      if (world.store.revision === written) return
      // A big state is written less often, so that writing never takes more than a tenth of the time.
      timer ??= setTimeout(flush, Math.max(100, lastTook * 10))
    },
    flush,
  }
}

export const takeSnapshot = (world: World): Snapshot => ({
  version: VERSION,
  clock: world.clock.state(),
  ids: world.ids.state(),
  store: world.store.dump(),
})

function restore(world: World, path: string): void {
  const snapshot: Snapshot = JSON.parse(readFileSync(path, 'utf8'))
  if (snapshot.version !== VERSION) {
    throw new Error(`${path} was written by another version of the local Stripe; remove it`)
  }
  world.clock.restore(snapshot.clock)
  world.ids.restore(snapshot.ids)
  world.store.load(snapshot.store)
}

/** A crash in the middle leaves the file as it was. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}
