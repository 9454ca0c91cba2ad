import { PlanContents } from '@/components/plans/contents'
import { orderSummary } from '@/components/plans/order-summary'
import { orderTerms } from '@/components/plans/order-text'
import { usageTerms } from '@/components/plans/usage-terms'
import { money, per } from '@/components/ui/money'
import { Receipt } from '@/components/ui/receipt'
import type { Order } from '@/lib/billing/checkout/order'
import type { DiscountedPrice } from '@/lib/billing/pricing/promotion'
import { services } from '@/lib/services'

export type GrantedOrder = Extract<Order, { kind: 'order' }>

/** The chosen plan with its price and terms, what is due today and later, and what it includes. */
export const OrderCard = ({
  order,
  promotion,
  hasCredit,
  isShort,
}: {
  order: GrantedOrder
  /** A code that lowers the price, and the lower price. */
  promotion: { code: string; reduction: DiscountedPrice } | null
  /** Whether unused time of another subscription is credited. */
  hasCredit: boolean
  /** Leaves out what the plan includes. */
  isShort: boolean
}) => {
  const { plan, price } = order
  const { catalog } = services
  const summary = orderSummary(order, { promotion, hasCredit, catalog, now: services.now() })
  const usage = usageTerms(plan, catalog, price.currency)
  return (
    <section
      aria-label="Your choice"
      className="mt-8 rounded-2xl border border-line bg-card shadow-card"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 p-6">
        <h2 className="font-bold text-2xl">{plan.name}</h2>
        <p>
          {promotion && (
            <>
              <span className="sr-only">Instead of </span>
              <s className="text-muted tabular-nums">
                {money(price.amountCents, price.currency)}
              </s>{' '}
            </>
          )}
          <span className="font-bold text-3xl tabular-nums tracking-tight">
            {money(promotion?.reduction.amountCents ?? price.amountCents, price.currency)}
          </span>
          <span className="text-muted">{per(price.interval)}</span>
        </p>
        <p className="w-full text-muted">{orderTerms(order, catalog.trial)}</p>
        {promotion && (
          <p className="w-full text-muted">
            {promotionTerms(promotion.code, promotion.reduction.payments)}
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
      {!isShort && (
        <div className="perforation p-6">
          <PlanContents plan={plan} catalog={catalog} currency={price.currency} isWide />
          {usage && <p className="mt-5 border-line border-t pt-4">{usage}</p>}
        </div>
      )}
    </section>
  )
}

function promotionTerms(code: string, payments: number | null): string {
  if (payments === null) return `With code ${code}, for as long as you’re subscribed.`
  return payments === 1
    ? `With code ${code}, for your first payment.`
    : `With code ${code}, for your first ${payments} payments.`
}
