import Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { cached } from '@/lib/stripe/cached'
import { orCustomerGone } from '@/lib/stripe/customer/customer-gone'
import { dateFromUnix, idOf } from '@/lib/stripe/customer/values'
import { underKey } from '@/lib/stripe/idempotency'
import { isAboutDiscount, isAboutInactive, noActivePrice, orNull } from '@/lib/stripe/stripe-errors'
import { shownMethod } from '@/lib/stripe/subscription/running'
import { checkoutParams } from './checkout-params'
import type { CheckoutReceipt, CheckoutSession, CheckoutSpec, Checkouts } from './checkouts'
import { PromotionRefused } from './promotions'
import { unusedCents } from './unused-time'

export function stripeCheckouts(stripe: Stripe, catalog: Catalog): Checkouts {
  const priceIds = cached(async (lookupKey: string) => {
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true })
    const [price] = data
    if (!price) throw noActivePrice(lookupKey, catalog)
    return price.id
  })

  /**
   * A coupon for this one checkout. The same credit gets the same coupon when it is asked for
   * again.
   */
  const creditCoupon = async ({ userId, plan, creditCents, currency }: CheckoutSpec) => {
    if (!creditCents || !currency) return null
    const coupon = {
      amount_off: creditCents,
      currency,
      duration: 'once' as const,
      max_redemptions: 1,
      name: 'Unused time',
      metadata: { cognito_sub: userId },
    }
    const key = `credit:${userId}:${plan}:${currency}:${creditCents}`
    const { id } = await underKey(key, (options) => stripe.coupons.create(coupon, options))
    return id
  }

  return {
    async open(spec) {
      const coupon = await creditCoupon(spec)
      const open = async () => {
        const price = await priceIds(spec.lookupKey)
        const metered = await Promise.all((spec.meteredPrices ?? []).map(priceIds))
        const params = checkoutParams(spec, { price, metered, coupon }, catalog)
        return sessionOf(await stripe.checkout.sessions.create(params))
      }
      return orCustomerGone(stripe, spec.customerId, async () => {
        try {
          return await open().catch((error) => {
            if (!isAboutInactive(error)) throw error
            // Another price took over the lookup key. Ask again instead of waiting for the cache.
            priceIds.forget()
            return open()
          })
        } catch (error) {
          if (spec.promotion && isAboutDiscount(error)) throw new PromotionRefused()
          throw error
        }
      })
    },

    async find(sessionId) {
      const session = await orNull(
        stripe.checkout.sessions.retrieve(sessionId, { expand: [...receiptExpands] }),
      )
      return session && sessionOf(session)
    },

    async expire(sessionId) {
      try {
        await stripe.checkout.sessions.expire(sessionId)
        return true
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
        const { status } = await stripe.checkout.sessions.retrieve(sessionId)
        // Still open: Stripe refused for another reason, and the session may yet be paid.
        if (status === 'open') throw error
        return status !== 'complete'
      }
    },

    unusedCents: (subscriptionIds, currency) => unusedCents(stripe, subscriptionIds, currency),

    async ping() {
      await stripe.prices.list({ limit: 1 })
    },
  }
}

/** The expansions that `receiptOf` reads. */
const receiptExpands = [
  'invoice',
  'subscription.default_payment_method',
  'payment_intent.latest_charge',
  'payment_intent.payment_method',
] as const

function receiptOf(session: Stripe.Checkout.Session): CheckoutReceipt | null {
  if (session.status !== 'complete' || session.amount_total === null || !session.currency) {
    return null
  }
  const { invoice, subscription, payment_intent: intent } = session
  const charge = typeof intent === 'object' ? intent?.latest_charge : null
  const method =
    typeof subscription === 'object' && subscription
      ? subscription.default_payment_method
      : typeof intent === 'object' && intent
        ? intent.payment_method
        : null
  return {
    amountCents: session.amount_total,
    currency: session.currency,
    paymentMethod: shownMethod(method),
    url:
      (typeof invoice === 'object' && invoice?.hosted_invoice_url) ||
      (typeof charge === 'object' && charge?.receipt_url) ||
      null,
  }
}

const sessionOf = (session: Stripe.Checkout.Session): CheckoutSession => ({
  id: session.id,
  customerId: session.customer && idOf(session.customer),
  plan: session.metadata?.plan ?? null,
  mode: session.mode === 'payment' ? 'payment' : 'subscription',
  status:
    session.status === 'open' ? 'open' : session.status === 'complete' ? 'complete' : 'expired',
  paid: session.payment_status === 'paid' || session.payment_status === 'no_payment_required',
  url: session.url,
  clientSecret: session.client_secret,
  expiresAt: dateFromUnix(session.expires_at),
  receipt: receiptOf(session),
})
