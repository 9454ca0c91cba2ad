import { ApiError } from '../world/errors'
import type { PendingCheckout } from '../world/records'
import type { PromotionCode } from '../world/types'
import { change, find, type World } from '../world/world'
import { sessionTotals } from './totals'

export type Promotion = { kind: 'applied' } | { kind: 'refused'; message: string }

/** Applies the promotion code that the buyer entered. An empty one removes it. */
export function applyPromotion(world: World, sessionId: string, entered: string): Promotion {
  const { store } = world
  const session = find(store.checkoutSessions, 'checkout.session', sessionId)
  const order = find(store.checkoutOrders, 'checkout order', sessionId)
  const code = codeNamed(store.promotionCodes.all(), entered)
  if (!session.allow_promotion_codes || (entered && !code)) return refused

  const discounts = code ? [{ promotion_code: code.id }] : null
  try {
    const totals = sessionTotals(world, {
      items: order.items,
      discounts,
      customer: session.customer,
      ...(session.currency && { currency: session.currency }),
      free: startsFree(order),
    })
    store.checkoutOrders.put({ ...order, discounts })
    change(world, store.checkoutSessions, session, {
      amount_subtotal: totals.subtotal,
      amount_total: totals.total,
      discounts: code ? [{ coupon: null, promotion_code: code.id }] : [],
      total_details: { amount_discount: totals.discount, amount_shipping: 0, amount_tax: 0 },
    })
    return { kind: 'applied' }
  } catch (error) {
    if (error instanceof ApiError) return refused
    throw error
  }
}

const refused: Promotion = { kind: 'refused', message: 'This code is invalid.' }

/** Codes are case-insensitive. An inactive code can have the same name as an active one. */
const codeNamed = (codes: PromotionCode[], entered: string) =>
  codes.find(({ active, code }) => active && code.toLowerCase() === entered.toLowerCase())

const startsFree = ({ subscriptionData }: PendingCheckout) =>
  Boolean(subscriptionData?.trial_period_days || subscriptionData?.trial_end)
