/** Stripe's customer portal, where customers manage their own billing. */
export type Portal = {
  /**
   * Opens a session and returns its address. With a `flow` it opens at that step.
   * Throws `CustomerGone` if the customer was deleted.
   */
  open(visit: {
    customerId: string
    returnUrl: string
    flow?: PortalFlow
    subscriptionId?: string
  }): Promise<string>
}

export const portalFlows = [
  'payment_method_update',
  'subscription_cancel',
  'subscription_update',
] as const
export type PortalFlow = (typeof portalFlows)[number]
