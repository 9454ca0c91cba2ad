import type Stripe from 'stripe'
import type { PageContext } from '../page-context'
import type { Card } from '../payment/card'
import { saveCard } from '../payment/save-card'
import type { Portal } from './read'

/** Saves a card with a setup intent, so that it can be declined or require 3-D Secure. */
export async function addCard(
  { api }: PageContext,
  portal: Portal,
  card: Card,
): Promise<Stripe.SetupIntent> {
  const method = await saveCard(api, card)
  return api.setupIntents.create({
    customer: portal.customer.id,
    payment_method: method.id,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    confirm: true,
    usage: 'off_session',
  })
}

/** The setup intent of this customer, if it waits for 3-D Secure. */
export function cardToApprove({ engine: { store } }: PageContext, portal: Portal, id: string) {
  const intent = store.setupIntents.get(id)
  const isTheirs = intent?.customer === portal.customer.id
  return isTheirs && intent.status === 'requires_action' ? intent : null
}
