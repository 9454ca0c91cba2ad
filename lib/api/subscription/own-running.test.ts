import { expect } from 'vitest'
import { failing } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { test as it } from '@/testing/test'
import { ownRunning } from './own-running'

it.beforeEach(async ({ world, ada }) => {
  await subscribe(world, ada, { plan: 'pro' })
})

it('knows the payment method, and a scheduled change as settings shows it', async ({
  world,
  person,
  row,
}) => {
  await person.switchTo({ plan: 'starter' })
  const { body } = await person.get()

  const running = await ownRunning(world.services, await row())
  expect(running).toMatchObject({
    paymentMethod: { brand: 'visa' },
    scheduled: { plan: { key: 'starter' }, interval: 'month' },
  })
  expect(body).toMatchObject({
    subscription: { scheduled: { plan: 'starter', at: running?.scheduled?.at.toISOString() } },
  })
})

it('is nothing while Stripe doesn’t answer, so that pages show what the row knows', async ({
  world,
  row,
}) => {
  world.intercept(failing('stripe GET'))

  expect(await ownRunning(world.services, await row())).toBeNull()
})
