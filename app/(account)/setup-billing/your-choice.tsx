import Link from 'next/link'
import { PlanContents } from '@/components/plans/contents'
import { orderSummary } from '@/components/plans/order-summary'
import { orderTerms } from '@/components/plans/order-text'
import { ButtonLink, type ButtonLook, buttonClass } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/feedback/notice'
import { money, per } from '@/components/ui/money'
import { Receipt } from '@/components/ui/receipt'
import { StripeButton } from '@/components/ui/stripe-button'
import type { Access } from '@/lib/billing/access/access'
import { planByKey } from '@/lib/billing/catalog/catalog'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { Order } from '@/lib/billing/checkout/order'
import { discountedPrice, type PromotionLookup } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'
import { type CheckoutBody, EmbeddedCheckout } from './embedded-checkout'
import type { WayToPay } from './way-to-pay'

type Granted = Extract<Order, { kind: 'order' }>

/** The chosen plan: its price and terms, what is due today and later, the subscription it replaces, and the button to pay. */
export function YourChoice({
  order,
  current,
  code,
  lookup,
  replaced,
  way,
  path,
}: {
  order: Granted
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
  const summary = orderSummary(order, {
    promotion: reduction && promotion && { code: promotion.code, reduction },
    hasCredit: replaced !== null && services.catalog.lifetime.credit,
    catalog: services.catalog,
    now: services.now(),
  })
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
      <section
        aria-label="Your choice"
        className="mt-8 rounded-2xl border border-line bg-card shadow-card"
      >
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 p-6">
          <h2 className="font-bold text-2xl">{plan.name}</h2>
          <p>
            {reduction && (
              <>
                <span className="sr-only">Instead of </span>
                <s className="text-muted tabular-nums">
                  {money(price.amountCents, price.currency)}
                </s>{' '}
              </>
            )}
            <span className="font-bold text-3xl tabular-nums tracking-tight">
              {money(reduction?.amountCents ?? price.amountCents, price.currency)}
            </span>
            <span className="text-muted">{per(price.interval)}</span>
          </p>
          <p className="w-full text-muted">{orderTerms(order, services.catalog.trial)}</p>
          {reduction && promotion && (
            <p className="w-full text-muted">
              {promotionTerms(promotion.code, reduction.payments)}
            </p>
          )}
        </div>
        <div className="perforation p-6">
          <Receipt
            caption="Order summary"
            isCaptionShown
            lines={summary.lines}
            total={summary.today}
          />
          {summary.next && <p className="mt-2 text-muted">{summary.next}</p>}
        </div>
        {!isPaying && (
          <div className="perforation p-6">
            <PlanContents plan={plan} catalog={services.catalog} currency={price.currency} isWide />
          </div>
        )}
      </section>
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

function UnusedCode({ code, lookup }: { code: string; lookup: PromotionLookup | null }) {
  switch (lookup?.kind) {
    case 'too_many':
      return (
        <NoticeBox tone="signal" title={`We haven’t checked code ${code}`}>
          Too many codes were tried. Reload this page in a minute, or continue without it.
        </NoticeBox>
      )
    case 'unavailable':
      return (
        <NoticeBox tone="signal" title={`We can’t check code ${code} right now`}>
          Reload this page in a moment, or continue without it.
        </NoticeBox>
      )
    default:
      return (
        <NoticeBox tone="signal" title={`We can’t apply code ${code}`}>
          It’s invalid, expired, or for a different plan. You can continue without it.
        </NoticeBox>
      )
  }
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
function buyText({ plan, price, trialDays }: Granted, replaced: Access['subscription']): string {
  if (replaced) {
    return `Buy ${plan.name} and cancel ${planNameOf(replaced) ?? 'my subscription'}`
  }
  if (price.interval === 'once') return `Buy ${plan.name}`
  return trialDays ? 'Start free trial' : 'Continue to payment'
}

const planNameOf = ({ plan }: NonNullable<Access['subscription']>) =>
  planByKey(services.catalog, plan ?? '')?.name

function ReplacedNotice({
  plan,
  replaced,
}: {
  plan: Plan
  replaced: NonNullable<Access['subscription']>
}) {
  const what = [planNameOf(replaced), 'subscription'].filter(Boolean).join(' ')
  return (
    <NoticeBox tone="signal" title={`${plan.name} replaces your ${what}`}>
      Your {what} ends on {longDate(replaced.currentPeriodEnd)} and won’t renew.
      {services.catalog.lifetime.credit && ' We’ll credit your unused time at checkout.'}
    </NoticeBox>
  )
}

function promotionTerms(code: string, payments: number | null): string {
  if (payments === null) return `With code ${code}, for as long as you’re subscribed.`
  return payments === 1
    ? `With code ${code}, for your first payment.`
    : `With code ${code}, for your first ${payments} payments.`
}
