import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Catalog, defineCatalog } from '@/lib/billing/catalog'
import { metered } from '@/lib/billing/catalogs/metered'
import { saas } from '@/lib/billing/catalogs/saas'
import type { Person } from '@/lib/cognito/people'
import { sync } from '@/lib/sync/sync'
import { failing, holding } from '@/lib/testing/around'
import { withLifetime } from '@/lib/testing/catalog'
import { asked } from '@/lib/testing/occasion'
import { askCheckout, asking, buy, openSession, visa } from '@/lib/testing/shop'
import { createWorld, type World, type WorldOptions } from '@/lib/testing/world'
import { checkout } from './checkout'

let world: World
let ada: Person
const start = async (options?: WorldOptions) => {
  world = await createWorld(options)
  ada = world.enrol('ada')
}
beforeEach(() => start())
afterEach(() => world.close())

const sessions = () => world.engine.store.checkoutSessions.all()
const open = () => sessions().filter(({ status }) => status === 'open')
const codeOf = async (response: Response) => {
  const { error } = (await response.json()) as { error?: { code: string } }
  return [response.status, error?.code]
}

describe('POST /api/checkout', () => {
  it('sends a signed-in person to Stripe to pay for the plan', async () => {
    const response = await askCheckout(world, ada, { plan: 'pro', interval: 'year', quantity: 2 })

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

  it('makes their customer on the way, named by their sub', async () => {
    await askCheckout(world, ada)

    const [customer] = world.engine.store.customers.all()
    expect(customer).toMatchObject({ email: ada.email, metadata: { cognito_sub: ada.userId } })
    expect(await world.accounts.ownerOf(customer?.id ?? '')).toBe(ada.userId)
  })

  it('takes one seat by the month when nothing else is said', async () => {
    await askCheckout(world, ada, { plan: 'starter' })

    expect(sessions()).toMatchObject([{ amount_total: 1_900 }])
  })

  it('leads to the subscription once', async () => {
    await buy(world, ada)

    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'already_subscribed'])
    expect(await codeOf(await askCheckout(world, ada, { plan: 'enterprise' }))).toEqual([
      409,
      'already_subscribed',
    ])
    expect(open()).toEqual([])
  })
})

describe('a body that wants more than a plan', () => {
  it.each([
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
    ["somebody's customer id", { plan: 'pro', customer: 'cus_other' }],
    ["somebody's user id", { plan: 'pro', userId: 'sub-bob' }],
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
  ])('is refused: %s', async (_, body) => {
    const response = await askCheckout(world, ada, body)

    expect([400, 413]).toContain(response.status)
    expect(await response.json()).toMatchObject({
      error: { code: response.status === 413 ? 'too_large' : 'invalid_request' },
    })
    expect(sessions()).toEqual([])
    expect(({} as Record<string, unknown>).trialDays).toBeUndefined()
  })
})

