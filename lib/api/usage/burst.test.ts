import { expect } from 'vitest'
import { createApp } from '@/testing/api/app'
import { subscribe } from '@/testing/shop'
import { test as base } from '@/testing/test'
import { usageOf } from '@/testing/usage'

const test = base.extend('burst', ({ world, ada }) => async (services = world.services) => {
  const response = await createApp(services)(
    new Request('https://app.test/api/usage/burst', {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token(ada)}` },
    }),
  )
  return { status: response.status, body: await response.json() }
})

test('a burst moves what adds up, and nothing else', async ({ world, ada, burst }) => {
  await subscribe(world, ada)

  const answer = await burst()

  expect(answer).toMatchObject({ status: 200, body: { recorded: 20, refused: 0 } })

  const { body } = await usageOf(world).read(world.token(ada))
  const [calls, ...others] = body.meters as { used: number }[]
  expect(calls?.used).toBeGreaterThan(1_000)
  expect(answer.body.quantities).toEqual([{ unit: 'calls', quantity: calls?.used }])
  expect(others.map(({ used }) => used)).toEqual([0, 0, 0])
})

test('there is none outside of the local stack', async ({ world, burst }) => {
  const settings = { ...world.services.settings, LOCAL_STACK: false }

  expect(await burst({ ...world.services, settings })).toMatchObject({ status: 404 })
})
