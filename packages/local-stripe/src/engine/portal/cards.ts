import { cardBehaviour } from '../customers/cards'
import { attachPaymentMethod, storePaymentMethod } from '../customers/payment-methods'
import { openSetupIntent } from '../payments/setup-intents'
import type { PaymentMethod } from '../world/wire'
import type { World } from '../world/world'

export type AddedCard =
  | { kind: 'attached'; paymentMethod: PaymentMethod }
  | { kind: 'declined'; message: string }

/** A card typed on a page of ours, saved for later with a setup intent as the record of it. */
export function attachCardFromPage(world: World, customer: string, number: string): AddedCard {
  const behaviour = cardBehaviour(number)
  if (!behaviour) return { kind: 'declined', message: 'Your card number is invalid.' }
  if (behaviour.declines) return { kind: 'declined', message: behaviour.declines.message }
  const method = storePaymentMethod(world, behaviour, { allow_redisplay: 'always' })
  const onFile = world.store.cardsOnFile.get(method.id)
  if (onFile) world.store.cardsOnFile.put({ ...onFile, authenticated: true })
  const attached = attachPaymentMethod(world, method.id, customer)
  openSetupIntent(world, { customer, payment_method: method.id, status: 'succeeded' })
  return { kind: 'attached', paymentMethod: attached }
}
