import { expect } from 'vitest'
import { flushDueUsage } from '@/lib/sync/usage/flush'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { usageOf } from '@/testing/usage'

const it = test.extend('why', ({ world, ada }) => async (query: string) => {
  const { status, body } = await usageOf(world).read(world.token(ada), `/records?${query}`)
  return { status, body }
})

it('lists the records of an invoice line, and what Stripe was told of them', async ({
  world,
  ada,
  why,
}) => {
  await subscribe(world, ada)
  const { userId } = ada
  world.engine.clock.advance({ days: 1 })
  const entries = [40_000, 64_031].map((quantity, at) => ({
    id: `call-${at}`,
    meter: 'api_calls',
    quantity,
    userId,
  }))
  expect(await usageOf(world).outcomes(entries)).toEqual(['recorded', 'recorded'])
  world.engine.clock.advance({ minutes: 20 })
  await flushDueUsage(world.services)

  const { status, body } = await why('meter=api_calls')

  expect(status).toBe(200)
  expect(body).toMatchObject({
    period: { start: '2026-03-01T12:00:00.000Z', end: '2026-04-01T12:00:00.000Z' },
    total: 104_031,
    messages: [{ kind: 'usage', value: 104_031, price: 'saas_pro_api_calls', state: 'delivered' }],
    records: [
      { id: 'call-0', quantity: 40_000 },
      { id: 'call-1', quantity: 64_031 },
    ],
    next: null,
  })
  expect((await why('meter=api_calls&at=2026-01-01T00:00:00.000Z')).status).toBe(404)
  expect((await why('meter=unheard')).status).toBe(404)
})

it('refuses a cursor that is no id, and goes on after one that is', async ({ world, ada, why }) => {
  await subscribe(world, ada)
  const entry = { meter: 'api_calls', quantity: 1, userId: ada.userId }
  const ids = ['a', 'b', 'c']
  await usageOf(world).outcomes(ids.map((id) => ({ ...entry, id })))

  for (const after of ['', '%00', 'FLUSH%23', '~~~~']) {
    expect(await why(`meter=api_calls&after=${after}`), after).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    })
  }
  expect(await why('meter=api_calls&after=a')).toMatchObject({
    body: { records: [{ id: 'b' }, { id: 'c' }], next: null },
  })
})
