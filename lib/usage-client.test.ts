import { describe, expect } from 'vitest'
import { createApp } from '@/testing/api/app'
import { subscribe } from '@/testing/shop'
import { test as base } from '@/testing/test'
import { serviceSecret } from '@/testing/world'
import { batchSize, type UsageClientOptions, usageClient } from './usage-client'

/** The app behind `fetch`, on a network that answers each request as the test says. */
const test = base
  .extend('pro', async ({ world, ada }) => {
    await subscribe(world, ada)
    return ada.userId
  })
  .extend('open', ({ world }) => {
    const app = createApp(world.services)
    return (
      fetchBy: (send: () => Promise<Response>, attempt: number) => Promise<Response> = (send) =>
        send(),
      options: Partial<UsageClientOptions> = {},
    ) => {
      const sent: string[] = []
      const waits: number[] = []
      const client = usageClient({
        url: 'https://app.test',
        key: serviceSecret,
        async fetch(...[url, init]) {
          const request = new Request(url as URL, init)
          sent.push(await request.clone().text())
          return fetchBy(() => app(request), sent.length)
        },
        wait: async (ms) => {
          waits.push(ms)
        },
        ...options,
      })
      return { client, sent, waits }
    }
  })

describe('a usage client', () => {
  test('records an entry, and says what is left', async ({ open, pro }) => {
    const { client } = open()

    const call = { id: 'call-1', userId: pro, meter: 'backups', quantity: 3 }
    expect(await client.record(call)).toMatchObject({
      id: 'call-1',
      outcome: 'recorded',
      used: 3,
      remaining: 27,
    })
    expect(await client.record({ ...call, id: 'call-2', quantity: 31 })).toMatchObject({
      outcome: 'refused',
      code: 'limit_reached',
      remaining: 27,
    })
  })

  test('counts once when an answer is lost, since it sends the same again', async ({
    open,
    pro,
  }) => {
    const { client, sent } = open(async (send, attempt) => {
      const response = await send()
      if (attempt === 1) throw new TypeError('The connection was closed')
      return response
    })

    const call = { id: 'call-1', userId: pro, meter: 'api_calls', quantity: 7 }
    expect(await client.record(call)).toMatchObject({ outcome: 'duplicate', used: 7 })
    expect(sent[1]).toBe(sent[0])
  })

  test('sends any number in batches, in order', async ({ open, pro }) => {
    const { client, sent } = open()
    const entries = Array.from({ length: 2 * batchSize + 1 }, (_, index) => ({
      id: `call-${index}`,
      userId: pro,
      meter: 'api_calls',
      quantity: 1,
    }))

    const outcomes = await client.recordAll(entries)

    expect(sent).toHaveLength(3)
    expect(outcomes.map(({ id }) => id)).toEqual(entries.map(({ id }) => id))
    expect(outcomes.at(-1)).toMatchObject({ used: entries.length })
  })

  test('reserves, then commits what was really used or releases it', async ({ open, pro }) => {
    const { client } = open()
    const job = { id: 'job-1', userId: pro, meter: 'api_calls', quantity: 500 }

    expect(await client.reserve(job)).toMatchObject({ outcome: 'held', used: 0 })
    expect(await client.commit(job, 412)).toMatchObject({ outcome: 'recorded', used: 412 })
    expect(await client.reserve({ ...job, id: 'job-2', expiresInSeconds: 60 })).toMatchObject({
      outcome: 'held',
    })
    expect(await client.release({ id: 'job-2', userId: pro })).toMatchObject({
      outcome: 'released',
      used: 412,
    })
  })

  test('waits longer each time, at least as long as it is asked to', async ({ open, pro }) => {
    const { client, waits } = open(async (send, attempt) =>
      attempt < 4
        ? new Response('{}', { status: 503, headers: { 'retry-after': attempt === 2 ? '9' : '0' } })
        : send(),
    )

    await client.record({ id: 'call-1', userId: pro, meter: 'api_calls', quantity: 1 })

    expect(waits).toHaveLength(3)
    expect(waits[0]).toBeLessThan(500)
    expect(waits[1]).toBeGreaterThanOrEqual(9_000)
  })

  test('gives up with the reason, and at once where repeating can’t help', async ({
    open,
    pro,
  }) => {
    const call = { id: 'call-1', userId: pro, meter: 'api_calls', quantity: 1 }

    const away = open(() => Promise.reject(new TypeError('No route to host')))
    await expect(away.client.record(call)).rejects.toMatchObject({ code: 'unreachable' })
    expect(away.sent).toHaveLength(5)

    const stranger = open(undefined, { key: 'another key' })
    await expect(stranger.client.record(call)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(stranger.sent).toHaveLength(1)
  })
})
