import type { PendingCheckout } from '../../world/records'
import type { CheckoutSession } from '../../world/types'
import { find, type World } from '../../world/world'

/** A payment by card, which may wait for 3-D Secure. */
export type CardPayment = NonNullable<PendingCheckout['pendingAuthentication']>

export const orderOf = (world: World, session: CheckoutSession): PendingCheckout =>
  find(world.store.checkoutOrders, 'checkout session', session.id)
