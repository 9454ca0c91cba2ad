import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { openStripe } from '@/testing/local-stripe'
import { stripeTroubles } from './payment-issues'

/** Somebody who pays for Pro by card, and ten days of it gone. */
async function shop() {
  const { stripe, direct, engine } = await openStripe({ catalog: saas })
  const customer = await direct.customers.create({})
  const card = await direct.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  const [price] = (await direct.prices.list({ lookup_keys: ['saas_pro_month'] })).data
  const { id } = await direct.subscriptions.create({
    customer: customer.id,
    items: [{ price: price?.id ?? '' }],
    default_payment_method: card.id,
    metadata: { cognito_sub: 'sub-ada' },
  })
  engine.clock.advance({ days: 10 })
  const chargeId = engine.store.charges.all()[0]?.id ?? ''
  const subscription = () => direct.subscriptions.retrieve(id)
  return { troubles: stripeTroubles(stripe), direct, engine, id, chargeId, subscription }
}

describe('a subscription', () => {
  it('ends with its period once for a purchase: resumed since, it is left to whoever did that', async () => {
    const { troubles, direct, id, subscription } = await shop()
    expect(await troubles.endSubscriptionLater(id, 'ch_1')).toBe(true)
    expect(await subscription()).toMatchObject({ cancel_at_period_end: true })
    await direct.subscriptions.update(id, { cancel_at_period_end: false })

    expect(await troubles.endSubscriptionLater(id, 'ch_1')).toBe(true)
    expect(await subscription()).toMatchObject({ cancel_at_period_end: false })
    await troubles.endSubscriptionLater(id, 'ch_2')
    expect(await subscription()).toMatchObject({ cancel_at_period_end: true })
  })

  it('keeps the end that it was given already', async () => {
    const { troubles, direct, engine, id, subscription } = await shop()
    const soon = engine.clock.now().getTime() / 1000 + 86_400
    await direct.subscriptions.update(id, { cancel_at: soon })

    await troubles.endSubscriptionLater(id, 'ch_1')
    expect(await subscription()).toMatchObject({ cancel_at: soon, cancel_at_period_end: false })
  })

  it('that is over, or was never there, is no trouble', async () => {
    const { troubles, id, subscription } = await shop()
    await troubles.cancelSubscription(id)
    await troubles.cancelSubscription(id)

    expect(await troubles.endSubscriptionLater(id, 'ch_1')).toBe(true)
    expect(await troubles.refuseTrial(id)).toBe(true)
    expect((await subscription()).status).toBe('canceled')
    expect(await troubles.refuseTrial('sub_unheard')).toBe(false)
    expect(await troubles.endSubscriptionLater('sub_unheard', 'ch_1')).toBe(false)
  })

  it('is worth what is left of the period that was paid, in its own currency', async () => {
    const { troubles, id } = await shop()

    // 21 of 31 days of $49.
    expect(await troubles.unusedCents([id], 'usd')).toBe(3_319)
    expect(await troubles.unusedCents([id], 'eur')).toBe(0)
    expect(await troubles.unusedCents([], 'usd')).toBe(0)
  })

  it('knows its card by what it is known by elsewhere', async () => {
    const { troubles, direct, id } = await shop()
    const { card, isOurs } = await troubles.trialOf(id)
    const other = await direct.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })

    expect(isOurs).toBe(true)
    expect(card).toBe(other.card?.fingerprint)
  })
})

describe('a payment', () => {
  it('is told with its subscription, its dispute and its warning', async () => {
    const { troubles, engine, id, chargeId } = await shop()
    const calm = { chargeId, subscriptionId: id, dispute: 'none', earlyFraudWarning: null }
    expect(await troubles.troubledPayment(chargeId)).toEqual(calm)

    const warning = engine.earlyFraudWarnings.create(chargeId)
    expect(await troubles.troubledPayment(chargeId)).toEqual({
      ...calm,
      earlyFraudWarning: warning.id,
    })
    engine.disputes.open(chargeId)
    expect(await troubles.troubledPayment(chargeId)).toEqual({ ...calm, dispute: 'open' })
    expect(await troubles.troubledPayment('ch_unheard')).toBeNull()
  })

  it('is refunded once, and what is left of it after a refund by hand', async () => {
    const { troubles, direct, chargeId } = await shop()
    await direct.refunds.create({ charge: chargeId, amount: 1_000 })
    await Promise.all([troubles.refund(chargeId), troubles.refund(chargeId)])
    await troubles.refund(chargeId)

    expect(
      (await direct.refunds.list({ charge: chargeId })).data.map(({ amount }) => amount),
    ).toEqual([3_900, 1_000])
  })
})
