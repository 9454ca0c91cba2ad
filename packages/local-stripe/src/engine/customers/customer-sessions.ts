import type { z } from 'zod'
import { invalid } from '../world/errors'
import { flag, hash, integer, many, notSupported, oneOf, text } from '../world/params'
import type { World } from '../world/world'
import { customerOf } from './customers'

const redisplay = oneOf('always', 'limited', 'unspecified')
const onOff = oneOf('disabled', 'enabled')
const component = hash({ enabled: flag })

const CustomerSheet = hash({
  payment_method_allow_redisplay_filters: many(redisplay).optional(),
  payment_method_remove: onOff.optional(),
})
const MobileElement = hash({
  payment_method_allow_redisplay_filters: many(redisplay).optional(),
  payment_method_redisplay: onOff.optional(),
  payment_method_remove: onOff.optional(),
  payment_method_save: onOff.optional(),
  payment_method_save_allow_redisplay_override: redisplay.optional(),
})
const PaymentElement = hash({
  payment_method_allow_redisplay_filters: many(redisplay).optional(),
  payment_method_redisplay: onOff.optional(),
  payment_method_redisplay_limit: integer.optional(),
  payment_method_remove: onOff.optional(),
  payment_method_save: onOff.optional(),
  payment_method_save_usage: oneOf('off_session', 'on_session').optional(),
})

export const CustomerSessionCreate = hash({
  components: hash({
    active_entitlements: component.optional(),
    buy_button: component.optional(),
    customer_portal: component.optional(),
    customer_sheet: hash({ enabled: flag, features: CustomerSheet.optional() }).optional(),
    mobile_payment_element: hash({ enabled: flag, features: MobileElement.optional() }).optional(),
    payment_element: hash({ enabled: flag, features: PaymentElement.optional() }).optional(),
    pricing_table: component.optional(),
  }),
  customer: text.optional(),
  customer_account: notSupported(),
})

/** Creates the client secret with which Stripe.js shows what belongs to a customer. */
export function createCustomerSession(
  world: World,
  params: z.output<typeof CustomerSessionCreate>,
) {
  if (!params.customer) {
    throw invalid('Missing required param: customer.', 'customer', 'parameter_missing')
  }
  const customer = customerOf(world, params.customer, 'customer')
  const { components } = params
  if (!Object.values(components).some((each) => each?.enabled)) {
    throw invalid('You must enable at least one component.', 'components')
  }
  const created = world.clock.seconds()
  const {
    active_entitlements: entitlements,
    buy_button: button,
    customer_portal: portal,
    customer_sheet: sheet,
    mobile_payment_element: mobile,
    payment_element: element,
    pricing_table: table,
  } = components
  return {
    object: 'customer_session' as const,
    client_secret: world.ids.next('cuss_secret', 40),
    components: {
      active_entitlements: entitlements ?? OFF,
      buy_button: button ?? OFF,
      customer_portal: portal ?? OFF,
      customer_sheet: withFeatures(sheet, {
        payment_method_allow_redisplay_filters: ['always'],
        payment_method_remove: 'disabled',
      }),
      mobile_payment_element: withFeatures(mobile, {
        payment_method_allow_redisplay_filters: ['always'],
        payment_method_redisplay: 'disabled',
        payment_method_remove: 'disabled',
        payment_method_save: 'disabled',
        payment_method_save_allow_redisplay_override: null,
      }),
      payment_element: withFeatures(element, {
        payment_method_allow_redisplay_filters: ['always'],
        payment_method_redisplay: 'disabled',
        payment_method_redisplay_limit: 3,
        payment_method_remove: 'disabled',
        payment_method_save: 'disabled',
        payment_method_save_usage: null,
      }),
      pricing_table: table ?? OFF,
    },
    created,
    customer: customer.id,
    customer_account: null,
    expires_at: created + 30 * 60,
    livemode: false as const,
  }
}

const OFF = { enabled: false }

const withFeatures = (
  given: { enabled: boolean; features?: object } | undefined,
  defaults: object,
) => ({
  enabled: given?.enabled ?? false,
  features: given?.enabled ? { ...defaults, ...given.features } : null,
})
