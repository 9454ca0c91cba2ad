import { describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { setUpStripe } from '@/lib/stripe/setup/setup'
import { shop } from '@/testing/stripe/fixtures'
import { plain } from '@/testing/stripe/setup'

describe('the portal', () => {
  it('opens at the requested step', async () => {
    const { portal, customerId, subscribe, engine, direct } = await shop({ catalog: plain })
    await setUpStripe(direct, plain)
    const { id: subscriptionId } = await subscribe()
    const returnUrl = 'https://app.test/settings'

    for (const flow of [
      'payment_method_update',
      'subscription_cancel',
      'subscription_update',
    ] as const) {
      await portal.open({ customerId, returnUrl, flow, subscriptionId })
    }

    expect(engine.store.portalSessions.all().map(({ flow }) => flow?.type)).toEqual([
      'payment_method_update',
      'subscription_cancel',
      'subscription_update',
    ])
  })

  it('uses our configuration once it is set up, and the account’s default before', async () => {
    const { portal, customerId, engine, direct: stripe } = await shop()
    const visit = { customerId, returnUrl: 'https://app.test/settings' }
    await portal.open(visit)
    const theirs = await stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    })
    await setUpStripe(stripe, saas)

    await portal.open(visit)
    await portal.open(visit)

    const [before, ...after] = engine.store.portalSessions.all().map((each) => each.configuration)
    const ours = engine.store.portalConfigurations.all().find(({ metadata }) => metadata?.tollgate)
    expect(after).toEqual([ours?.id, ours?.id])
    expect([ours?.id, theirs.id]).not.toContain(before)
  })

  it('needs a subscription to change one', async () => {
    const { portal, customerId } = await shop()

    await expect(
      portal.open({
        customerId,
        returnUrl: 'https://app.test/settings',
        flow: 'subscription_cancel',
      }),
    ).rejects.toThrow('needs a subscription')
  })
})
