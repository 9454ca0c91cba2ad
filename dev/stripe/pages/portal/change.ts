import type Stripe from 'stripe'
import { switchParams } from '../../engine/portal'
import { updateSubscription } from '../../engine/subscription-update'
import { upcomingInvoice } from '../../engine/upcoming'
import type { Invoice } from '../../engine/wire'
import { find, rehearse, type World } from '../../engine/world'
import type { Desk } from '../desk'
import { offeredPrices, type Portal } from './read'

/** What a change of plan would do. */
export interface Change {
  price: Stripe.Price
  quantity: number
  /** The invoice that the change makes at once, or the next one where it makes none. */
  invoice: Invoice
  dueNow: boolean
  /** Sent back with the change, so that it is charged for the second that was shown. */
  prorationDate: number
}

/** What changing to the plan asked for would cost, or null where the portal doesn't offer it. */
export async function previewChange(
  desk: Desk,
  portal: Portal,
  subscription: Stripe.Subscription,
  asked: Record<string, string>,
): Promise<Change | null> {
  const { engine } = desk
  const item = subscription.items.data[0]
  const prices = await offeredPrices(desk, portal)
  const price = prices.find(({ id }) => id === (asked.price ?? item?.price.id))
  const quantity = Number(asked.quantity ?? item?.quantity ?? 1)
  const prorationDate = Number(asked.proration_date ?? engine.world.clock.seconds())
  if (!price || !isCount(quantity) || !isCount(prorationDate)) return null

  const wanted = { price, quantity, prorationDate }
  const previewed = engine.run((world) =>
    rehearse(world, () => {
      const params = changeParams(world, portal, subscription, wanted)
      // A card that would be refused doesn't change what is asked for.
      const after = updateSubscription(world, subscription.id, {
        ...params,
        payment_behavior: 'allow_incomplete',
      })
      const made = after.latest_invoice !== subscription.latest_invoice
      const invoice = made
        ? find(world.store.invoices, 'invoice', after.latest_invoice ?? '')
        : upcomingInvoice(world, after)
      return { invoice, dueNow: made }
    }),
  )
  return { ...wanted, ...previewed }
}

/** Makes the change that was previewed. A card that is refused changes nothing. */
export function changePlan(
  { engine }: Desk,
  portal: Portal,
  subscription: Stripe.Subscription,
  change: Change,
): void {
  engine.run((world) => {
    updateSubscription(world, subscription.id, changeParams(world, portal, subscription, change))
  })
}

/** What preview and change both do: only so are they the same to the cent. */
function changeParams(
  { store }: World,
  portal: Portal,
  { id }: Stripe.Subscription,
  { price, quantity, prorationDate }: Pick<Change, 'price' | 'quantity' | 'prorationDate'>,
) {
  const subscription = find(store.subscriptions, 'subscription', id)
  const configurationId = String(portal.session.configuration)
  const configuration = find(store.portalConfigurations, 'configuration', configurationId)
  const prorates = configuration.features.subscription_update.proration_behavior !== 'none'
  return {
    ...switchParams(subscription, configuration, { price: price.id, quantity }),
    ...(prorates && { proration_date: prorationDate }),
  }
}

const isCount = (number: number) => Number.isSafeInteger(number) && number >= 1
