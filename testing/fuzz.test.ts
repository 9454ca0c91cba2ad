import { expect, it } from 'vitest'
import { fuzz } from './fuzz'
import { failing } from './intercept'
import { createWorld } from './world'

it('answers 5,000 strange bodies without a 5xx, an unsigned 2xx or a changed prototype', async () => {
  const world = await createWorld()

  const { inputs, statuses, problems } = await fuzz(world, 5_000)

  expect(problems).toEqual([])
  expect(inputs).toBe(5_000)
  // It came through to the handlers, and was refused by them, too.
  expect(statuses[200]).toBeGreaterThan(100)
  expect(statuses[400]).toBeGreaterThan(100)
  await world.close()
}, 60_000)

it('would notice a handler that fails', async () => {
  const world = await createWorld()
  world.intercept(failing('accounts.ownerOf'))

  const { problems } = await fuzz(world, 300)

  expect(problems[0]).toContain('answered 500')
  await world.close()
})

it('would notice a handler that believes others than Stripe', async () => {
  const world = await createWorld({ env: { STRIPE_WEBHOOK_SECRET: 'whsec_world,whsec_other' } })

  const { problems } = await fuzz(world, 300)

  expect(problems[0]).toContain('which we had not signed')
  await world.close()
})
