import type { z } from 'zod'
import { customerOf, setDefaultPaymentMethod, updateCustomer } from '../customers/customers'
import { detachPaymentMethod } from '../customers/payment-methods'
import { updateSubscription } from '../subscriptions/changes/update'
import { cancelNow } from '../subscriptions/end'
import { nextPeriodEnd } from '../subscriptions/save'
import { releaseSchedule } from '../subscriptions/schedules/schedules'
import { invalid } from '../world/errors'
import { hash, many, natural, notSupported, oneOf, open, text } from '../world/params'
import type { PortalSession, Subscription } from '../world/types'
import { create, find, type World } from '../world/world'
import { addCardFromPage } from './add-card'
import { defaultConfiguration } from './configuration'
import { notAllowed, ownSubscription } from './own-subscription'

const Item = hash({ id: text, price: text.optional(), quantity: natural.optional() })
const FlowData = hash({
  type: oneOf(
    'customer_update',
    'payment_method_update',
    'subscription_cancel',
    'subscription_update',
    'subscription_update_confirm',
  ),
  after_completion: hash({
    type: oneOf('hosted_confirmation', 'portal_homepage', 'redirect'),
    hosted_confirmation: hash({ custom_message: text.optional() }).optional(),
    redirect: hash({ return_url: text }).optional(),
  }).optional(),
  subscription_cancel: hash({ subscription: text, retention: notSupported() }).optional(),
  subscription_update: hash({ subscription: text }).optional(),
  subscription_update_confirm: hash({
    subscription: text,
    items: many(Item),
    discounts: many(hash({ coupon: text.optional(), promotion_code: text.optional() })).optional(),
  }).optional(),
})

export const PortalSessionCreate = hash({
  customer: text,
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
  const about = flow && subscriptionOfFlow(flow)
  if (about) {
    const subscription = find(
      world.store.subscriptions,
      'subscription',
      about,
      `flow_data[${flow.type}][subscription]`,
    )
    if (subscription.customer !== params.customer) {
      throw invalid(
        `The subscription \`${about}\` does not belong to customer \`${params.customer}\`.`,
        `flow_data[${flow.type}][subscription]`,
      )
    }
  } else if (flow?.type.startsWith('subscription_')) {
    throw invalid(
      `Missing required param: flow_data[${flow.type}].`,
      `flow_data[${flow.type}]`,
      'parameter_missing',
    )
  }
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

/** Takes a cancellation back. */
export function portalResume(
  world: World,
  sessionId: string,
  subscriptionId: string,
): Subscription {
  const { subscription } = ownSubscription(world, sessionId, subscriptionId)
  return updateSubscription(
    world,
    subscription.id,
    subscription.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: null },
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

function flowOf(flow: z.output<typeof FlowData>): NonNullable<PortalSession['flow']> {
  const after = flow.after_completion
  return {
    type: flow.type,
    after_completion: {
      type: after?.type ?? 'portal_homepage',
      hosted_confirmation: after?.hosted_confirmation
        ? { custom_message: after.hosted_confirmation.custom_message ?? null }
        : null,
      redirect: after?.redirect ?? null,
    },
    customer_update: null,
    subscription_cancel: flow.subscription_cancel
      ? { retention: null, subscription: flow.subscription_cancel.subscription }
      : null,
    subscription_pause: null,
    subscription_update: flow.subscription_update ?? null,
    subscription_update_confirm: flow.subscription_update_confirm
      ? {
          subscription: flow.subscription_update_confirm.subscription,
          items: flow.subscription_update_confirm.items.map((item) => ({
            id: item.id,
            price: item.price ?? null,
            ...(item.quantity !== undefined && { quantity: item.quantity }),
          })),
          discounts:
            flow.subscription_update_confirm.discounts?.map((each) => ({
              coupon: each.coupon ?? null,
              promotion_code: each.promotion_code ?? null,
            })) ?? null,
        }
      : null,
  }
}

const subscriptionOfFlow = (flow: z.output<typeof FlowData>): string | undefined =>
  flow.subscription_cancel?.subscription ??
  flow.subscription_update?.subscription ??
  flow.subscription_update_confirm?.subscription
