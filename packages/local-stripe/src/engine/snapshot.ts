import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { type PackedEvent, packEvent, unpackEvent } from './event-packing'
import type { ClockState } from './world/clock'
import type { Event } from './world/types'
import type { World } from './world/world'

/** The version of the file format. A snapshot of another version is refused, not misread. */
const VERSION = 5
const ITEMS_A_LINE = 500

/**
 * The first line of a snapshot. The other lines hold the collections, a few hundred objects each.
 */
interface Head {
  version: number
  clock: ClockState
  ids: number
}
type Line = [collection: string, items: unknown[]]

export interface Snapshots {
  /** Schedules a write if anything changed. */
  touch(): void
  /** Writes immediately if anything changed, but never during a transaction. */
  flush(): void
}

/** Loads the file into the world, and returns functions that keep the file up to date. */
export function keepSnapshot(world: World, path: string): Snapshots {
  if (existsSync(path)) load(world, path)
  let timer: NodeJS.Timeout | undefined
  let written = world.store.revision
  let lastTook = 0

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (world.store.revision === written || world.store.busy) return
    written = world.store.revision
    const began = performance.now()
    save(world, path)
    lastTook = performance.now() - began
  }

  return {
    touch() {
      if (world.store.revision === written) return
      // Write large state less often, so that writing takes at most a tenth of the time.
      timer ??= setTimeout(flush, Math.max(100, lastTook * 10))
    },
    flush,
  }
}

/**
 * Writes a new file and renames it, so that a crash leaves the old one intact. It has keys and
 * signing secrets, so only its owner may read it.
 */
function save(world: World, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(`${path}.new`, 'w', 0o600)
  const head: Head = {
    version: VERSION,
    clock: world.clock.state(),
    ids: world.ids.state(),
  }
  writeSync(file, `${JSON.stringify(head)}\n`)
  for (const [name, items] of Object.entries(world.store.dump())) {
    for (let i = 0; i < items.length; i += ITEMS_A_LINE) {
      const some = items.slice(i, i + ITEMS_A_LINE)
      const packed =
        name === 'events' ? (some as Event[]).map((each) => packEvent(world, each)) : some
      writeSync(file, `${JSON.stringify([name, packed] satisfies Line)}\n`)
    }
  }
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
}

function load(world: World, path: string): void {
  const bytes = readFileSync(path)
  const lines = linesOf(bytes)
  const head: Head = JSON.parse(lines.next().value ?? '{}')
  if (head.version !== VERSION) {
    throw new Error(`${path} was written by another version of the local Stripe; remove it`)
  }
  const dump: Record<string, unknown[]> = {}
  for (const line of lines) {
    const [name, items]: Line = JSON.parse(line)
    const collection = dump[name] ?? []
    dump[name] = collection
    for (const item of items) collection.push(item)
  }
  const { events = [], ...others } = dump
  world.clock.restore(head.clock)
  world.ids.restore(head.ids)
  world.store.load(others)
  // Events are stored as differences from other objects, so load those first.
  world.store.events.load((events as PackedEvent[]).map((each) => unpackEvent(world, each)))
}

function* linesOf(bytes: Buffer): Generator<string, undefined> {
  let start = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    yield bytes.toString('utf8', start, end)
    start = end + 1
  }
}
