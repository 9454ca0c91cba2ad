import { describe, expect } from 'vitest'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { failing } from '@/testing/intercept'
import { apiRequest, buy, openSession, postCheckout, statusAndCode } from '@/testing/shop'
import { test as it } from '@/testing/test'
import { checkout } from './checkout'

describe('POST /api/checkout', () => {
  it('sends a signed-in person to Stripe to pay for the plan', async ({ world, ada, sessions }) => {
    const response = await postCheckout(world, ada, { plan: 'pro', interval: 'year', quantity: 2 })

    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toContain('no-store')
    const [session] = sessions()
    expect(await response.json()).toEqual({ url: session?.url })
    expect(session).toMatchObject({
      mode: 'subscription',
      client_reference_id: ada.userId,
      amount_total: 98_000,
      success_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
      metadata: { cognito_sub: ada.userId, plan: 'pro' },
    })
  })

  it('makes their customer on the way, named by their sub', async ({ world, ada }) => {
    await postCheckout(world, ada)

    const [customer] = world.engine.store.customers.all()
    expect(customer).toMatchObject({ email: ada.email, metadata: { cognito_sub: ada.userId } })
    expect(await world.customerOwners.ownerOf(customer?.id ?? '')).toBe(ada.userId)
  })

  it('takes one seat, billed monthly, by default', async ({ world, ada, sessions }) => {
    await postCheckout(world, ada, { plan: 'starter' })

    expect(sessions()).toMatchObject([{ amount_total: 1_900 }])
  })

  it('leads to the subscription once', async ({ world, ada, openSessions }) => {
    await buy(world, ada)

    expect(await statusAndCode(await postCheckout(world, ada))).toEqual([409, 'already_subscribed'])
    expect(await statusAndCode(await postCheckout(world, ada, { plan: 'enterprise' }))).toEqual([
      409,
      'already_subscribed',
    ])
    expect(openSessions()).toEqual([])
  })
})

describe('a body that wants more than a plan', () => {
  it.for([
    ['no body', ''],
    ['no JSON', 'plan=pro'],
    ['no object', '"pro"'],
    ['null', 'null'],
    ['a list', '[{"plan":"pro"}]'],
    ['no plan', {}],
    ['an unknown plan', { plan: 'platinum' }],
    ['a plan that is free', { plan: 'free' }],
    ['a plan of the wrong case', { plan: 'Pro' }],
    ['a plan called constructor', { plan: 'constructor' }],
    ['a plan called __proto__', { plan: '__proto__' }],
    ['a plan that is an object', { plan: { key: 'pro' } }],
    ['an interval we do not sell', { plan: 'pro', interval: 'week' }],
    ['an interval this plan is not sold in', { plan: 'pro', interval: 'once' }],
    ['quantity -1', { plan: 'pro', quantity: -1 }],
    ['quantity 0', { plan: 'pro', quantity: 0 }],
    ['quantity 1.5', { plan: 'pro', quantity: 1.5 }],
    ['quantity 1e9', { plan: 'pro', quantity: 1e9 }],
    ['quantity in words', { plan: 'pro', quantity: '2' }],
    ["the client's own price", { plan: 'pro', price: 'price_cheap' }],
    ["the client's own amount", { plan: 'pro', amountCents: 1 }],
    ["the client's own line items", { plan: 'pro', line_items: [{ price: 'price_cheap' }] }],
    ['a lookup key', { plan: 'pro', lookupKey: 'saas_starter_month' }],
    ['a trial', { plan: 'pro', trialDays: 365 }],
    ["Stripe's trial", { plan: 'pro', trial_period_days: 365 }],
    ['a discount', { plan: 'pro', discounts: [{ coupon: 'FREE' }] }],
    ['a return URL', { plan: 'pro', successUrl: 'https://evil.test' }],
    ["Stripe's return URL", { plan: 'pro', success_url: 'https://evil.test' }],
    ["another user's customer id", { plan: 'pro', customer: 'cus_other' }],
    ["another user's user id", { plan: 'pro', userId: 'sub-bob' }],
    ['metadata', { plan: 'pro', metadata: { cognito_sub: 'sub-bob' } }],
    ['a prototype', '{"plan":"pro","__proto__":{"trialDays":365}}'],
    ['a currency in capitals', { plan: 'pro', currency: 'USD' }],
    ['a currency that is none', { plan: 'pro', currency: 'us' }],
    ['a currency we do not sell in', { plan: 'pro', currency: 'xaf' }],
    ['a currency called constructor', { plan: 'pro', currency: 'constructor' }],
    ['more than one person may buy', { plan: 'pro', quantity: 1_001 }],
    ['a promotion code that there is not', { plan: 'pro', promotionCode: 'NOSUCHCODE' }],
    ['a promotion code that can be none', { plan: 'pro', promotionCode: 'a b;c' }],
    ['a promotion code that is an object', { plan: 'pro', promotionCode: { id: 'promo_1' } }],
    ["Stripe's id of a promotion", { plan: 'pro', promotion: 'promo_1' }],
    ['a credit', { plan: 'pro', creditCents: 5_000 }],
    ['metered prices', { plan: 'pro', meteredPrices: [] }],
    ['an end that is no yes or no', { plan: 'pro', endSubscription: 'yes' }],
    ['a form inside the app, where there is none', { plan: 'pro', embedded: true }],
    ['a payment method', { plan: 'pro', payment_method_types: ['card'] }],
    ['tax by hand', { plan: 'pro', automatic_tax: { enabled: false } }],
    ['a constructor', '{"plan":"pro","constructor":{"prototype":{"trialDays":365}}}'],
    ['70 KB', { plan: 'pro', note: 'x'.repeat(70_000) }],
  ])('is refused: %s', async ([_, body], { world, ada, sessions }) => {
    const response = await postCheckout(world, ada, body)

    expect([400, 413]).toContain(response.status)
    expect(await response.json()).toMatchObject({
      error: { code: response.status === 413 ? 'too_large' : 'invalid_request' },
    })
    expect(sessions()).toEqual([])
    expect(({} as Record<string, unknown>).trialDays).toBeUndefined()
  })
})

