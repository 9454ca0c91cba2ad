import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js'
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js'
import { readIfExists, writeAtomically } from '../atomic-write'

export type Stores = DataStoreFactory & { flush(): void }

/** Changes reach the disk within this time. A stack that is stopped loses none. */
const writeBehindMs = 50

/**
 * The stores for cognito-local's pools, users and groups: in memory, and written to a JSON file.
 * Its own store awaits the disk between reading a group's members and writing them back, so it
 * loses one of two members that are added concurrently. Here each operation is synchronous.
 */
export function openStores(folder: string): Stores {
  const flushes: (() => void)[] = []
  mkdirSync(folder, { recursive: true })

  return {
    async create(_context, id, defaults) {
      const file = join(folder, `${id}.json`)
      const root: Tree = { ...defaults, ...JSON.parse(readIfExists(file) ?? '{}', reviveDates) }
      let timer: NodeJS.Timeout | undefined

      const flush = () => {
        if (!timer) return
        clearTimeout(timer)
        timer = undefined
        writeAtomically(file, JSON.stringify(root, null, 2))
      }
      const changed = () => {
        timer ??= setTimeout(flush, writeBehindMs)
      }

      flushes.push(flush)
      changed()
      return storeOver(root, changed)
    },
    flush() {
      for (const flush of flushes) flush()
    },
  }
}

type Tree = { [key: string]: unknown }

function storeOver(root: Tree, changed: () => void): DataStore {
  const find = (path: string[]) =>
    path.reduce<unknown>((at, key) => (isTree(at) && Object.hasOwn(at, key) ? at[key] : null), root)

  /** The object that holds the path's last key. */
  const holder = (path: string[]) =>
    path.slice(0, -1).reduce<Tree>((at, key) => {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined
      if (isTree(inner)) return inner
      const made: Tree = {}
      at[key] = made
      return made
    }, root)

  return {
    // The interface lets the caller name the type of what was stored, and so must trust it.
    get: async <T>(_context: unknown, key: string | string[], fallback?: T) =>
      (find([key].flat()) ?? fallback ?? null) as T,
    getRoot: async <T>() => root as T,
    async set(_context, key, value) {
      const path = [key].flat()
      holder(path)[path.at(-1) ?? ''] = value
      changed()
    },
    async delete(_context, key) {
      const path = [key].flat()
      delete holder(path)[path.at(-1) ?? '']
      changed()
    },
  }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/** cognito-local's own convention: a key that ends in `Date` holds one. */
const reviveDates = (key: string, value: unknown) =>
  key.endsWith('Date') && typeof value === 'string' ? new Date(value) : value
