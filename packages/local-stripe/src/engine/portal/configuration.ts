import type { z } from 'zod'
import { Feedback } from '../subscriptions/cancellation'
import { invalid } from '../world/errors'
import {
  emptyable,
  flag,
  hash,
  integer,
  many,
  metadata,
  notSupported,
  oneOf,
  text,
  withMetadata,
} from '../world/params'
import type { PortalConfiguration } from '../world/types'
import { change, create, find, type World } from '../world/world'

const Features = hash({
  customer_update: hash({
    enabled: flag.optional(),
    allowed_updates: emptyable(
      many(oneOf('address', 'email', 'name', 'phone', 'shipping', 'tax_id')),
    ).optional(),
  }).optional(),
  invoice_history: hash({ enabled: flag }).optional(),
  payment_method_update: hash({
    enabled: flag,
    payment_method_configuration: notSupported(),
  }).optional(),
  subscription_cancel: hash({
    enabled: flag.optional(),
    mode: oneOf('at_period_end', 'immediately').optional(),
    proration_behavior: oneOf('none', 'create_prorations', 'always_invoice').optional(),
    cancellation_reason: hash({
      enabled: flag,
      options: emptyable(many(Feedback)).optional(),
      feedback_options: notSupported(),
    }).optional(),
  }).optional(),
  subscription_pause: hash({
    enabled: flag.optional(),
    duration: hash({
      type: oneOf('indefinite', 'interval_options'),
      interval_options: emptyable(
        many(
          hash({
            interval: oneOf('day', 'week', 'month', 'year'),
            interval_count: integer.optional(),
          }),
        ),
      ).optional(),
    }).optional(),
  }).optional(),
  subscription_update: hash({
    enabled: flag.optional(),
    billing_cycle_anchor: oneOf('now', 'unchanged').optional(),
    default_allowed_updates: emptyable(
      many(oneOf('price', 'promotion_code', 'quantity')),
    ).optional(),
    products: emptyable(
      many(
        hash({
          product: text,
          prices: many(text),
          adjustable_quantity: hash({
            enabled: flag,
            minimum: integer.optional(),
            maximum: integer.optional(),
          }).optional(),
        }),
      ),
    ).optional(),
    proration_behavior: oneOf('none', 'create_prorations', 'always_invoice').optional(),
    schedule_at_period_end: hash({
      conditions: many(
        hash({ type: oneOf('decreasing_item_amount', 'shortening_interval') }),
      ).optional(),
    }).optional(),
    trial_update_behavior: oneOf('continue_trial', 'end_trial').optional(),
  }).optional(),
})

export const PortalConfigurationCreate = hash({
  features: Features,
  business_profile: hash({
    headline: emptyable(text).optional(),
    privacy_policy_url: emptyable(text).optional(),
    terms_of_service_url: emptyable(text).optional(),
  }).optional(),
  default_return_url: emptyable(text).optional(),
  login_page: hash({ enabled: flag }).optional(),
  metadata: metadata.optional(),
  name: emptyable(text).optional(),
})
export const PortalConfigurationUpdate = hash({
  ...PortalConfigurationCreate.shape,
  features: Features.optional(),
  active: flag.optional(),
})

export function createPortalConfiguration(
  world: World,
  params: z.output<typeof PortalConfigurationCreate>,
): PortalConfiguration {
  const products = params.features.subscription_update?.products ?? []
  checkProducts(world, products)
  const now = world.clock.seconds()
  return create(
    world,
    world.store.portalConfigurations,
    {
      id: world.ids.next('bpc', 24),
      object: 'billing_portal.configuration',
      active: true,
      application: null,
      business_profile: { ...NO_PROFILE, ...params.business_profile },
      created: now,
      default_return_url: params.default_return_url ?? null,
      features: featuresOf(NO_FEATURES, params.features),
      is_default: world.store.portalConfigurations.size === 0,
      livemode: false,
      login_page: { enabled: params.login_page?.enabled ?? false, url: null },
      metadata: withMetadata({}, params.metadata),
      name: params.name ?? null,
      updated: now,
    },
    'billing_portal.configuration.created',
  )
}

export function updatePortalConfiguration(
  world: World,
  id: string,
  params: z.output<typeof PortalConfigurationUpdate>,
): PortalConfiguration {
  const configuration = find(world.store.portalConfigurations, 'configuration', id)
  checkProducts(world, params.features?.subscription_update?.products ?? [])
  return change(
    world,
    world.store.portalConfigurations,
    configuration,
    {
      ...(params.active !== undefined && { active: params.active }),
      ...(params.name !== undefined && { name: params.name }),
      ...(params.default_return_url !== undefined && {
        default_return_url: params.default_return_url,
      }),
      business_profile: { ...configuration.business_profile, ...params.business_profile },
      ...(params.login_page && { login_page: { enabled: params.login_page.enabled, url: null } }),
      features: featuresOf(configuration.features, params.features ?? {}),
      metadata: withMetadata(configuration.metadata, params.metadata),
      updated: world.clock.seconds(),
    },
    'billing_portal.configuration.updated',
  )
}

