import type { z } from 'zod'
import { invalid } from '../world/errors'
import { flag, hash, integer } from '../world/params'
import type { CheckoutSession } from '../world/types'
import { change, find, type World } from '../world/world'
import { openSession } from './open-session'
import { priceSession } from './totals'

export const AdjustableQuantityParams = hash({
  enabled: flag,
  maximum: integer.optional(),
  minimum: integer.optional(),
})

export interface AdjustableQuantity {
  enabled: boolean
  maximum: number
  minimum: number
}

/** Whether and how far the buyer can change the quantity of an item. */
export function adjustableQuantity(
  given: z.output<typeof AdjustableQuantityParams> | undefined,
  quantity: number,
  path: string,
): AdjustableQuantity | null {
  if (!given?.enabled) return null
  const { minimum = 0, maximum = 99 } = given
  if (maximum < 1 || maximum > MOST) {
    throw invalid(`The maximum must be between 1 and ${MOST}.`, `${path}[maximum]`)
  }
  if (minimum < 0 || minimum > maximum) {
    throw invalid(
      'The minimum quantity must be less than or equal to the maximum quantity.',
      `${path}[minimum]`,
    )
  }
  if (quantity < minimum || quantity > maximum) {
    throw invalid(
      'The quantity must be between the minimum and the maximum of `adjustable_quantity`.',
      path.replace('[adjustable_quantity]', '[quantity]'),
    )
  }
  return { enabled: true, maximum, minimum }
}
const MOST = 999_999

/** Changes the quantity of a line as the buyer does on the page. */
export function changeQuantity(
  world: World,
  sessionId: string,
  lineId: string,
  quantity: number,
): CheckoutSession {
  const session = openSession(world, sessionId)
  const order = find(world.store.checkoutOrders, 'checkout session', sessionId)
  const at = world.store.checkoutLines
    .where('session', sessionId)
    .findIndex(({ id }) => id === lineId)
  const limits = order.items[at]?.adjustable
  if (!limits) throw invalid('The quantity of this item cannot be changed.', 'quantity')
  const { minimum, maximum } = limits
  // The only item of an order can't be removed from it.
  const least = Math.max(minimum, order.items.length === 1 ? 1 : 0)
  if (!Number.isInteger(quantity) || quantity < least || quantity > maximum) {
    throw invalid(`Choose a quantity from ${least} to ${maximum}.`, 'quantity')
  }
  const items = order.items.map((item, i) => (i === at ? { ...item, quantity } : item))
  const changed = world.store.checkoutOrders.put({ ...order, items })
  return change(world, world.store.checkoutSessions, session, priceSession(world, session, changed))
}
