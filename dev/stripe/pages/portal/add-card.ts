import type Stripe from 'stripe'
import { answerSetupAuthentication } from '../../engine/setup-intents'
import { transact } from '../../engine/world'
import type { Desk } from '../desk'
import type { Card } from '../payment/card'
import { saveCard } from '../payment/save-card'
import type { Portal } from './read'

/** A card is saved through a setup intent, so that the bank can refuse it or ask who is there. */
export async function addCard(
  { api }: Desk,
  portal: Portal,
  card: Card,
): Promise<Stripe.SetupIntent> {
  const method = await saveCard(api, card)
  return api.setupIntents.create({
    customer: portal.customer.id,
    payment_method: method.id,
    confirm: true,
    usage: 'off_session',
  })
}

/** The setup intent of this portal's customer that waits for the bank's question, if it does. */
export function cardToApprove({ world }: Desk, portal: Portal, id: string) {
  const intent = world.store.setupIntents.get(id)
  const isTheirs = intent?.customer === portal.customer.id
  return isTheirs && intent.status === 'requires_action' ? intent : null
}

/** What the holder answered. False where the card was not saved. */
export function answerForCard({ world }: Desk, id: string, answer: 'success' | 'fail'): boolean {
  const intent = transact(world, () => answerSetupAuthentication(world, id, answer))
  return intent.status === 'succeeded'
}