describe('what can be chosen', () => {
  const restart = async (options: WorldOptions) => {
    await world.close()
    await start(options)
  }
  const words = async (response: Response) => {
    const { error } = (await response.json()) as { error?: { message: string } }
    return error?.message ?? ''
  }
  const euro: Catalog = defineCatalog({
    ...saas,
    plans: saas.plans.map((plan) => ({
      ...plan,
      prices: plan.prices.map((price) => ({ ...price, otherCurrencies: { eur: 4_500 } })),
    })),
  })

  it('is a quantity that the plan is sold in', async () => {
    expect(await words(await askCheckout(world, ada, { plan: 'pro', quantity: 1_001 }))).toBe(
      'quantity: one person may buy at most 1000 of Pro.',
    )
    expect((await askCheckout(world, ada, { plan: 'pro', quantity: 1_000 })).status).toBe(200)
  })

  it('is a currency that the price has', async () => {
    await restart({ catalog: euro })
    await askCheckout(world, ada, { plan: 'pro', currency: 'eur' })

    expect(sessions()).toMatchObject([{ currency: 'eur', amount_total: 4_500 }])
    expect(await words(await askCheckout(world, ada, { plan: 'pro', currency: 'gbp' }))).toBe(
      'currency: Pro has no price in gbp, but in usd, eur.',
    )
  })

  it('is kept: who pays in one currency is not billed in another', async () => {
    await restart({ catalog: euro })
    await buy(world, ada, { plan: 'pro', currency: 'eur' })
    const [subscription] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.cancel(subscription?.id ?? '')

    expect(await words(await askCheckout(world, ada, { plan: 'pro', currency: 'usd' }))).toContain(
      'you are billed in eur already',
    )
    await askCheckout(world, ada, { plan: 'starter' })
    expect(open()).toMatchObject([{ currency: 'eur' }])
  })

  it('comes with what bills the usage', async () => {
    await restart({ catalog: metered })
    await buy(world, ada, { plan: 'usage' })
    await sync(world.services, ada.userId, asked)

    const [subscription] = world.engine.store.subscriptions.all()
    expect(subscription?.items.data.map(({ price }) => price.lookup_key).sort()).toEqual([
      'metered_usage_credits',
      'metered_usage_month',
    ])
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ plan: 'usage' })
  })

  describe('with a promotion code', () => {
    const coupon = (params: object) => world.stripe.coupons.create(params)
    const code = async (name: string, off: object, params: object = {}) => {
      const { id } = await coupon({ duration: 'once', ...off })
      await world.stripe.promotionCodes.create({
        code: name,
        promotion: { type: 'coupon', coupon: id },
        ...params,
      })
    }
    const unknown = 'promotionCode: there is no such code, or it has ended.'

    it('is cheaper by it, in whatever case it is typed', async () => {
      await code('LAUNCH', { percent_off: 20 })
      await askCheckout(world, ada, { plan: 'pro', promotionCode: 'launch' })

      expect(sessions()).toMatchObject([{ amount_total: 3_920, allow_promotion_codes: null }])
    })

    it('is another session than without', async () => {
      await code('LAUNCH', { percent_off: 20 })
      await openSession(world, ada)
      const reduced = await openSession(world, ada, { plan: 'pro', promotionCode: 'LAUNCH' })

      expect(open().map(({ id }) => id)).toEqual([reduced])
    })

    it.each([
      ['was never made', async () => {}],
      ['has ended', () => code('OLD', { percent_off: 20 }, { active: false })],
      [
        'is for another customer',
        async () => {
          const customer = await world.stripe.customers.create({})
          await code('OLD', { percent_off: 20 }, { customer: customer.id })
        },
      ],
    ])('that %s is refused in the same words', async (_, make) => {
      await make()

      const refused = await askCheckout(world, ada, { plan: 'pro', promotionCode: 'OLD' })
      expect([refused.status, await words(refused)]).toEqual([400, unknown])
    })

    it('that is only for a first payment is refused to who has paid, in the same words', async () => {
      await code('FIRST', { percent_off: 20 }, { restrictions: { first_time_transaction: true } })
      await buy(world, ada)
      const [subscription] = world.engine.store.subscriptions.all()
      await world.stripe.subscriptions.cancel(subscription?.id ?? '')

      const refused = await askCheckout(world, ada, { plan: 'pro', promotionCode: 'FIRST' })
      expect([refused.status, await words(refused)]).toEqual([400, unknown])
    })

    it('that takes nothing off this plan says so', async () => {
      const [starter] = (await world.stripe.prices.list({ lookup_keys: ['saas_starter_month'] }))
        .data
      const products = [String(starter?.product)]
      await code('STARTER', { percent_off: 20, applies_to: { products } })

      expect(
        await words(await askCheckout(world, ada, { plan: 'pro', promotionCode: 'STARTER' })),
      ).toBe('promotionCode: this code takes nothing off Pro.')
    })

    it('can not make free what is bought once: nothing would show that it was bought', async () => {
      await restart({ catalog: withLifetime })
      await code('FREE', { percent_off: 100 })
      const body = { plan: 'lifetime', interval: 'once', promotionCode: 'FREE' }

      expect(await words(await askCheckout(world, ada, body))).toContain('can not cost nothing')
    })

    it('is refused where none are taken', async () => {
      await restart({ catalog: defineCatalog({ ...saas, checkout: { promotionCodes: false } }) })
      await code('LAUNCH', { percent_off: 20 })

      expect(
        await words(await askCheckout(world, ada, { plan: 'pro', promotionCode: 'LAUNCH' })),
      ).toBe('promotionCode: no promotion codes are taken here.')
      await askCheckout(world, ada, { plan: 'pro' })
      expect(sessions()).toMatchObject([{ allow_promotion_codes: null }])
    })
  })

  it('is paid inside the app where a publishable key is set', async () => {
    await restart({ env: { STRIPE_PUBLISHABLE_KEY: 'pk_test_world' } })
    const response = await askCheckout(world, ada, { plan: 'pro', embedded: true })

    const [session] = sessions()
    expect(await response.json()).toEqual({ clientSecret: session?.client_secret })
    expect(session).toMatchObject({
      ui_mode: 'embedded_page',
      return_url: 'https://app.test/checkout/return?session_id={CHECKOUT_SESSION_ID}',
    })
    // The same again is the same session; Stripe's page is another.
    expect(await (await askCheckout(world, ada, { plan: 'pro', embedded: true })).json()).toEqual({
      clientSecret: session?.client_secret,
    })
    expect(await (await askCheckout(world, ada, { plan: 'pro' })).json()).toEqual({
      url: open()[0]?.url,
    })
    expect(open()).toHaveLength(1)
  })

  it.each([{ bankStarts: 'incomplete' }, { bankStarts: 'active' }] as const)(
    'is nothing while a bank is at the first payment (%j): nobody pays twice',
    async (settings) => {
      await restart({ stripe: { settings } })
      const session = await openSession(world, ada)
      world.engine.checkout.pay(session, { bank: 'succeeds' })

      expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'payment_pending'])
      expect(world.engine.store.subscriptions.all()).toMatchObject([
        { status: settings.bankStarts },
      ])
    },
  )

  it('is nothing while a bank is at a lifetime purchase, either', async () => {
    await restart({ catalog: withLifetime })
    const body = { plan: 'lifetime', interval: 'once' }
    world.engine.checkout.pay(await openSession(world, ada, body), { bank: 'succeeds' })

    expect(await codeOf(await askCheckout(world, ada, body))).toEqual([409, 'payment_pending'])
    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'payment_pending'])
  })
})

