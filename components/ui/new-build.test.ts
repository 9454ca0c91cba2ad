import { beforeEach, expect, it } from 'vitest'
import { isLoadError, type ReloadableTab, reloadOnce } from './new-build'

const kept = new Map<string, string>()
let time: number
let reloads: number
let isServerThere: boolean

const tab: ReloadableTab = {
  now: () => time,
  storage: () => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }),
  isServerThere: async () => isServerThere,
  reload() {
    reloads += 1
  },
}

beforeEach(() => {
  kept.clear()
  time = Date.now()
  reloads = 0
  isServerThere = true
})

const named = (name: string, message = '') => Object.assign(new Error(message), { name })

it('knows what a new build, or a network that fails, does to an open page', () => {
  expect(isLoadError(named('ChunkLoadError'))).toBe(true)
  expect(isLoadError(named('UnrecognizedActionError'))).toBe(true)
  expect(isLoadError(new TypeError('Failed to fetch dynamically imported module: /x.js'))).toBe(
    true,
  )
  expect(isLoadError(new TypeError('Failed to fetch'))).toBe(false)
  expect(isLoadError('ChunkLoadError')).toBe(false)
})

it('reloads once, and again only after a minute', async () => {
  expect(await reloadOnce(tab)).toBe(true)
  time += 59_999
  expect(await reloadOnce(tab)).toBe(false)
  time += 1
  expect(await reloadOnce(tab)).toBe(true)
  expect(reloads).toBe(2)
})

it('keeps the page while the server can’t be reached', async () => {
  isServerThere = false
  expect(await reloadOnce(tab)).toBe(false)

  isServerThere = true
  expect(await reloadOnce(tab)).toBe(true)
})

it('never reloads without a storage that would end a loop', async () => {
  const storage = () => {
    throw new Error('SecurityError')
  }
  expect(await reloadOnce({ ...tab, storage })).toBe(false)
  expect(reloads).toBe(0)
})