describe('a trial', () => {
  it.override('options', { env: { TRIAL_DAYS: '14' } })

  it('is offered as configured', async ({ world, ada }) => {
    await buy(world, ada)

    expect(world.engine.store.subscriptions.all()).toMatchObject([{ status: 'trialing' }])
  })

  it.for([
    ['cancel', 'canceled'],
    ['pause', 'paused'],
    ['invoice', 'past_due'],
  ] as const)(
    'may begin without a card, and then ends by %s as %s',
    async ([withoutCard, ends], { openWorld }) => {
      const catalog = defineCatalog({ ...saas, trial: { card: 'optional', withoutCard } })
      const world = await openWorld({ catalog, env: { TRIAL_DAYS: '14' } })
      const ada = world.addUser('ada')
      world.engine.checkout.pay(await openSession(world, ada), { nothing: true })
      await sync(world.services, ada.userId, anyTrigger)
      expect((await world.accounts.get(ada.userId))?.access).toMatchObject({
        status: 'trialing',
        plan: 'pro',
      })

      world.engine.clock.advance({ days: 14, hours: 2 })
      await sync(world.services, ada.userId, anyTrigger)
      expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ status: ends })
      expect(world.engine.store.charges.size).toBe(0)
    },
  )

  it('is given once: after it was ended, the next subscription costs from the first day', async ({
    world,
    ada,
  }) => {
    await buy(world, ada)
    await world.stripe.subscriptions.cancel(world.engine.store.subscriptions.all()[0]?.id ?? '')
    await buy(world, ada, { plan: 'enterprise' })

    expect(
      world.engine.store.subscriptions
        .all()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['active', 'canceled'])
  })
})

describe('when something is down', () => {
  it.for([
    ['accounts.get', 500],
    ['customerOwners.link', 500],
    ['stripe', 503],
    ['accounts.swapCheckout', 500],
    ['groups', 500],
  ] as const)(
    '%s: the user gets %i and can try again',
    async ([part, status], { world, ada, openSessions }) => {
      world.intercept(failing(part))
      const refused = await checkout(world.services)(
        apiRequest(world, '/api/checkout', { as: ada, body: { plan: 'pro' } }),
      )
      world.resetCalls()

      expect(refused.status).toBe(status)
      await buy(world, ada)
      expect(openSessions().filter(({ url }) => url === null)).toEqual([])
      expect(world.engine.store.subscriptions.size).toBe(1)
    },
  )
})