describe('two windows', () => {
  it('that want the same get the same session', async () => {
    const urls = await Promise.all(
      [1, 2, 3].map(async () => (await askCheckout(world, ada)).json()),
    )

    expect(open()).toHaveLength(1)
    expect(new Set(urls.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ url: open()[0]?.url })]),
    )
  })

  it('one after the other, get the same session without a second one being made', async () => {
    const first = await openSession(world, ada)

    expect(await openSession(world, ada)).toBe(first)
    expect(sessions()).toHaveLength(1)
  })

  it.each([{ plan: 'starter' }, { plan: 'pro', interval: 'year' }, { plan: 'pro', quantity: 2 }])(
    'of which the later wants %j: the older session ends',
    async (other) => {
      const older = await openSession(world, ada)
      const newer = await openSession(world, ada, other)

      expect(open().map(({ id }) => id)).toEqual([newer])
      expect(() => world.engine.checkout.pay(older, visa)).toThrow()
      expect((await world.accounts.get(ada.userId))?.checkout?.sessionId).toBe(newer)
    },
  )

  it('that want different plans at the same moment end with one to pay', async () => {
    const answers = await Promise.all(
      ['starter', 'pro', 'enterprise'].map((plan) => askCheckout(world, ada, { plan })),
    )

    expect(answers.some(({ status }) => status === 200)).toBe(true)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect(open()).toHaveLength(1)
  })

  it('of which one replaces the session the other was just looking at', async () => {
    await openSession(world, ada, { plan: 'pro', quantity: 5 })
    const slow = holding('stripe GET /v1/subscriptions')
    world.disturb(slow.around)
    const left = askCheckout(world, ada, { plan: 'enterprise' })
    await slow.reached
    await openSession(world, ada, { plan: 'starter' })
    slow.release()
    await left

    expect(open()).toHaveLength(1)
  })

  it('of which one has just paid: the other is told, and pays nothing', async () => {
    const session = await openSession(world, ada, { plan: 'starter' })
    const slow = holding('stripe POST /v1/checkout/sessions')
    world.disturb(slow.around)
    const left = askCheckout(world, ada, { plan: 'pro' })
    await slow.reached
    world.engine.checkout.pay(session, visa)
    slow.release()

    expect(await codeOf(await left)).toEqual([409, 'conflict'])
    expect(open()).toEqual([])
    expect(world.engine.store.subscriptions.size).toBe(1)
  })

  it('of which one paid before the other asked: no webhook is needed to know', async () => {
    const session = await openSession(world, ada)
    world.engine.checkout.pay(session, visa)

    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'already_subscribed'])
  })
})

