import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { openStripe } from '@/testing/stripe/local-stripe'
import { stripePromotions } from './promotions'

type Open = Awaited<ReturnType<typeof openStripe>>
let open: Open
let calls: string[]
beforeEach(async () => {
  calls = []
  open = await openStripe({
    catalog: saas,
    intercept: (name, send) => {
      calls.push(name)
      return send()
    },
  })
})

const now = () => open.engine.clock.now()
const find = (code: string, at = now()) => stripePromotions(open.stripe).find(code, at)

async function make(
  coupon: Stripe.CouponCreateParams,
  code: Partial<Stripe.PromotionCodeCreateParams> = {},
) {
  const made = await open.direct.coupons.create(coupon)
  return open.direct.promotionCodes.create({
    code: 'SPRING',
    ...code,
    promotion: { type: 'coupon', coupon: made.id },
  })
}

const inDays = (days: number) => Math.floor(now().getTime() / 1000) + days * 86_400

describe('a promotion code', () => {
  it('is found in upper or lower case, in one call', async () => {
    const { id } = await make({ percent_off: 25, duration: 'repeating', duration_in_months: 3 })

    expect(await find('spring')).toEqual({
      id,
      code: 'SPRING',
      off: { kind: 'percent', percent: 25 },
      lasts: { kind: 'months', months: 3 },
      plans: null,
      minimum: null,
      firstPurchase: false,
    })
    expect(calls).toEqual(['stripe GET /v1/promotion_codes'])
  })

  it('has its amount off, its currency, its minimum and its restrictions', async () => {
    await make(
      { amount_off: 1_000, currency: 'usd', duration: 'forever' },
      {
        restrictions: {
          minimum_amount: 2_000,
          minimum_amount_currency: 'usd',
          first_time_transaction: true,
        },
      },
    )

    expect(await find('SPRING')).toMatchObject({
      off: { kind: 'amount', amountCents: 1_000, currency: 'usd' },
      lasts: { kind: 'forever' },
      minimum: { amountCents: 2_000, currency: 'usd' },
      firstPurchase: true,
    })
  })

  it('names the plans that its products belong to', async () => {
    const { data } = await open.direct.products.list({ limit: 100 })
    const pro = data.find(({ metadata }) => metadata.plan === 'pro')
    await make({ percent_off: 10, applies_to: { products: [pro?.id ?? ''] } })

    expect(await find('SPRING')).toMatchObject({ plans: ['pro'], lasts: { kind: 'once' } })
  })

  it('works until its last second', async () => {
    await make({ percent_off: 10 }, { expires_at: inDays(1) })

    expect(await find('SPRING', new Date(inDays(1) * 1000 - 1))).not.toBeNull()
    expect(await find('SPRING', new Date(inDays(1) * 1000))).toBeNull()
  })
})

describe('a code that gives nothing looks like one that never existed', () => {
  it.each([
    ['unknown', async () => {}],
    ['switched off', () => make({ percent_off: 10 }, { active: false })],
    ['of an ended coupon', () => make({ percent_off: 10, redeem_by: inDays(-1) })],
    [
      'of a deleted coupon',
      async () => {
        const { promotion } = await make({ percent_off: 10 })
        await open.direct.coupons.del(String(promotion.coupon))
      },
    ],
    [
      'made for one customer',
      async () => {
        const customer = await open.direct.customers.create({})
        await make({ percent_off: 10 }, { customer: customer.id })
      },
    ],
    [
      'used up',
      async () => {
        const { id } = await make({ percent_off: 10 }, { max_redemptions: 1 })
        const customer = await open.direct.customers.create({})
        const [price] = (await open.direct.prices.list({ lookup_keys: ['saas_pro_month'] })).data
        await open.direct.subscriptions.create({
          customer: customer.id,
          items: [{ price: price?.id ?? '' }],
          trial_period_days: 3,
          discounts: [{ promotion_code: id }],
        })
      },
    ],
  ])('%s', async (_, prepare) => {
    await prepare()

    expect(await find('SPRING')).toBeNull()
  })

  it('isn’t looked up if it can’t be a code', async () => {
    for (const code of ['', ' ', 'a b', '%', 'x'.repeat(61), '../coupons', 'é', '__proto__']) {
      expect(await find(code)).toBeNull()
    }
    expect(calls).toEqual([])
  })
})
