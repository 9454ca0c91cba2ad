import { SubscriptionCancel } from '../../engine/subscriptions/cancellation'
import {
  createSubscriptionItem,
  deleteSubscriptionItem,
  retrieveSubscriptionItem,
  SubscriptionItemCreate,
  SubscriptionItemDelete,
  SubscriptionItemUpdate,
  updateSubscriptionItem,
} from '../../engine/subscriptions/changes/change-items'
import { updateSubscription } from '../../engine/subscriptions/changes/update'
import { SubscriptionUpdate } from '../../engine/subscriptions/changes/update-params'
import { createSubscription } from '../../engine/subscriptions/create'
import { SubscriptionCreate } from '../../engine/subscriptions/create-params'
import { cancelSubscription } from '../../engine/subscriptions/end'
import { pauseSubscription, SubscriptionPause } from '../../engine/subscriptions/pause'
import { resumeSubscription, SubscriptionResume } from '../../engine/subscriptions/resume'
import {
  flag,
  hash,
  integer,
  notSupported,
  oneOf,
  range,
  text,
  within,
} from '../../engine/world/params'
import type { Subscription } from '../../engine/world/types'
import { find } from '../../engine/world/world'
import { del, get, lists, post, type Route, retrieves, undated } from '../route'
import { SUBSCRIPTION_FIELDS } from '../search/fields'
import { searches } from '../search/search'

const PATH = '/v1/subscriptions'
const Status = oneOf(
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
)

export const subscriptionRoutes: Route[] = [
  post(PATH, SubscriptionCreate, (world, _, params) =>
    createSubscription(world, params, { demandsMethod: true }),
  ),
  lists(
    PATH,
    (world, { customer }) =>
      customer === undefined
        ? world.store.subscriptions.all()
        : world.store.subscriptions.where('customer', customer),
    {
      automatic_tax: hash({ enabled: flag }).optional(),
      collection_method: oneOf('charge_automatically', 'send_invoice').optional(),
      current_period_end: range.optional(),
      current_period_start: range.optional(),
      customer: text.optional(),
      customer_account: notSupported(),
      plan: text.optional(),
      price: text.optional(),
      status: Status.optional(),
      test_clock: text.optional(),
      limit: integer.optional(),
    },
    (subscription, { automatic_tax, collection_method, plan, price = plan, status, ...periods }) =>
      hasStatus(subscription, status) &&
      within(
        Math.min(...subscription.items.data.map((item) => item.current_period_end)),
        periods.current_period_end,
      ) &&
      within(
        Math.max(...subscription.items.data.map((item) => item.current_period_start)),
        periods.current_period_start,
      ) &&
      (automatic_tax === undefined ||
        subscription.automatic_tax.enabled === automatic_tax.enabled) &&
      (price === undefined || subscription.items.data.some((item) => item.price.id === price)) &&
      (collection_method === undefined || subscription.collection_method === collection_method),
  ),
  searches('subscriptions', (world) => world.store.subscriptions.all(), SUBSCRIPTION_FIELDS),
  retrieves(PATH, 'subscription', (world) => world.store.subscriptions),
  post(`${PATH}/:id`, SubscriptionUpdate, (world, { id }, params) =>
    updateSubscription(world, id, params),
  ),
  post(`${PATH}/:id/pause`, SubscriptionPause, (world, { id }, params) =>
    pauseSubscription(world, id, params),
  ),
  post(`${PATH}/:id/resume`, SubscriptionResume, (world, { id }, params) =>
    resumeSubscription(world, id, params),
  ),
  del(`${PATH}/:id/discount`, hash({}), (world, { id }) => {
    updateSubscription(world, id, { discounts: null })
    return { object: 'discount', deleted: true }
  }),
  del(`${PATH}/:id`, SubscriptionCancel, (world, { id }, params) =>
    cancelSubscription(world, id, params),
  ),
]

export const subscriptionItemRoutes: Route[] = [
  post('/v1/subscription_items', SubscriptionItemCreate, (world, _, params) =>
    createSubscriptionItem(world, params),
  ),
  undated(
    lists(
      '/v1/subscription_items',
      (world, { subscription }) =>
        [...find(world.store.subscriptions, 'subscription', subscription).items.data].reverse(),
      { subscription: text },
    ),
  ),
  get('/v1/subscription_items/:id', hash({}), (world, { id }) =>
    retrieveSubscriptionItem(world, id),
  ),
  post('/v1/subscription_items/:id', SubscriptionItemUpdate, (world, { id }, params) =>
    updateSubscriptionItem(world, id, params),
  ),
  del('/v1/subscription_items/:id', SubscriptionItemDelete, (world, { id }, params) =>
    deleteSubscriptionItem(world, id, params),
  ),
]

/** Without a status, canceled subscriptions are not listed; `all` lists everything. */
function hasStatus({ status }: Subscription, wanted: string | undefined): boolean {
  if (wanted === 'all') return true
  if (wanted === undefined) return status !== 'canceled'
  if (wanted === 'ended') return status === 'canceled' || status === 'incomplete_expired'
  return status === wanted
}
