import { z } from 'zod'
import { DiscountParams } from '../catalog/discount-params'
import { hasEnded } from '../subscriptions/end'
import { invalid } from '../world/errors'
import { hash, many, natural, notSupported, oneOf, text } from '../world/params'
import type { PortalConfiguration, PortalSession, Subscription } from '../world/types'
import { find, type World } from '../world/world'

const Item = hash({ id: text, price: text.optional(), quantity: natural.optional() })
const OfSubscription = hash({ subscription: text }).optional()

/** The parameters of a flow: the one step that a portal session opens with. */
export const FlowData = hash({
  type: oneOf(
    'customer_update',
    'payment_method_update',
    'subscription_cancel',
    'subscription_pause',
    'subscription_update',
    'subscription_update_confirm',
  ),
  after_completion: hash({
    type: oneOf('hosted_confirmation', 'portal_homepage', 'redirect'),
    hosted_confirmation: hash({ custom_message: text.optional() }).optional(),
    redirect: hash({ return_url: text }).optional(),
  }).optional(),
  subscription_cancel: hash({ subscription: text, retention: notSupported() }).optional(),
  subscription_pause: OfSubscription,
  subscription_update: OfSubscription,
  subscription_update_confirm: hash({
    subscription: text,
    items: many(Item),
    discounts: z.optional(DiscountParams),
  }).optional(),
})
export type FlowData = z.output<typeof FlowData>

/** Refuses a flow that the configuration or the subscription doesn't allow. */
export function checkFlow(
  world: World,
  flow: FlowData,
  configuration: PortalConfiguration,
  customer: string,
): void {
  const { type, after_completion: after } = flow
  if (after?.type === 'redirect' && !after.redirect) {
    throw absent('flow_data[after_completion][redirect]')
  }
  if (type === 'customer_update' || type === 'payment_method_update') {
    if (configuration.features[type].enabled) return
    throw invalid(
      `The ${type.replaceAll('_', ' ')} feature in the portal configuration is disabled.`,
      'flow_data[type]',
    )
  }
  const about = flow[type]?.subscription
  if (!about) throw absent(`flow_data[${type}]`)
  const param = `flow_data[${type}][subscription]`
  const subscription = find(world.store.subscriptions, 'subscription', about, param)
  if (subscription.customer !== customer) {
    throw invalid(
      `The subscription \`${about}\` does not belong to customer \`${customer}\`.`,
      param,
    )
  }
  const [feature, done] = FEATURES[type]
  if (!configuration.features[feature].enabled) {
    throw invalid(
      `This subscription cannot be ${done} because the ${feature.replaceAll('_', ' ')} feature in the portal configuration is disabled.`,
    )
  }
  if (hasEnded(subscription)) {
    throw invalid(
      `This subscription cannot be ${done} because it is ${subscription.status}.`,
      param,
    )
  }
  if (flow.type === 'subscription_update_confirm') {
    checkConfirmed(flow, subscription, configuration)
  }
}

const FEATURES = {
  subscription_cancel: ['subscription_cancel', 'canceled'],
  subscription_pause: ['subscription_pause', 'paused'],
  subscription_update: ['subscription_update', 'updated'],
  subscription_update_confirm: ['subscription_update', 'updated'],
} as const

/** The changes that the customer is asked to confirm. */
function checkConfirmed(
  { subscription_update_confirm: confirm }: FlowData,
  subscription: Subscription,
  { features }: PortalConfiguration,
): void {
  const path = 'flow_data[subscription_update_confirm]'
  const [wanted, ...more] = confirm?.items ?? []
  const [item, ...others] = subscription.items.data
  if (!wanted) throw absent(`${path}[items]`)
  if (more.length > 0 || others.length > 0) {
    throw invalid(
      'Only subscriptions with one item can be updated in the portal.',
      `${path}[items]`,
    )
  }
  if (wanted.id !== item?.id) {
    throw invalid(
      `The item \`${wanted.id}\` does not belong to subscription \`${subscription.id}\`.`,
      `${path}[items][0][id]`,
    )
  }
  const { price = item.price.id, quantity = item.quantity } = wanted
  const offered = features.subscription_update.products?.some(({ prices }) =>
    prices.includes(price),
  )
  if (price !== item.price.id && !offered) {
    throw invalid(
      `The price \`${price}\` is not in \`features[subscription_update][products]\` of the portal configuration.`,
      `${path}[items][0][price]`,
    )
  }
  if (price === item.price.id && quantity === item.quantity && !confirm?.discounts?.length) {
    throw invalid('Cannot update the subscription because there are no changes to confirm.')
  }
}

/** The flow as the session shows it. */
export function flowOf(flow: FlowData): NonNullable<PortalSession['flow']> {
  const { after_completion: after, subscription_update_confirm: confirm } = flow
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
    subscription_pause: flow.subscription_pause ?? null,
    subscription_update: flow.subscription_update ?? null,
    subscription_update_confirm: confirm
      ? {
          subscription: confirm.subscription,
          items: confirm.items.map((item) => ({
            id: item.id,
            price: item.price ?? null,
            ...(item.quantity !== undefined && { quantity: item.quantity }),
          })),
          discounts:
            confirm.discounts?.map((each) => ({
              coupon: each.coupon ?? null,
              promotion_code: each.promotion_code ?? null,
            })) ?? null,
        }
      : null,
  }
}

const absent = (param: string) =>
  invalid(`Missing required param: ${param}.`, param, 'parameter_missing')
