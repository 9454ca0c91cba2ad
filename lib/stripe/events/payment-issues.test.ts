import { beforeEach, describe, expect, it } from 'vitest'
import { checkoutSpec, lifetime, type StripeTwin, stripeTwins } from '@/testing/stripe/twins'
import type { PaymentIssues } from './payment-issues'

describe.each(stripeTwins)('%s payment issues', (_, open) => {
  let twin: StripeTwin
  let issues: PaymentIssues
  let customerId: string
  beforeEach(async () => {
    twin = await open()
    issues = twin.paymentIssues
    customerId = await twin.customers.create({ userId: 'sub-ada', email: null })
  })

  async function buy(terms: object) {
    const spec = checkoutSpec({ userId: 'sub-ada', customerId }, terms)
    twin.pay((await twin.checkouts.open(spec)).id)
    return twin.customers.read(customerId)
  }

  it('finds a purchase’s charge and its dispute', async () => {
    const [purchase] = (await buy(lifetime)).purchases
    const chargeId = purchase?.id ?? ''
    const found = { chargeId, subscriptionId: null, dispute: 'none', earlyFraudWarning: null }

    expect(await issues.find(chargeId)).toEqual(found)
    twin.dispute(chargeId, customerId)
    expect(await issues.find(chargeId)).toEqual({ ...found, dispute: 'open' })
  })

  it('finds no charge that never existed', async () => {
    expect(await issues.find('ch_unheard')).toBeNull()
  })

  it('refunds a charge once', async () => {
    const [purchase] = (await buy(lifetime)).purchases
    await issues.refund(purchase?.id ?? '')
    await issues.refund(purchase?.id ?? '')

    const [refunded] = (await twin.customers.read(customerId)).purchases
    expect(refunded?.amountRefundedCents).toBe(purchase?.amountCents)
  })

  it('cancels a subscription now, and does nothing when it has ended', async () => {
    const [subscription] = (await buy({})).subscriptions
    await issues.cancelSubscription(subscription?.id ?? '')
    const endedAt = twin.now()
    twin.pass(1)
    await issues.cancelSubscription(subscription?.id ?? '')

    const { subscriptions } = await twin.customers.read(customerId)
    expect(subscriptions).toMatchObject([{ status: 'canceled', endedAt }])
  })
})
