import type Stripe from 'stripe'
import type { Invoice } from '../../engine/world/types'
import type { PageContext } from '../page-context'
import { offeredPrices, type Portal } from './read'

/** The preview of a plan change. */
export interface Change {
  price: Stripe.Price
  quantity: number
  /** The invoice that the change creates now, or else the next one. */
  invoice: Invoice
  dueNow: boolean
  /** True if the change happens at the end of the period. */
  deferred: boolean
  /** Sent back with the change, so that the charge equals the preview. */
  prorationDate: number
}

/** Previews the change to the requested plan. Null if the portal doesn't offer it. */
export async function previewChange(
  context: PageContext,
  portal: Portal,
  subscription: Stripe.Subscription,
  requested: Record<string, string>,
): Promise<Change | null> {
  const { engine } = context
  const item = subscription.items.data[0]
  const prices = await offeredPrices(context, portal)
  const price = prices.find(({ id }) => id === (requested.price ?? item?.price.id))
  const quantity = Number(requested.quantity ?? item?.quantity ?? 1)
  const prorationDate = Number(requested.proration_date ?? engine.world.clock.seconds())
  if (!price || !isCount(quantity) || !isCount(prorationDate)) return null

  const to = { price: price.id, quantity, prorationDate }
  const previewed = engine.portal.previewSwitch(portal.session.id, subscription.id, to)
  return { price, quantity, prorationDate, ...previewed }
}

/** Makes the previewed change. A declined card changes nothing. */
export function changePlan(
  { engine }: PageContext,
  { session }: Portal,
  subscription: Stripe.Subscription,
  { price, quantity, prorationDate }: Change,
): void {
  engine.portal.switch(session.id, subscription.id, { price: price.id, quantity, prorationDate })
}

const isCount = (number: number) => Number.isSafeInteger(number) && number >= 1
