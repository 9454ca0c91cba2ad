import { describe, expect, it } from 'vitest'
import { shop } from '@/testing/stripe/fixtures'
import { stripePaymentIssues } from './stripe-payment-issues'

async function paid() {
  const at = await shop()
  const { id } = await at.subscribe()
  const chargeId = at.engine.store.charges.all()[0]?.id ?? ''
  return { ...at, issues: stripePaymentIssues(at.stripe), id, chargeId }
}

describe('a charge', () => {
  it('is found with its subscription, its dispute and its early fraud warning', async () => {
    const { issues, engine, id, chargeId } = await paid()
    const calm = { chargeId, subscriptionId: id, dispute: 'none', earlyFraudWarning: null }
    expect(await issues.find(chargeId)).toEqual(calm)

    const warning = engine.earlyFraudWarnings.create(chargeId)
    expect(await issues.find(chargeId)).toEqual({ ...calm, earlyFraudWarning: warning.id })
    engine.disputes.open(chargeId)
    expect(await issues.find(chargeId)).toEqual({ ...calm, dispute: 'open' })
  })

  it('is refunded once, and only what a refund by hand left of it', async () => {
    const { issues, direct, chargeId } = await paid()
    await direct.refunds.create({ charge: chargeId, amount: 1_000 })
    await Promise.all([issues.refund(chargeId), issues.refund(chargeId)])
    await issues.refund(chargeId)

    const refunds = await direct.refunds.list({ charge: chargeId })
    expect(refunds.data.map(({ amount }) => amount)).toEqual([3_900, 1_000])
  })
})

it('cancels a subscription once', async () => {
  const { issues, direct, id } = await paid()
  await issues.cancelSubscription(id)
  await issues.cancelSubscription(id)

  expect((await direct.subscriptions.retrieve(id)).status).toBe('canceled')
})
