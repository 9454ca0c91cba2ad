import type Stripe from 'stripe'
import { switchParams } from '../../engine/portal'
import { find } from '../../engine/world'
import type { Desk } from '../desk'
import type { Change } from './confirm-update'
import { offeredPrices, type Portal } from './read'

/** What changing to the price asked for would cost, or null where the portal doesn't offer it. */
export async function previewChange(
  desk: Desk,
  portal: Portal,
  subscription: Stripe.Subscription,
  asked: Record<string, string>,
): Promise<Change | null> {
  const item = subscription.items.data[0]
  const prices = await offeredPrices(desk, portal)
  const price = prices.find(({ id }) => id === (asked.price ?? item?.price.id))
  const quantity = Number(asked.quantity ?? item?.quantity ?? 1)
  if (!item || !price || !Number.isSafeInteger(quantity) || quantity < 1) return null

  // The second that was shown is the second that is charged, if the form came back with one.
  const prorationDate = Number(asked.proration_date ?? desk.engine.world.clock.seconds())
  const { payment_behavior, ...details } = changeParams(desk, portal, subscription, {
    price: price.id,
    quantity,
    prorationDate,
  })
  const preview = await desk.api.invoices.createPreview({
    customer: portal.customer.id,
    subscription: subscription.id,
    subscription_details: details,
  })
  return { price, quantity, preview, prorationDate, dueNow: chargesNow(portal, item, price) }
}

/** Makes the change that was previewed. A card that is refused changes nothing. */
export async function changePlan(
  desk: Desk,
  portal: Portal,
  subscription: Stripe.Subscription,
  { price, quantity, prorationDate }: Change,
): Promise<void> {
  const params = changeParams(desk, portal, subscription, {
    price: price.id,
    quantity,
    prorationDate,
  })
  await desk.api.subscriptions.update(subscription.id, params)
}

/** What preview and change both send: only so are they the same to the cent. */
function changeParams(
  { engine: { store } }: Desk,
  { session }: Portal,
  { id }: Stripe.Subscription,
  to: { price: string; quantity: number; prorationDate: number },
) {
  const subscription = find(store.subscriptions, 'subscription', id)
  const configuration = find(
    store.portalConfigurations,
    'configuration',
    String(session.configuration),
  )
  const prorates = configuration.features.subscription_update.proration_behavior !== 'none'
  return {
    ...switchParams(subscription, configuration, to),
    ...(prorates && { proration_date: to.prorationDate }),
  }
}

/** A new rhythm starts a new period, which is paid at once. */
function chargesNow(portal: Portal, item: Stripe.SubscriptionItem, price: Stripe.Price): boolean {
  const { proration_behavior } = portal.configuration.features.subscription_update
  const rhythm = ({ recurring }: Stripe.Price) =>
    `${recurring?.interval_count} ${recurring?.interval}`
  return proration_behavior === 'always_invoice' || rhythm(item.price) !== rhythm(price)
}
