import { describe, expect, it } from 'vitest'
import { simulatedTime } from '@/testing/simulated-time'
import { isThrottled, rateLimited, tokenBucket, withRetry } from './outgoing-rate-limit'

describe('a token bucket', () => {
  it('gives no more than its rate in any second, however many callers there are', async () => {
    const time = simulatedTime()
    const take = tokenBucket(25, time)
    const taken: number[] = []

    await Promise.all(
      Array.from({ length: 100 }, async () => {
        await take()
        taken.push(time.clock())
      }),
    )

    const busiest = Math.max(
      ...taken.map((from) => taken.filter((at) => at >= from && at < from + 1_000).length),
    )
    expect(busiest).toBe(25)
    expect(time.elapsed()).toBeCloseTo((99 / 25) * 1_000)
  })

  it('serves callers in the order they came', async () => {
    const take = tokenBucket(10, simulatedTime())
    const order: number[] = []

    await Promise.all([1, 2, 3].map((caller) => take().then(() => order.push(caller))))

    expect(order).toEqual([1, 2, 3])
  })

  it('takes several tokens for a call that makes several requests', async () => {
    const time = simulatedTime()
    const take = tokenBucket(10, time)
    await take(5)
    await take()

    expect(time.elapsed()).toBeCloseTo(500)
  })

  it('saves up no tokens while it is idle', async () => {
    const time = simulatedTime()
    const take = tokenBucket(10, time)
    await time.wait(60_000)
    await Promise.all([take(), take(), take()])

    expect(time.elapsed()).toBeCloseTo(60_200)
  })
})

describe('withRetry', () => {
  const busy = Object.assign(new Error('Slow down'), { name: 'TooManyRequestsException' })

  it('doubles its wait while the backend throttles', async () => {
    const time = simulatedTime()
    const asked: number[] = []

    await withRetry(async () => {
      asked.push(time.clock())
      if (asked.length < 5) throw busy
    }, time)

    expect(asked).toEqual([0, 1_000, 3_000, 7_000, 15_000])
  })

  it('gives up after a minute, with the last error', async () => {
    const time = simulatedTime()

    await expect(withRetry(() => Promise.reject(busy), time)).rejects.toBe(busy)
    expect(time.elapsed()).toBe(63_000)
  })

  it('doesn’t retry any other failure', async () => {
    const time = simulatedTime()
    const broken = new Error('Broken')

    await expect(withRetry(() => Promise.reject(broken), time)).rejects.toBe(broken)
    expect(time.elapsed()).toBe(0)
  })

  it.each([
    [{ statusCode: 429 }, true],
    [{ type: 'StripeRateLimitError' }, true],
    [{ name: 'TooManyRequestsException' }, true],
    [{ name: 'ThrottlingException' }, true],
    [{ name: 'ProvisionedThroughputExceededException' }, true],
    [{ statusCode: 500 }, false],
    [{ name: 'LimitExceededException' }, false],
    [{ name: 'UserNotFoundException' }, false],
  ])('tells whether %j means throttling: %s', (error, expected) => {
    expect(isThrottled(Object.assign(new Error('No'), error))).toBe(expected)
    expect(isThrottled(error)).toBe(false)
  })
})

it('limits each attempt of the verbs that have a limit, and no other verb', async () => {
  const time = simulatedTime()
  let tries = 0
  const port = {
    slow: async (given: number) => {
      if (tries++ === 0) throw Object.assign(new Error('Busy'), { statusCode: 429 })
      return given
    },
    free: async () => 'at once',
  }
  const limited = rateLimited(port, { slow: tokenBucket(0.5, time) }, time)

  expect(await limited.free()).toBe('at once')
  expect(time.elapsed()).toBe(0)
  expect(await limited.slow(7)).toBe(7)
  expect(time.elapsed()).toBe(2_000)
})
