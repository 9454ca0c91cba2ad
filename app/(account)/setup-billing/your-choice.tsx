import Link from 'next/link'
import { PlanContents } from '@/components/plans/contents'
import { orderTerms } from '@/components/plans/order-text'
import { longDate } from '@/components/ui/dates'
import { money, per } from '@/components/ui/money'
import { NoticeBox } from '@/components/ui/notice-box'
import { StripeButton } from '@/components/ui/stripe-button'
import type { Access } from '@/lib/billing/access/access'
import { type Plan, planByKey } from '@/lib/billing/catalog/catalog'
import type { Order } from '@/lib/billing/checkout/order'
import { type Promotion, reduced } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'
import { type CheckoutBody, EmbeddedCheckout } from './embedded-checkout'
import type { WayToPay } from './way-to-pay'

type Granted = Extract<Order, { kind: 'order' }>

/** What somebody chose, what it costs, what ends with it, and the way to pay. */
export function YourChoice({
  order,
  current,
  code,
  promotion,
  replaced,
  way,
  path,
}: {
  order: Granted
  current: Plan
  /** As it was typed, and what it stands for; `null` if it stands for nothing. */
  code: string | null
  promotion: Promotion | null
  /** The running subscription that they agree to end by buying. */
  replaced: Access['subscription']
  way: WayToPay
  path: string
}) {
  const { plan, price } = order
  const less = promotion && reduced(promotion, plan, price)
  const body: CheckoutBody = {
    plan: plan.key,
    interval: price.interval,
    ...(price.currency !== plan.prices[0]?.currency && { currency: price.currency }),
    ...(less && promotion && { promotionCode: promotion.code }),
    ...(replaced && { endSubscription: true }),
  }
  const isPaying = way.kind === 'embedded' && way.isHere

  return (
    <>
      <h1 className="font-bold text-4xl">One step to {plan.name}</h1>
      {code !== null && !less && (
        <div className="mt-6">
          <NoticeBox title={`The code ${code} gives nothing here`}>
            It isn’t known, has ended, or is for something else. You can go on without it.
          </NoticeBox>
        </div>
      )}
      <section
        aria-label="Your choice"
        className="mt-8 rounded-2xl border border-line bg-card shadow-card"
      >
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 p-6">
          <h2 className="font-bold text-2xl">{plan.name}</h2>
          <p>
            {less && (
              <>
                <span className="sr-only">Instead of </span>
                <s className="text-muted tabular-nums">
                  {money(price.amountCents, price.currency)}
                </s>{' '}
              </>
            )}
            <span className="font-bold text-3xl tabular-nums tracking-tight">
              {money(less ? less.amountCents : price.amountCents, price.currency)}
            </span>{' '}
            <span className="text-muted">{per(price.interval)}</span>
          </p>
          <p className="w-full text-muted">{orderTerms(order)}</p>
          {less && promotion && (
            <p className="w-full text-muted">{promotionTerms(promotion.code, less.payments)}</p>
          )}
        </div>
        {!isPaying && (
          <div className="perforation p-6">
            <PlanContents plan={plan} catalog={services.catalog} currency={price.currency} isWide />
          </div>
        )}
      </section>
      {replaced && (
        <div className="mt-6">
          <Replacing plan={plan} replaced={replaced} />
        </div>
      )}
      {isPaying ? (
        <EmbeddedCheckout publishableKey={way.publishableKey} body={body} />
      ) : (
        <div className="mt-8 flex flex-wrap items-start gap-4">
          {way.kind === 'hosted' ? (
            <OnStripe body={body} className="button button-go px-8">
              {buyWords(order, replaced)}
            </OnStripe>
          ) : (
            // A whole page load: see `way-to-pay.ts`.
            <a href={`${path}&pay`} className="button button-go px-8">
              {buyWords(order, replaced)}
            </a>
          )}
          <Link href="/dashboard" className="button">
            Stay on {current.name}
          </Link>
        </div>
      )}
      <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
        {isPaying ? (
          <OnStripe body={body} className="button">
            Pay on Stripe’s page instead
          </OnStripe>
        ) : (
          way.kind === 'hosted' && <p>You pay on Stripe’s page and come straight back.</p>
        )}
        <Link href={`/plans?interval=${price.interval}`} className="link">
          Choose another plan
        </Link>
      </div>
    </>
  )
}

const OnStripe = ({
  body,
  className,
  children,
}: {
  body: CheckoutBody
  className: string
  children: string
}) => (
  <StripeButton path="/api/checkout" body={body} busy="Opening Stripe…" className={className}>
    {children}
  </StripeButton>
)

/** What the button says is what they agree to. */
function buyWords({ price }: Granted, replaced: Access['subscription']): string {
  if (replaced) return 'Buy it, and end my subscription'
  return price.interval === 'once' ? 'Buy it' : 'Start subscription'
}

function Replacing({
  plan,
  replaced,
}: {
  plan: Plan
  replaced: NonNullable<Access['subscription']>
}) {
  const { catalog } = services
  const name = planByKey(catalog, replaced.plan ?? '')?.name
  const what = name ? `${name} subscription` : 'subscription'
  return (
    <NoticeBox title={`${plan.name} takes the place of your ${what}`}>
      It is not renewed: it ends on {longDate(replaced.currentPeriodEnd)}, with the period that is
      paid.
      {catalog.lifetime.credit &&
        ' What is left of that period comes off the price; you see it before you pay.'}
    </NoticeBox>
  )
}

function promotionTerms(code: string, payments: number | null): string {
  if (payments === null) return `With the code ${code}, for as long as you stay.`
  return payments === 1
    ? `With the code ${code}, for the first payment.`
    : `With the code ${code}, for the first ${payments} payments.`
}
