import { invalid, missing } from '../../world/errors'
import type { PaymentMethod } from '../../world/types'
import { change, find, type World } from '../../world/world'
import { cardError } from '../declines'
import { markSpent, requireUsable } from '../usable'
import { behaviorOf } from './behavior'
import { resolvePaymentMethod } from './create'
import { revokeMandates } from './mandates'

/** Attaches a payment method to a customer. Throws if the bank refuses to save the card. */
export function attachPaymentMethod(
  world: World,
  id: string,
  customerId: string,
  param = 'id',
): PaymentMethod {
  if (!world.store.customers.get(customerId)) throw missing('customer', customerId, 'customer')
  const method = resolvePaymentMethod(world, id, param)
  if (method.customer === customerId) return method
  if (method.customer !== null) {
    throw invalid(
      'The payment method you provided has already been attached to a customer.',
      'payment_method',
    )
  }
  requireUsable(world, method, customerId)
  const { declines } = behaviorOf(world, method)
  if (declines) throw cardError(declines, {}, { keepsChanges: false })
  return change(
    world,
    world.store.paymentMethods,
    method,
    { customer: customerId },
    'payment_method.attached',
  )
}

export function detachPaymentMethod(world: World, id: string): PaymentMethod {
  const method = find(world.store.paymentMethods, 'PaymentMethod', id)
  if (method.customer === null) {
    throw invalid(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    )
  }
  const customer = world.store.customers.get(method.customer)
  if (customer?.invoice_settings.default_payment_method === id) {
    change(
      world,
      world.store.customers,
      customer,
      { invoice_settings: { ...customer.invoice_settings, default_payment_method: null } },
      'customer.updated',
    )
  }
  for (const subscription of world.store.subscriptions.where('customer', method.customer)) {
    if (subscription.default_payment_method === id) {
      world.store.subscriptions.put({ ...subscription, default_payment_method: null })
    }
  }
  const detached = change(
    world,
    world.store.paymentMethods,
    method,
    { customer: null },
    'payment_method.detached',
  )
  markSpent(world, id)
  revokeMandates(world, id)
  return detached
}
