import type { Order } from '@/lib/billing/checkout/order'
import { discountedPrice } from '@/lib/billing/pricing/promotion'
import type { Requester } from '@/lib/rate-limits'
import { PromotionRefused, type Promotions } from '@/lib/stripe/checkout/promotions'
import type { SyncServices } from '@/lib/sync/services'
import { invalidField } from './refusals'
import type { CheckoutRequest } from './routes'

type PromotionServices = Pick<SyncServices, 'rules' | 'now'> & { promotions: Promotions }

/**
 * Stripe's id of the code; `undefined` if none was given. The same error for every code that can't be
 * used.
 */
export async function promotionFor(
  { promotions, rules, now }: PromotionServices,
  { promotionCode }: CheckoutRequest,
  { plan, price, ends }: Extract<Order, { kind: 'order' }>,
  requester: Requester,
): Promise<string | undefined> {
  if (promotionCode === undefined) return undefined
  if (!rules.catalog.checkout.promotionCodes) {
    throw invalidField('promotionCode', 'this app doesn’t take promotion codes.')
  }
  if (rules.catalog.lifetime.credit && ends.length > 0) {
    throw invalidField('promotionCode', 'it can’t be combined with the credit for unused time.')
  }
  const promotion = await promotions.find(promotionCode, now(), requester)
  if (!promotion) throw unknownPromotion()
  const left = discountedPrice(promotion, plan, price)
  if (!left) throw invalidField('promotionCode', `this code doesn’t apply to ${plan.name}.`)
  // Without a payment there would be nothing to show that it was bought.
  if (price.interval === 'once' && left.amountCents === 0) {
    throw invalidField('promotionCode', 'a one-time purchase can’t be free.')
  }
  return promotion.id
}

/** Stripe may refuse a code that we found good. */
export async function unlessPromotionRefused<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof PromotionRefused) throw unknownPromotion()
    throw error
  }
}

const unknownPromotion = () => invalidField('promotionCode', 'this code is invalid or has expired.')
