import type Stripe from 'stripe'
import type { AccessRules } from '@/lib/billing/access/status'
import { isAboutExpand, orNull } from '@/lib/stripe/stripe-errors'
import { stripeCancellations } from './cancel'
import type { Cancellations } from './cancellations'
import { stripeChanges } from './change'
import type { SubscriptionContext } from './context'
import { stripeForecasts } from './forecast'
import type { Forecasts } from './forecasts'
import { type MeteredItems, stripeMeteredItems } from './metered-items'
import { stripePauses } from './pause'
import type { Pauses } from './pauses'
import { priceBook } from './price-book'
import { runningExpands, toRunning } from './running'
import { stripeSchedules } from './schedule'
import type { Subscriptions } from './subscriptions'

export type SubscriptionPorts = {
  subscriptions: Subscriptions
  forecasts: Forecasts
  cancellations: Cancellations
  pauses: Pauses
  meteredItems: MeteredItems
}

/** The Stripe sides of the ports for running subscriptions. They share one cached price book. */
export function stripeSubscriptions(
  stripe: Stripe,
  rules: Pick<AccessRules, 'catalog' | 'pricePlans'>,
): SubscriptionPorts {
  const prices = priceBook(stripe, rules.catalog)
  const context: SubscriptionContext = {
    stripe,
    prices,
    async find(subscriptionId) {
      const book = await prices()
      const subscription = await orNull(
        stripe.subscriptions.retrieve(subscriptionId, { expand: runningExpands }),
      ).catch(async (error: unknown) => {
        if (await isOfDeletedCustomer(stripe, subscriptionId, error)) return null
        throw error
      })
      return subscription && toRunning(subscription, book, rules)
    },
  }
  return {
    subscriptions: {
      find: context.find,
      ...stripeChanges(context),
      ...stripeSchedules(context),
    },
    forecasts: stripeForecasts(context),
    cancellations: stripeCancellations(context),
    pauses: stripePauses(context),
    meteredItems: stripeMeteredItems(context),
  }
}

/** Whether reading failed because the customer is deleted: Stripe then refuses the expansions. */
async function isOfDeletedCustomer(
  stripe: Stripe,
  subscriptionId: string,
  error: unknown,
): Promise<boolean> {
  if (!isAboutExpand(error)) return false
  const found = await stripe.subscriptions.retrieve(subscriptionId, { expand: ['customer'] })
  return typeof found.customer === 'object' && found.customer.deleted === true
}
