import { buttonClass } from '@/components/ui/button'
import { StripeButton } from '@/components/ui/stripe-button'

/** Goes to the open invoice on Stripe's page, to be paid with the saved card or another one. */
export const PayButton = ({ children }: { children: string }) => (
  <StripeButton path="/api/pay" body={{}} busy="Opening…" variant="primary" size="small">
    {children}
  </StripeButton>
)

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

/** A full page load: the page that it leads to reads Stripe again. */
export const GoLink = ({
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
