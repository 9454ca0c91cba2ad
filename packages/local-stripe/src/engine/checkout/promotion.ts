import { ApiError } from '../world/errors'
import type { PromotionCode } from '../world/types'
import { change, find, type World } from '../world/world'
import { priceSession } from './totals'

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
    const changed = { ...order, discounts }
    const totals = priceSession(world, session, changed)
    store.checkoutOrders.put(changed)
    change(world, store.checkoutSessions, session, {
      ...totals,
      discounts: code ? [{ coupon: null, promotion_code: code.id }] : [],
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
