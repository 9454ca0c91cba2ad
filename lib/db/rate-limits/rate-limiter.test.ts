import { describe, expect, it, vi } from 'vitest'
import { silentLog } from '@/lib/log'
import type { LimitName } from '@/lib/rate-limits'
import { memoryRequestCounts } from './memory'
import { rateLimiter } from './rate-limiter'
import type { RequestCounts } from './request-counts'

const settings = {
  RATE_LIMIT_PER_USER: 5,
  RATE_LIMIT_PER_ADDRESS: 8,
  RATE_LIMIT_CODES: 2,
  TRUSTED_PROXIES: 1,
}
const ada = { userId: 'ada', address: null }
const eve = { userId: 'eve', address: null }

/** Processes of one app, which share `counts`. */
function processes(counts: RequestCounts = memoryRequestCounts()) {
  const written: string[] = []
  let now = new Date('2026-03-01T12:00:20.000Z')
  const shared: RequestCounts = {
    add(key, start) {
      written.push(key)
      return counts.add(key, start)
    },
  }
  return {
    written,
    pass(seconds: number) {
      now = new Date(now.getTime() + seconds * 1_000)
    },
    start() {
      const wallClock = () => now
      const limiter = rateLimiter({ counts: shared, settings, wallClock, log: silentLog })
      return {
        ...limiter,
        /** How many of so many requests are let through. */
        async letThrough(
          requests: number,
          requester: Parameters<typeof limiter.take>[1],
          name: LimitName = 'stripe',
        ): Promise<number> {
          let taken = 0
          for (let sent = 0; sent < requests; sent++) {
            if ((await limiter.take(name, requester)).kind === 'taken') taken++
          }
          return taken
        },
      }
    },
  }
}

describe('a user’s requests', () => {
  it('are let through up to the limit, and again in the next minute', async () => {
    const app = processes()
    const { take, letThrough } = app.start()

    expect(await letThrough(20, ada)).toBe(5)
    expect(await take('stripe', ada)).toEqual({ kind: 'used_up', retryAfterSeconds: 40 })
    app.pass(39.5)
    expect(await take('stripe', ada)).toEqual({ kind: 'used_up', retryAfterSeconds: 1 })
    app.pass(0.5)
    expect(await letThrough(20, ada)).toBe(5)
  })

  it('are counted apart from another user’s, and from another limit', async () => {
    const { letThrough } = processes().start()
    await letThrough(20, ada)

    expect(await letThrough(20, eve)).toBe(5)
    expect(await letThrough(20, ada, 'cognito')).toBe(5)
  })

  it('are counted in all processes together', async () => {
    const app = processes()
    const one = app.start()
    const other = app.start()

    expect(await one.letThrough(3, ada)).toBe(3)
    expect(await other.letThrough(20, ada)).toBe(2)
  })

  it('are let through no more often if they come at once', async () => {
    const { take } = processes().start()
    const taken = await Promise.all(Array.from({ length: 64 }, () => take('stripe', ada)))

    expect(taken.filter(({ kind }) => kind === 'taken')).toHaveLength(5)
  })

  it('cost no write once they are refused', async () => {
    const app = processes()
    const { letThrough } = app.start()
    await app.start().letThrough(5, ada)
    app.written.length = 0

    await letThrough(100, ada)
    expect(app.written).toHaveLength(1)
  })
})

describe('the requests from an address', () => {
  const from = (address: string, userId: string | null = null) => ({ userId, address })

  it('are counted together, with and without a user', async () => {
    const { letThrough } = processes().start()

    expect(await letThrough(5, from('203.0.113.7', 'ada'))).toBe(5)
    expect(await letThrough(5, from('203.0.113.7', 'bob'))).toBe(3)
    expect(await letThrough(5, from('203.0.113.8', 'eve'))).toBe(5)
  })

  it('aren’t used up by a user who is over their own limit', async () => {
    const { letThrough } = processes().start()
    await letThrough(100, from('203.0.113.7', 'ada'))

    expect(await letThrough(1, from('203.0.113.7', 'bob'))).toBe(1)
  })

  it('come from the address that the trusted proxy says', () => {
    const headers = new Headers({ 'x-forwarded-for': '6.6.6.6, 203.0.113.7' })

    expect(processes().start().requesterOf(headers, 'ada')).toEqual(from('203.0.113.7', 'ada'))
  })
})

describe('promotion codes', () => {
  it('can be looked up less often than anything else', async () => {
    const { letThrough } = processes().start()

    expect(await letThrough(20, ada, 'promotion_code')).toBe(2)
  })

  it('can’t be used up for users by strangers', async () => {
    const { letThrough } = processes().start()
    const stranger = { userId: null, address: null }

    expect(await letThrough(1_000, stranger, 'promotion_code')).toBe(12)
    expect(await letThrough(20, ada, 'promotion_code')).toBe(2)
  })

  it('can be looked up by all users together only so often', async () => {
    const { letThrough } = processes().start()
    let taken = 0
    for (let user = 0; user < 40; user++) {
      taken += await letThrough(2, { userId: `user-${user}`, address: null }, 'promotion_code')
    }

    expect(taken).toBe(60)
  })
})

describe('while the table is away', () => {
  const away: RequestCounts = {
    add: async () => {
      throw new Error('connect ECONNREFUSED')
    },
  }

  it('each process counts alone, and rarely asks the table', async () => {
    const app = processes(away)
    const { letThrough } = app.start()

    expect(await letThrough(20, ada)).toBe(5)
    expect(await letThrough(20, eve)).toBe(5)
    expect(await app.start().letThrough(20, ada)).toBe(5)
    expect(app.written).toHaveLength(2)
  })

  it('a request waits a second for it at most', async () => {
    vi.useFakeTimers()
    try {
      const { take } = processes({ add: () => new Promise(() => undefined) }).start()
      const taken = take('stripe', ada)
      await vi.advanceTimersByTimeAsync(1_000)

      expect(await taken).toEqual({ kind: 'taken' })
    } finally {
      vi.useRealTimers()
    }
  })
})
