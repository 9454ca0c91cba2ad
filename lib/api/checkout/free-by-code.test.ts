import { expect } from 'vitest'
import { deliverAll } from '@/testing/deliver'
import { subscribe } from '@/testing/shop'
import { test as it } from '@/testing/test'

it('a code for the whole price of a month opens the plan without a payment, and the next month is charged', async ({
  world,
  ada,
  access,
  groups,
  person,
  sessions,
  invoices,
}) => {
  const coupon = await world.stripe.coupons.create({ percent_off: 100, duration: 'once' })
  await world.stripe.promotionCodes.create({
    code: 'FREE',
    promotion: { type: 'coupon', coupon: coupon.id },
  })

  await subscribe(world, ada, { plan: 'pro', promotionCode: 'FREE' })

  expect(sessions().map((session) => [session.amount_total, session.status])).toEqual([
    [0, 'complete'],
  ])
  expect(await access()).toMatchObject({ plan: 'pro', status: 'active' })
  expect(await groups()).toEqual(['pro'])
  expect((await person.get()).body).toMatchObject({
    subscription: { nextInvoice: { totalCents: 4_900 } },
  })

  world.engine.clock.advance({ days: 32 })
  await deliverAll(world)
  expect(invoices().map(({ status, total }) => [status, total])).toEqual([
    ['paid', 0],
    ['paid', 4_900],
  ])
  expect(await access()).toMatchObject({ plan: 'pro', status: 'active' })
})
