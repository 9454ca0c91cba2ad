import { attachPaymentMethod } from '../customers/payment-methods/attach'
import { storePaymentMethod } from '../customers/payment-methods/create'
import { cardBehavior } from '../customers/test-cards'
import { newSetupIntent } from '../payments/setup-intents'
import type { PaymentMethod } from '../world/types'
import type { World } from '../world/world'

export type AddedCard =
  | { kind: 'attached'; paymentMethod: PaymentMethod }
  | { kind: 'declined'; message: string }

/** Saves a card number for a customer, with a setup intent. */
export function addCardFromPage(world: World, customer: string, number: string): AddedCard {
  const behavior = cardBehavior(number)
  if (!behavior) return { kind: 'declined', message: 'Your card number is invalid.' }
  if (behavior.declines) return { kind: 'declined', message: behavior.declines.message }
  const method = storePaymentMethod(world, behavior, { allow_redisplay: 'always' })
  const onFile = world.store.cardsOnFile.get(method.id)
  if (onFile) world.store.cardsOnFile.put({ ...onFile, authenticated: true })
  const attached = attachPaymentMethod(world, method.id, customer)
  newSetupIntent(world, { customer, payment_method: method.id, status: 'succeeded' })
  return { kind: 'attached', paymentMethod: attached }
}
