import { expect, it } from 'vitest'
import { failing } from '@/testing/intercept'
import { createWorld } from '@/testing/world'
import { routeList } from './app'
import { fuzz } from './fuzz'
import { unlimited } from './unlimited'

it('gets a declared answer to 5,000 strange requests, and never a 5xx', async () => {
  const world = await createWorld({ env: unlimited })

  const { inputs, statuses, routes, problems } = await fuzz(world, 5_000)

  expect(problems).toEqual([])
  expect(inputs).toBe(5_000)
  // Every route was reached. Requests came through to the handlers, and were refused by them, too.
  expect(Object.keys(routes).sort()).toEqual(routeList.map(([name]) => name).sort())
  for (const status of [200, 400, 401, 404, 409]) expect(statuses[status]).toBeGreaterThan(50)
  await world.close()
})

it('would notice a handler that fails', async () => {
  const world = await createWorld()
  world.intercept(failing('audit.of'))

  const { problems } = await fuzz(world, 1_000)

  expect(problems[0]).toContain('answered 500')
  await world.close()
})

it('would notice a handler that trusts another signature', async () => {
  const world = await createWorld({ env: { STRIPE_WEBHOOK_SECRET: 'whsec_world,whsec_other' } })

  const { problems } = await fuzz(world, 300)

  expect(problems[0]).toContain('its caller is not allowed')
  await world.close()
})

it('would notice an answer that its route does not declare', async () => {
  const world = await createWorld()
  const { ledger } = world.services
  world.services.ledger = {
    ...ledger,
    failed: async () => ({ entries: [], next: null, secret: 'whsec_world' }),
  }

  const { problems } = await fuzz(world, 1_000)

  expect(problems[0]).toContain('listEvents')
  expect(problems[0]).toContain("doesn't describe all of")
  await world.close()
})
