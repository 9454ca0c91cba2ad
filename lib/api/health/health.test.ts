import { describe, expect } from 'vitest'
import { failing } from '@/testing/intercept'
import { test } from '@/testing/test'
import { health } from './health'

const it = test.extend(
  'ask',
  ({ world }) =>
    (query = '', services = world.services) =>
      health(services)(new Request(`https://app.test/api/health${query}`)),
)

describe('GET /api/health', () => {
  it('is 200 with the state of each dependency', async ({ ask }) => {
    const response = await ask()

    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      status: 'ok',
      dependencies: { dynamodb: 'ok', stripe: 'ok', cognito: 'ok', tokenKeys: 'ok' },
    })
  })

  it.for([
    ['accounts.ping', 'dynamodb'],
    ['stripe', 'stripe'],
    ['groups.ping', 'cognito'],
  ] as const)('is 503 when %s fails, and says which one', async ([part, name], { world, ask }) => {
    world.intercept(failing(part))

    const response = await ask()

    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({
      status: 'degraded',
      dependencies: {
        dynamodb: 'ok',
        stripe: 'ok',
        cognito: 'ok',
        tokenKeys: 'ok',
        [name]: 'failing',
      },
    })
  })

  it('is 503 when the keys of tokens can not be fetched', async ({ world, ask }) => {
    const tokens = { ...world.services.tokens, ping: () => Promise.reject(new Error('No keys')) }

    expect((await ask('', { ...world.services, tokens })).status).toBe(503)
  })

  it('is 503 rather than silence when one of them hangs', async ({ world, ask }) => {
    const groups = { ...world.services.groups, ping: () => new Promise<void>(() => {}) }

    expect((await ask('', { ...world.services, groups })).status).toBe(503)
  })

  it('reveals nothing about how we reach them', async ({ world, ask }) => {
    world.intercept((name) =>
      Promise.reject(new Error(`${name} refused sk_test_world at 10.0.0.7 with whsec_world`)),
    )

    const text = await (await ask()).text()

    expect(text).not.toMatch(/sk_test|whsec|10\.0\.0\.7|us-east-1|refused|https?:/)
  })

  it('asks the dependencies once in five seconds, however many callers there are', async ({
    world,
  }) => {
    let now = Date.UTC(2026, 2, 1)
    const check = health({ ...world.services, wallClock: () => new Date(now) })
    const ask = () => check(new Request('https://app.test/api/health'))
    world.resetCalls()

    await Promise.all([ask(), ask(), ask()])
    const once = world.calls.length
    now += 4_999
    await ask()

    expect(once).toBeGreaterThan(0)
    expect(world.calls.length).toBe(once)
    now += 1
    await ask()
    expect(world.calls.length).toBe(2 * once)
  })

  it('calls nothing when only the process is checked', async ({ world, ask }) => {
    world.intercept(failing(''))

    const response = await ask('?live')

    expect(response.status).toBe(200)
    expect(world.calls).toEqual([])
  })
})
