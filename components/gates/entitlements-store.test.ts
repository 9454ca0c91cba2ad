import { describe, expect, it, vi } from 'vitest'
import { entitled, pro } from '@/testing/facts'
import { entitlementsStore } from './entitlements-store'
import type { Known } from './fetch-entitlements'

const free = (version = 1): Known => ({ entitlements: entitled(), version, taken: {} })
const paid = (version = 2): Known => ({
  entitlements: entitled(pro()),
  version,
  taken: {},
})

/** A server that answers when the test says so. */
function server() {
  const waiting: ((answer: Known | null | 'unreachable') => void)[] = []
  return {
    asked: () => waiting.length,
    ask: () =>
      new Promise<Known | null | 'unreachable'>((resolve) => {
        waiting.push(resolve)
      }),
    answer: (nth: number, answer: Known | null | 'unreachable') => waiting[nth]?.(answer),
  }
}

describe('the entitlements of a page', () => {
  it('start with what the server sent', () => {
    const { ask, asked } = server()

    expect(entitlementsStore(free(), ask).current()).toEqual(free())
    expect(asked()).toBe(0)
  })

  it('are those of the last answer, and listeners are called once for a change', async () => {
    const store = entitlementsStore(free(), async () => paid())
    const drawn = vi.fn()
    const stop = store.subscribe(drawn)

    await store.refetch()
    await store.refetch()
    expect(store.current()).toEqual(paid())
    expect(drawn).toHaveBeenCalledOnce()

    stop()
    store.adopt(free(3))
    expect(drawn).toHaveBeenCalledOnce()
  })

  it('are fetched once for simultaneous calls, and once more for calls during the request', async () => {
    const { ask, asked, answer } = server()
    const store = entitlementsStore(free(), ask)

    const first = store.refetch()
    const second = store.refetch()
    const third = store.refetch()
    expect(asked()).toBe(1)

    answer(0, free())
    await vi.waitFor(() => expect(asked()).toBe(2))
    answer(1, paid())
    await Promise.all([first, second, third])
    expect(asked()).toBe(2)
    expect(store.current()).toEqual(paid())
  })

  it('are unknown once the session has ended, or if the answer is invalid', async () => {
    const store = entitlementsStore(paid(), async () => null)

    await store.refetch()

    expect(store.current()).toBeNull()
  })

  it('stay while the server is unreachable', async () => {
    const store = entitlementsStore(paid(), async () => 'unreachable')

    await store.refetch()

    expect(store.current()).toEqual(paid())
  })

  it('are never replaced by an older answer', async () => {
    const { ask, answer } = server()
    const store = entitlementsStore(free(1), ask)

    const asked = store.refetch()
    store.adopt(paid(5))
    answer(0, free(4))
    await asked

    expect(store.current()).toEqual(paid(5))
    store.adopt(free(4))
    expect(store.current()).toEqual(paid(5))
  })

  it('change with time alone too, without a new version of the row', async () => {
    const store = entitlementsStore(paid(2), async () => free(2))

    await store.refetch()

    expect(store.current()).toEqual(free(2))
  })
})
