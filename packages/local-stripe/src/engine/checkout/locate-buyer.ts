import { customerOf } from '../customers/customers'
import { countryOf } from '../tax/automatic-rate'
import type { Buyer } from '../world/records'
import type { CheckoutSession } from '../world/types'
import { change, type World } from '../world/world'
import { sessionTax } from './checkout-tax'
import { openSession } from './open-session'
import { priceSession } from './totals'

/**
 * Prices a session anew once the buyer's country is known. Without an entered one it is that of the
 * saved address, or else the account's.
 */
export function locateBuyer(world: World, session: CheckoutSession, buyer: Buyer): CheckoutSession {
  const order = world.store.checkoutOrders.get(session.id)
  if (!order?.tax || session.mode === 'setup') return session
  const saved = countryOf(session.customer ? customerOf(world, session.customer) : null)
  const entered = order.tax.savesAddress ? buyer.country : undefined
  const country = entered ?? saved ?? ACCOUNT_COUNTRY
  const located = world.store.checkoutOrders.put({ ...order, tax: { ...order.tax, country } })
  return change(world, world.store.checkoutSessions, session, {
    ...priceSession(world, session, located),
    automatic_tax: sessionTax(located.tax ?? null, true),
  })
}

/** The same for an open session, before the buyer pays. */
export const locateOpenSession = (world: World, id: string, buyer: Buyer): CheckoutSession =>
  locateBuyer(world, openSession(world, id), buyer)

const ACCOUNT_COUNTRY = 'US'
