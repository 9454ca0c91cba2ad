import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { cached } from './cached'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function counting() {
  const calls: string[] = []
  const ask = cached(async (key) => {
    calls.push(key)
    return `${key} ${calls.length}`
  })
  return { ask, calls }
}

it('fetches each key once in ten minutes', async () => {
  const { ask, calls } = counting()
  expect([await ask('a'), await ask('b'), await ask('a')]).toEqual(['a 1', 'b 2', 'a 1'])

  vi.advanceTimersByTime(10 * 60_000)
  expect(await ask('a')).toBe('a 3')
  expect(calls).toEqual(['a', 'b', 'a'])
})

it('shares one fetch among callers that ask at once', async () => {
  const { ask, calls } = counting()

  expect(await Promise.all([ask('a'), ask('a')])).toEqual(['a 1', 'a 1'])
  expect(calls).toHaveLength(1)
})

it('fetches again after a failure', async () => {
  let fails = true
  const ask = cached(async () => {
    if (fails) throw new Error('Stripe is down')
    return 'price_1'
  })
  await expect(Promise.all([ask('a'), ask('a')])).rejects.toThrow('Stripe is down')
  fails = false

  expect(await ask('a')).toBe('price_1')
})

it('fetches again after forget', async () => {
  const { ask } = counting()
  await ask('a')
  ask.forget()

  expect(await ask('a')).toBe('a 2')
})
