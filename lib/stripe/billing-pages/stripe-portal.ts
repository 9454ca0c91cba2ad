import type Stripe from 'stripe'
import { orCustomerGone } from '@/lib/stripe/customer/customer-gone'
import { portalConfigurationOf } from '@/lib/stripe/setup/portal'
import type { Portal, PortalFlow } from './portal'

export function stripePortal(stripe: Stripe, catalogName: string): Portal {
  let knownId: string | undefined
  /**
   * The configuration that `stripe:setup` made, if it has run; else Stripe uses the account's
   * default.
   */
  const configurationId = async () => {
    knownId ??= (await portalConfigurationOf(stripe, catalogName))?.id
    return knownId
  }

  return {
    async open({ customerId, returnUrl, flow, subscriptionId }) {
      return orCustomerGone(stripe, customerId, async () => {
        const configuration = await configurationId()
        const { url } = await stripe.billingPortal.sessions.create({
          customer: customerId,
          ...(configuration && { configuration }),
          return_url: returnUrl,
          ...(flow && { flow_data: flowData(flow, subscriptionId, returnUrl) }),
        })
        return url
      })
    },
  }
}

function flowData(
  flow: PortalFlow,
  subscriptionId: string | undefined,
  returnUrl: string,
): Stripe.BillingPortal.SessionCreateParams.FlowData {
  const after_completion = {
    type: 'redirect',
    redirect: { return_url: returnUrl },
  } as const
  if (flow === 'payment_method_update') return { type: flow, after_completion }
  if (!subscriptionId) throw new Error(`The portal's ${flow} needs a subscription`)
  return { type: flow, [flow]: { subscription: subscriptionId }, after_completion }
}
