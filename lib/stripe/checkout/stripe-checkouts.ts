import Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/catalog'
import { cached } from '@/lib/stripe/cached'
import { orCustomerGone } from '@/lib/stripe/customer/stripe-customers'
import { idOf, seconds } from '@/lib/stripe/customer/stripe-facts'
import type { CheckoutOrder, CheckoutSession, Payments } from '@/lib/stripe/payments'
import { isAboutDiscount, isAboutInactive, orNull } from '@/lib/stripe/stripe-errors'
import { checkoutParams } from './checkout-params'
import { PromotionRefused } from './promotions'

type Checkouts = Pick<Payments, 'openCheckout' | 'checkoutSession' | 'expireCheckout'>

export function stripeCheckouts(stripe: Stripe, catalog: Catalog): Checkouts {
  const priceIds = cached(async (lookupKey: string) => {
    const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true })
    const [price] = data
    if (!price) {
      throw new Error(
        `Stripe has no active price with the lookup key "${lookupKey}": the catalog "${catalog.name}" was not set up there`,
      )
    }
    return price.id
  })

  /** A coupon for this one checkout. The same credit asked for twice is the same coupon. */
  const creditCoupon = async ({ userId, plan, creditCents, currency }: CheckoutOrder) => {
    if (!creditCents || !currency) return null
    const { id } = await stripe.coupons.create(
      {
        amount_off: creditCents,
        currency,
        duration: 'once',
        max_redemptions: 1,
        name: 'Unused time',
        metadata: { cognito_sub: userId },
      },
      { idempotencyKey: `credit:${userId}:${plan}:${currency}:${creditCents}` },
    )
    return id
  }

  return {
    async openCheckout(order) {
      const coupon = await creditCoupon(order)
      const open = async () => {
        const price = await priceIds(order.lookupKey)
        const metered = await Promise.all((order.meteredPrices ?? []).map(priceIds))
        const params = checkoutParams(order, { price, metered, coupon }, catalog)
        return sessionOf(await stripe.checkout.sessions.create(params))
      }
      return orCustomerGone(stripe, order.customerId, async () => {
        try {
          return await open().catch((error) => {
            if (!isAboutInactive(error)) throw error
            // Another price took over the lookup key: no buyer waits until the old one is forgotten.
            priceIds.forget()
            return open()
          })
        } catch (error) {
          if (order.promotion && isAboutDiscount(error)) throw new PromotionRefused()
          throw error
        }
      })
    },

    async checkoutSession(sessionId) {
      const session = await orNull(stripe.checkout.sessions.retrieve(sessionId))
      return session && sessionOf(session)
    },

    async expireCheckout(sessionId) {
      try {
        await stripe.checkout.sessions.expire(sessionId)
        return true
      } catch (error) {
        if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
        const { status } = await stripe.checkout.sessions.retrieve(sessionId)
        // Still open: Stripe refused for a reason of its own, and somebody may yet pay it.
        if (status === 'open') throw error
        return status !== 'complete'
      }
    },
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
  expiresAt: seconds(session.expires_at),
})
