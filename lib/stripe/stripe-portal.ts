import type Stripe from 'stripe'
import { orCustomerGone } from './customer/stripe-customers'
import type { Payments, PortalFlow } from './payments'
import { portalConfigurationOf } from './setup/portal'

export function stripePortal(stripe: Stripe, catalogName: string): Pick<Payments, 'openPortal'> {
  let knownId: string | undefined
  /** Ours, if `stripe:setup` has made it: an account's default is made in the dashboard, or isn't there. */
  const configurationId = async () => {
    knownId ??= (await portalConfigurationOf(stripe, catalogName))?.id
    return knownId
  }

  return {
    async openPortal({ customerId, returnUrl, flow, subscriptionId }) {
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
