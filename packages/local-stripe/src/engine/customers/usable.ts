import { invalid, missing } from '../world/errors'
import type { PaymentMethod } from '../world/types'
import type { World } from '../world/world'

/**
 * Refuses a payment method of another customer, and one that can't be used again: it paid without
 * being attached, or was detached.
 */
export function requireUsable(world: World, method: PaymentMethod, customer: string | null): void {
  if (world.store.cardsOnFile.get(method.id)?.spent) throw spent()
  if (method.customer === null || method.customer === customer) return
  if (customer === null) {
    throw invalid(
      `The PaymentMethod ${method.id} belongs to a Customer. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
      'payment_method',
    )
  }
  const { body } = missing('PaymentMethod', method.id, 'payment_method')
  throw invalid(
    `The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
    body.param,
    body.code,
  )
}

/** Records that a payment method without a customer can't be used again. */
export function markSpent(world: World, id: string): void {
  const method = world.store.paymentMethods.get(id)
  const onFile = world.store.cardsOnFile.get(id)
  if (method?.customer !== null || !onFile) return
  world.store.cardsOnFile.put({ ...onFile, spent: true })
}

const spent = () =>
  invalid(
    'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
    'payment_method',
  )
