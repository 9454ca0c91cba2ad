import type { Subscription } from '../world/types'
import type { World } from '../world/world'

interface Payer {
  customer: string | null
  default_payment_method: string | null
}

/**
 * The default payment method of the first that has one: an invoice, its subscription, and then the
 * customer of both.
 */
export function methodFor(world: World, ...payers: (Payer | Subscription)[]): string | null {
  const customer = payers[0]?.customer ?? null
  const chosen = [
    ...payers.map((each) => each.default_payment_method),
    world.store.customers.get(customer ?? '')?.invoice_settings.default_payment_method,
  ].find((id) => id && world.store.paymentMethods.get(id)?.customer === customer)
  return chosen ?? null
}
