import { buttonClass } from '@/components/ui/button'
import { StripeButton } from '@/components/ui/stripe-button'

/** Opens Stripe's page of the open invoice, where the user can pay with the saved or another card. */
export const PayButton = ({ children }: { children: string }) => (
  <StripeButton path="/api/pay" body={{}} busy="Opening…" variant="primary" size="small">
    {children}
  </StripeButton>
)

/** Opens Stripe's billing portal, or with a `flow` one of its tasks. */
export const PortalButton = ({
  flow,
  children,
}: {
  flow?: 'payment_method_update'
  children: string
}) => (
  <StripeButton path="/api/portal" body={flow ? { flow } : {}} busy="Opening…" size="small">
    {children}
  </StripeButton>
)

/** A link with a full page load, so that the page reads Stripe again. */
export const FullLoadLink = ({
  to = '/settings#subscription',
  children,
}: {
  to?: '/settings#subscription' | '/plans'
  children: string
}) => (
  <a href={to} className={buttonClass({ size: 'small' })}>
    {children}
  </a>
)