describe('a session left lying about', () => {
  it('is replaced shortly before it expires, so that it does not end under the hands', async () => {
    const older = await openSession(world, ada)
    world.engine.clock.advance({ hours: 23, minutes: 51 })

    const newer = await openSession(world, ada)

    expect(newer).not.toBe(older)
    expect(open().map(({ id }) => id)).toEqual([newer])
  })

  it('is replaced once it has expired', async () => {
    const older = await openSession(world, ada)
    world.engine.clock.advance({ days: 2 })

    expect(await openSession(world, ada)).not.toBe(older)
  })
})

describe('what came before', () => {
  it('a customer deleted in Stripe is replaced, so that a person can buy again', async () => {
    await askCheckout(world, ada)
    const gone = (await world.accounts.get(ada.userId))?.customerId ?? ''
    await world.stripe.customers.del(gone)

    await buy(world, ada, { plan: 'starter' })
    await sync(world.services, ada.userId, asked)

    const row = await world.accounts.get(ada.userId)
    expect(row).toMatchObject({ access: { plan: 'starter' } })
    expect(row?.customerId).not.toBe(gone)
  })

  it('a row that was lost sells nobody a second subscription, however long ago', async () => {
    await buy(world, ada)
    world.accounts.drop(ada.userId)
    world.engine.clock.advance({ hours: 26 })

    expect(await codeOf(await askCheckout(world, ada))).toEqual([409, 'already_subscribed'])
    expect(world.engine.store.customers.all()).toHaveLength(1)
  })

  it('a first payment still open is given up, so that it can not become a second subscription', async () => {
    await askCheckout(world, ada)
    const customer = (await world.accounts.get(ada.userId))?.customerId ?? ''
    const [price] = (await world.stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
    const incomplete = await world.stripe.subscriptions.create({
      customer,
      items: [{ price: price?.id ?? '' }],
      payment_behavior: 'default_incomplete',
    })

    await buy(world, ada, { plan: 'starter' })

    const { status } = await world.stripe.subscriptions.retrieve(incomplete.id)
    expect(status).toBe('incomplete_expired')
  })
})

describe('a trial', () => {
  beforeEach(async () => {
    await world.close()
    await start({ env: { TRIAL_DAYS: '14' } })
  })

  it('is offered as configured', async () => {
    await buy(world, ada)

    expect(world.engine.store.subscriptions.all()).toMatchObject([{ status: 'trialing' }])
  })

  it.each([
    ['cancel', 'canceled'],
    ['pause', 'paused'],
    ['invoice', 'past_due'],
  ] as const)('may begin without a card, and then ends by %s as %s', async (withoutCard, ends) => {
    await world.close()
    const catalog = defineCatalog({ ...saas, trial: { card: 'optional', withoutCard } })
    await start({ catalog, env: { TRIAL_DAYS: '14' } })
    world.engine.checkout.pay(await openSession(world, ada), { nothing: true })
    await sync(world.services, ada.userId, asked)
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({
      status: 'trialing',
      plan: 'pro',
    })

    world.engine.clock.advance({ days: 14, hours: 2 })
    await sync(world.services, ada.userId, asked)
    expect((await world.accounts.get(ada.userId))?.access).toMatchObject({ status: ends })
    expect(world.engine.store.charges.size).toBe(0)
  })

  it('is given once: after it was ended, the next subscription costs from the first day', async () => {
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
  it.each(['accounts.get', 'accounts.linkCustomer', 'stripe', 'accounts.swapCheckout', 'groups'])(
    '%s: the person hears 500 and can try again',
    async (part) => {
      world.disturb(failing(part))
      const refused = await checkout(world.services)(
        asking(world, '/api/checkout', { as: ada, body: { plan: 'pro' } }),
      )
      world.calm()

      expect([200, 500]).toContain(refused.status)
      await buy(world, ada)
      expect(open().filter(({ url }) => url === null)).toEqual([])
      expect(world.engine.store.subscriptions.size).toBe(1)
    },
  )
})
