import type { z } from 'zod'
import { missing } from '../../world/errors'
import { flag, hash, integer, oneOf, text } from '../../world/params'
import type { Subscription, SubscriptionItem } from '../../world/types'
import type { World } from '../../world/world'
import { ItemChangeParams, NewItemParams } from '../create-params'
import { updateSubscription } from './update'

const how = {
  proration_behavior: oneOf('always_invoice', 'create_prorations', 'none').optional(),
  proration_date: integer.optional(),
  payment_behavior: oneOf(
    'allow_incomplete',
    'default_incomplete',
    'error_if_incomplete',
    'pending_if_incomplete',
  ).optional(),
}
export const SubscriptionItemCreate = hash({ ...NewItemParams.shape, ...how, subscription: text })
export const SubscriptionItemUpdate = hash({
  ...ItemChangeParams.shape,
  ...how,
  off_session: flag.optional(),
})
export const SubscriptionItemDelete = hash({
  clear_usage: ItemChangeParams.shape.clear_usage,
  payment_behavior: how.payment_behavior,
  proration_behavior: how.proration_behavior,
  proration_date: how.proration_date,
})

/** The API of single subscription items. Each function updates the subscription. */
export function createSubscriptionItem(
  world: World,
  params: z.output<typeof SubscriptionItemCreate>,
): SubscriptionItem {
  const { subscription, proration_behavior, proration_date, payment_behavior, ...item } = params
  const before = world.store.subscriptions.get(subscription)
  const after = updateSubscription(world, subscription, {
    items: [item],
    proration_behavior,
    proration_date,
    payment_behavior,
  })
  const made = after.items.data.find((each) => !before?.items.data.some(({ id }) => id === each.id))
  if (!made) throw new Error(`${subscription} got no new item`)
  return made
}

export function updateSubscriptionItem(
  world: World,
  id: string,
  params: z.output<typeof SubscriptionItemUpdate>,
): SubscriptionItem {
  const { proration_behavior, proration_date, payment_behavior, off_session, ...item } = params
  const after = updateSubscription(world, subscriptionWith(world, id).id, {
    items: [{ ...item, id }],
    proration_behavior,
    proration_date,
    payment_behavior,
    off_session,
  })
  return itemOf(after, id)
}

export function deleteSubscriptionItem(
  world: World,
  id: string,
  { clear_usage, ...how }: z.output<typeof SubscriptionItemDelete>,
) {
  updateSubscription(world, subscriptionWith(world, id).id, {
    items: [{ id, deleted: true, clear_usage }],
    ...how,
  })
  return { id, object: 'subscription_item' as const, deleted: true as const }
}

export const retrieveSubscriptionItem = (world: World, id: string): SubscriptionItem =>
  itemOf(subscriptionWith(world, id), id)

function subscriptionWith(world: World, id: string): Subscription {
  const subscription = world.store.subscriptions
    .all()
    .find((each) => each.items.data.some((item) => item.id === id))
  if (!subscription) throw missing('subscription_item', id)
  return subscription
}

function itemOf(subscription: Subscription, id: string): SubscriptionItem {
  const item = subscription.items.data.find((each) => each.id === id)
  if (!item) throw missing('subscription_item', id)
  return item
}
