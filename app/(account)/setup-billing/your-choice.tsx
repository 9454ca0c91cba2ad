import Link from 'next/link'
import { ButtonLink, type ButtonLook, buttonClass } from '@/components/ui/button'
import { StripeButton } from '@/components/ui/stripe-button'
import type { Access } from '@/lib/billing/access/access'
import type { Plan } from '@/lib/billing/catalog/schema'
import { discountedPrice, type PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'
import { type CheckoutBody, EmbeddedCheckout } from './embedded-checkout'
import { planNameOf, ReplacedNotice, UnusedCode } from './notices'
import { type GrantedOrder, OrderCard } from './order-card'
import type { WayToPay } from './way-to-pay'

/** The chosen plan, the subscription that it replaces, and the button or the form to pay. */
export function YourChoice({
  order,
  current,
  code,
  lookup,
  replaced,
  way,
  path,
}: {
  order: GrantedOrder
  current: Plan
  /** The promotion code as typed, and what Stripe says about it. */
  code: string | null
  lookup: PromotionLookup | null
  /** The running subscription that the purchase ends. */
  replaced: Access['subscription']
  way: WayToPay
  path: string
}) {
  const { plan, price } = order
  const promotion = lookup?.kind === 'found' ? lookup.promotion : null
  const reduction = promotion && discountedPrice(promotion, plan, price)
  const body: CheckoutBody = {
    plan: plan.key,
    interval: price.interval,
    ...(price.currency !== plan.prices[0]?.currency && { currency: price.currency }),
    ...(reduction && promotion && { promotionCode: promotion.code }),
    ...(replaced && { endSubscription: true }),
  }
  const isPaying = way.kind === 'embedded' && way.isHere

  return (
    <>
      <h1 className="font-bold text-4xl">
        {price.interval === 'once' ? 'Buy' : 'Subscribe to'} {plan.name}
      </h1>
      {code !== null && !reduction && (
        <div className="mt-6">
          <UnusedCode code={code} lookup={lookup} />
        </div>
      )}
      <OrderCard
        order={order}
        promotion={reduction && promotion && { code: promotion.code, reduction }}
        hasCredit={replaced !== null && services.catalog.lifetime.credit}
        isShort={isPaying}
      />
      {replaced && (
        <div className="mt-6">
          <ReplacedNotice plan={plan} replaced={replaced} />
        </div>
      )}
      {isPaying ? (
        <EmbeddedCheckout publishableKey={way.publishableKey} body={body} />
      ) : (
        <div className="mt-8 flex flex-wrap items-start gap-4">
          {way.kind === 'hosted' ? (
            <OnStripe body={body} variant="primary">
              {buyText(order, replaced)}
            </OnStripe>
          ) : (
            // A full page load, not a Link: see `way-to-pay.ts`.
            <a href={`${path}&pay`} className={buttonClass({ variant: 'primary' })}>
              {buyText(order, replaced)}
            </a>
          )}
          <ButtonLink href="/dashboard">Stay on {current.name}</ButtonLink>
        </div>
      )}
      <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
        {isPaying ? (
          <OnStripe body={body}>Pay on Stripe instead</OnStripe>
        ) : (
          way.kind === 'hosted' && <p>You’ll pay securely on Stripe and come right back.</p>
        )}
        <Link href={`/plans?interval=${price.interval}`} className="link">
          Choose a different plan
        </Link>
      </div>
    </>
  )
}

const OnStripe = ({
  body,
  variant,
  children,
}: {
  body: CheckoutBody
  variant?: ButtonLook['variant']
  children: string
}) => (
  <StripeButton path="/api/checkout" body={body} busy="Opening Stripe…" variant={variant}>
    {children}
  </StripeButton>
)

/** The button's text: it names what the user agrees to. */
function buyText(
  { plan, price, trialDays }: GrantedOrder,
  replaced: Access['subscription'],
): string {
  if (replaced) {
    return `Buy ${plan.name} and cancel ${planNameOf(replaced) ?? 'my subscription'}`
  }
  if (price.interval === 'once') return `Buy ${plan.name}`
  return trialDays ? 'Start free trial' : 'Continue to payment'
}
