import type { z } from 'zod'
import { customerOf, setDefaultPaymentMethod, updateCustomer } from '../customers/customers'
import { detachPaymentMethod } from '../customers/payment-methods/attach'
import { updateSubscription } from '../subscriptions/changes/update'
import { cancelNow } from '../subscriptions/end'
import { nextPeriodEnd } from '../subscriptions/save'
import { releaseSchedule } from '../subscriptions/schedules/schedules'
import { invalid } from '../world/errors'
import { hash, notSupported, open, text } from '../world/params'
import type { PortalSession, Subscription } from '../world/types'
import { create, find, type World } from '../world/world'
import { addCardFromPage } from './add-card'
import { defaultConfiguration } from './configuration'
import { checkFlow, FlowData, flowOf } from './flow-data'
import { notAllowed, ownSubscription } from './own-subscription'

export const PortalSessionCreate = hash({
  customer: text,
  customer_account: notSupported(),
  configuration: text.optional(),
  flow_data: FlowData.optional(),
  locale: open<PortalSession['locale']>().optional(),
  on_behalf_of: notSupported(),
  return_url: text.optional(),
  after_expiration: notSupported(),
})

export function createPortalSession(
  world: World,
  params: z.output<typeof PortalSessionCreate>,
): PortalSession {
  customerOf(world, params.customer, 'customer')
  const configuration = params.configuration
    ? find(world.store.portalConfigurations, 'configuration', params.configuration, 'configuration')
    : defaultConfiguration(world)
  const flow = params.flow_data
  if (!configuration.active) {
    throw invalid(
      `The configuration \`${configuration.id}\` is not active and cannot be used to create portal sessions.`,
      'configuration',
    )
  }
  if (flow) checkFlow(world, flow, configuration, params.customer)
  const id = world.ids.next('bps', 24)
  return create(
    world,
    world.store.portalSessions,
    {
      id,
      object: 'billing_portal.session',
      configuration: configuration.id,
      created: world.clock.seconds(),
      customer: params.customer,
      customer_account: null,
      flow: flow ? flowOf(flow) : null,
      livemode: false,
      locale: params.locale ?? null,
      on_behalf_of: null,
      return_url: params.return_url ?? configuration.default_return_url,
      url: `${world.settings.baseUrl}/p/session/${id}`,
    },
    'billing_portal.session.created',
  )
}

/** Cancels as the portal's button does. In flexible billing mode it sets only `cancel_at`. */
export function portalCancel(
  world: World,
  sessionId: string,
  subscriptionId: string,
  reason: { feedback?: string; comment?: string } = {},
): Subscription {
  const { subscription, configuration } = ownSubscription(world, sessionId, subscriptionId)
  const { subscription_cancel: allowed } = configuration.features
  if (!allowed.enabled) throw notAllowed()
  // A scheduled plan change will not happen any more.
  if (subscription.schedule) releaseSchedule(world, subscription.schedule)
  const cancellation_details = {
    ...(reason.feedback && { feedback: reason.feedback as 'other' }),
    ...(reason.comment && { comment: reason.comment }),
  }
  if (allowed.mode === 'immediately') {
    return cancelNow(world, subscription, {
      cancellation_details,
      prorate: allowed.proration_behavior !== 'none',
      invoice_now: allowed.proration_behavior === 'always_invoice',
    })
  }
  return updateSubscription(world, subscription.id, {
    cancellation_details,
    ...(subscription.billing_mode.type === 'flexible'
      ? { cancel_at: nextPeriodEnd(subscription) }
      : { cancel_at_period_end: true }),
  })
}

/** Takes a pause or a cancellation back. */
export function portalResume(
  world: World,
  sessionId: string,
  subscriptionId: string,
): Subscription {
  const { subscription } = ownSubscription(world, sessionId, subscriptionId)
  return updateSubscription(
    world,
    subscription.id,
    subscription.pause_collection
      ? { pause_collection: null }
      : subscription.cancel_at_period_end
        ? { cancel_at_period_end: false }
        : { cancel_at: null },
  )
}

export function portalSetDefaultMethod(world: World, sessionId: string, method: string): void {
  const session = find(world.store.portalSessions, 'portal session', sessionId)
  setDefaultPaymentMethod(world, session.customer, method)
  // A subscription's own payment method takes precedence over the customer's, so change both.
  for (const subscription of world.store.subscriptions.where('customer', session.customer)) {
    if (subscription.default_payment_method && subscription.status !== 'canceled') {
      updateSubscription(world, subscription.id, { default_payment_method: method })
    }
  }
}

export function portalAddCard(world: World, sessionId: string, number: string) {
  const session = find(world.store.portalSessions, 'portal session', sessionId)
  const added = addCardFromPage(world, session.customer, number)
  if (added.kind === 'attached') portalSetDefaultMethod(world, sessionId, added.paymentMethod.id)
  return added
}

export function portalRemoveMethod(world: World, sessionId: string, method: string): void {
  const session = find(world.store.portalSessions, 'portal session', sessionId)
  const found = find(world.store.paymentMethods, 'PaymentMethod', method)
  if (found.customer !== session.customer) throw notAllowed()
  detachPaymentMethod(world, method)
}

export function portalUpdateCustomer(
  world: World,
  sessionId: string,
  given: { email?: string; name?: string },
) {
  const session = find(world.store.portalSessions, 'portal session', sessionId)
  return updateCustomer(world, session.customer, given)
}