/**
 * Returns the default configuration. As in a new Stripe account, it exists from the start and
 * allows the basics.
 */
export function defaultConfiguration(world: World): PortalConfiguration {
  const chosen = world.store.portalConfigurations.all().find((each) => each.is_default)
  return (
    chosen ??
    createPortalConfiguration(world, {
      features: {
        customer_update: { enabled: true, allowed_updates: ['email', 'name'] },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_cancel: { enabled: true },
      },
    })
  )
}

function featuresOf(
  current: PortalConfiguration['features'],
  given: z.output<typeof Features>,
): PortalConfiguration['features'] {
  const { customer_update, subscription_cancel: cancel, subscription_update: update } = given
  return {
    customer_update: {
      allowed_updates: customer_update?.allowed_updates ?? current.customer_update.allowed_updates,
      enabled: customer_update?.enabled ?? current.customer_update.enabled,
    },
    invoice_history: given.invoice_history ?? current.invoice_history,
    payment_method_update: {
      enabled: given.payment_method_update?.enabled ?? current.payment_method_update.enabled,
      payment_method_configuration: null,
    },
    subscription_cancel: {
      enabled: cancel?.enabled ?? (cancel ? true : current.subscription_cancel.enabled),
      mode: cancel?.mode ?? current.subscription_cancel.mode,
      proration_behavior:
        cancel?.proration_behavior ?? current.subscription_cancel.proration_behavior,
      cancellation_reason: {
        ...current.subscription_cancel.cancellation_reason,
        ...(cancel?.cancellation_reason && {
          enabled: cancel.cancellation_reason.enabled,
          options: cancel.cancellation_reason.options ?? [],
        }),
      },
    },
    subscription_pause: pauseOf(current.subscription_pause, given.subscription_pause),
    subscription_update: {
      billing_cycle_anchor:
        update?.billing_cycle_anchor ?? current.subscription_update.billing_cycle_anchor,
      default_allowed_updates:
        update?.default_allowed_updates ?? current.subscription_update.default_allowed_updates,
      enabled: update?.enabled ?? current.subscription_update.enabled,
      products:
        update?.products?.map((product) => ({
          product: product.product,
          prices: product.prices,
          adjustable_quantity: {
            enabled: product.adjustable_quantity?.enabled ?? false,
            maximum: product.adjustable_quantity?.maximum ?? null,
            minimum: product.adjustable_quantity?.minimum ?? 1,
          },
        })) ?? current.subscription_update.products,
      proration_behavior:
        update?.proration_behavior ?? current.subscription_update.proration_behavior,
      schedule_at_period_end: {
        conditions:
          update?.schedule_at_period_end?.conditions ??
          current.subscription_update.schedule_at_period_end.conditions,
      },
      trial_update_behavior:
        update?.trial_update_behavior ?? current.subscription_update.trial_update_behavior,
    },
  }
}

/** Pauses for a month unless the configuration names other durations. */
function pauseOf(current: Pause, given: z.output<typeof Features>['subscription_pause']): Pause {
  const enabled = given?.enabled ?? current.enabled
  const duration = given?.duration
  if (!duration) return { ...current, enabled }
  const options = duration.interval_options ?? []
  const param = 'features[subscription_pause][duration][interval_options]'
  if (duration.type === 'interval_options' && options.length === 0) {
    throw invalid(`Missing required param: ${param}.`, param, 'parameter_missing')
  }
  const interval_options = options.map(({ interval, interval_count = 1 }) => ({
    interval,
    interval_count,
  }))
  const isTooLong = interval_options.some(
    ({ interval, interval_count: count }) => count < 1 || count > MOST[interval],
  )
  if (isTooLong) throw invalid('A pause can last at most three years.', param)
  return { enabled, duration: { type: duration.type, interval_options } }
}
type Pause = PortalConfiguration['features']['subscription_pause']
const MOST = { day: 1095, week: 156, month: 36, year: 3 }

function checkProducts(world: World, products: { product: string; prices: string[] }[]): void {
  if (products.length > 10) {
    throw invalid(
      'Array features[subscription_update][products] exceeded maximum 10 allowed elements.',
      'features[subscription_update][products]',
    )
  }
  for (const { product, prices } of products) {
    find(world.store.products, 'product', product, 'features[subscription_update][products]')
    for (const price of prices) {
      find(world.store.prices, 'price', price, 'features[subscription_update][products]')
    }
  }
}

const NO_PROFILE = { headline: null, privacy_policy_url: null, terms_of_service_url: null }

const NO_FEATURES: PortalConfiguration['features'] = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: {
      enabled: false,
      feedback_options: null,
      options: [
        'customer_service',
        'low_quality',
        'missing_features',
        'other',
        'switched_service',
        'too_complex',
        'too_expensive',
        'unused',
      ],
    },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: {
    duration: {
      interval_options: [{ interval: 'month', interval_count: 1 }],
      type: 'interval_options',
    },
    enabled: false,
  },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    products: null,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
}
