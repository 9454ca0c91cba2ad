import { expect, it } from 'vitest'
import { shop } from '@/testing/stripe/fixtures'
import { stripeSubscriptionEnds } from './stripe-subscription-ends'

async function subscribed() {
  const at = await shop()
  const { id } = await at.subscribe({ metadata: { cognito_sub: 'sub-ada' } })
  return {
    ...at,
    ends: stripeSubscriptionEnds(at.stripe),
    id,
    subscription: () => at.direct.subscriptions.retrieve(id),
  }
}

it('sets cancel_at_period_end for a purchase, and leaves it to staff after that', async () => {
  const { ends, direct, id, subscription } = await subscribed()
  expect(await ends.endForPurchase(id, 'ch_1')).toBe(true)
  expect(await subscription()).toMatchObject({ cancel_at_period_end: true })
  await direct.subscriptions.update(id, { cancel_at_period_end: false })

  expect(await ends.endForPurchase(id, 'ch_1')).toBe(true)
  expect(await subscription()).toMatchObject({ cancel_at_period_end: false })
  await ends.endForPurchase(id, 'ch_2')
  expect(await subscription()).toMatchObject({ cancel_at_period_end: true })
})

it('keeps an end that is set already', async () => {
  const { ends, direct, engine, id, subscription } = await subscribed()
  const soon = engine.clock.now().getTime() / 1000 + 86_400
  await direct.subscriptions.update(id, { cancel_at: soon })

  await ends.endForPurchase(id, 'ch_1')
  expect(await subscription()).toMatchObject({ cancel_at: soon, cancel_at_period_end: false })
})

it('keeps an end that a schedule has set', async () => {
  const { ends, direct, id, subscription } = await subscribed()
  const schedule = await direct.subscriptionSchedules.create({ from_subscription: id })
  await direct.subscriptionSchedules.update(schedule.id, { end_behavior: 'cancel' })
  const { cancel_at } = await subscription()

  await ends.endForPurchase(id, 'ch_1')

  expect(cancel_at).not.toBeNull()
  expect(await subscription()).toMatchObject({ cancel_at, schedule: null })
})

it('identifies a trial’s card by the fingerprint that other payment methods share', async () => {
  const { ends, direct, id } = await subscribed()
  const { card, isOurs } = await ends.findTrial(id)
  const other = await direct.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })

  expect(isOurs).toBe(true)
  expect(card).toBe(other.card?.fingerprint)
})

it('counts a trial as refused if another process cancels it at the same moment', async () => {
  const { ends, direct, id, interpose, subscription } = await subscribed()
  interpose(async (name, send) => {
    const answer = await send()
    // Just after our read, and before our request.
    if (name.startsWith('stripe GET') && (await subscription()).status !== 'canceled') {
      await direct.subscriptions.cancel(id)
    }
    return answer
  })

  expect(await ends.refuseTrial(id)).toBe(true)
})
