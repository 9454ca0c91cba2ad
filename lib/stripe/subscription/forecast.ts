import type Stripe from 'stripe'
import { hasFinalPeriod } from '@/lib/billing/subscription/final-period'
import { PromotionRefused } from '@/lib/stripe/checkout/promotions'
import { dateFromUnix, idOf } from '@/lib/stripe/customer/values'
import { codeOf, isAboutDiscount, isAboutInactive } from '@/lib/stripe/stripe-errors'
import { discountsOf, itemsFor, newCycleFor, planItemFor, unix } from './change-params'
import type { SubscriptionContext } from './context'
import { type ForecastInvoice, type Forecasts, type InvoiceLine, NothingToBill } from './forecasts'
import type { PriceBook } from './price-book'
import type { PlannedChange, RunningSubscription } from './subscriptions'

export function stripeForecasts({
  stripe,
  prices,
}: Pick<SubscriptionContext, 'stripe' | 'prices'>): Forecasts {
  const preview = async (params: Stripe.InvoiceCreatePreviewParams) => {
    try {
      return await stripe.invoices.createPreview(params)
    } catch (error) {
      if (params.discounts && isAboutDiscount(error)) throw new PromotionRefused()
      if (codeOf(error) === 'invoice_upcoming_none') throw new NothingToBill()
      throw error
    }
  }

  /**
   * The first regular invoice after the change, without prorations, and without usage, which isn't
   * known yet. Usage of a metered item that is removed without proration isn't billed.
   */
  const nextAfter = async (
    change: PlannedChange,
    book: PriceBook,
    at: (invoice: Stripe.Invoice) => Date,
  ) => {
    const { subscription, trial } = change
    const items = [
      ...planItemFor(change, book),
      ...subscription.metered.map(({ itemId }) => ({ id: itemId, deleted: true })),
    ]
    const invoice = await preview({
      subscription: subscription.id,
      ...discountsOf(change),
      subscription_details: {
        items,
        proration_behavior: 'none',
        ...(trial === 'ends' && { trial_end: 'now' as const }),
        ...newCycleFor(change),
      },
    })
    return { ...forecastOf(invoice), at: at(invoice) }
  }

  const forecast: Forecasts['forChange'] = async (change, when) => {
    const { subscription, trial, promotionCodeId } = change
    if (promotionCodeId && (await isUsed(promotionCodeId, subscription))) {
      throw new PromotionRefused()
    }
    const book = await prices()
    const items = itemsFor(change, book)
    const restarts = trial === 'ends' || subscription.interval !== change.to.price.interval
    const periodEnd = subscription.currentPeriodEnd
    /** An add-on of another interval than the plan's may be billed before the plan is. */
    const renewal = (invoice: Stripe.Invoice) => (restarts ? periodEnd : renewalDay(invoice))
    if (when === 'at_period_end' || trial === 'kept') {
      return { now: null, next: await nextAfter(change, book, renewal) }
    }
    const [now, next] = await Promise.all([
      preview({
        subscription: subscription.id,
        ...discountsOf(change),
        subscription_details: {
          items,
          proration_behavior: 'always_invoice',
          proration_date: unix(change.prorationDate),
          ...(trial === 'ends' && { trial_end: 'now' as const }),
          ...newCycleFor(change),
        },
      }),
      // Stripe has no next invoice for a subscription that ends before it.
      hasFinalPeriod(subscription)
        ? null
        : nextAfter(change, book, restarts ? lastDay : renewalDay),
    ])
    // At the end of a period there is nothing to prorate, and Stripe previews the next invoice.
    const isCharged = restarts || now.lines.data.some(isProration)
    return { now: isCharged ? forecastOf(now) : null, next }
  }

  /** A code counts once: entered again with each small change, it would discount all of them. */
  const isUsed = async (
    promotionCodeId: string,
    { codes, customerId }: RunningSubscription,
  ): Promise<boolean> => {
    if (codes.includes(promotionCodeId)) return true
    const invoices = stripe.invoices.list({
      customer: customerId,
      limit: 100,
      expand: ['data.discounts'],
    })
    for await (const { status, discounts } of invoices) {
      if (status !== 'void' && discounts.some((each) => codeOfDiscount(each) === promotionCodeId)) {
        return true
      }
    }
    return false
  }

  return {
    async nextInvoice({ id }) {
      try {
        const invoice = await preview({ subscription: id })
        return { ...forecastOf(invoice), at: renewalDay(invoice) }
      } catch (error) {
        if (error instanceof NothingToBill) return null
        throw error
      }
    },

    async forChange(change, when) {
      try {
        return await forecast(change, when)
      } catch (error) {
        if (!isAboutInactive(error)) throw error
        // Another price took over the lookup key. Ask again instead of waiting for the cache.
        prices.forget()
        return forecast(change, when)
      }
    },
  }
}

const forecastOf = (invoice: Stripe.Invoice): ForecastInvoice => ({
  lines: linesOf(invoice),
  currency: invoice.currency,
  discountCents: sum(invoice.total_discount_amounts),
  taxCents: sum(taxesOf(invoice, 'exclusive')),
  includedTaxCents: sum(taxesOf(invoice, 'inclusive')),
  totalCents: invoice.total,
  amountDueCents: invoice.amount_due,
})

/** Returns the lines that Stripe lists, and one line for the rest, so that they add up. */
function linesOf({ lines, subtotal }: Stripe.Invoice): InvoiceLine[] {
  const listed = lines.data.map((line) => ({
    description: line.description ?? '',
    amountCents: line.amount,
    proration: isProration(line),
  }))
  if (!lines.has_more) return listed
  const rest = subtotal - sum(lines.data)
  return [...listed, { description: 'Other items', amountCents: rest, proration: false }]
}

const taxesOf = ({ total_taxes }: Stripe.Invoice, behavior: 'exclusive' | 'inclusive') =>
  (total_taxes ?? []).filter((tax) => tax.tax_behavior === behavior)

const sum = (amounts: { amount: number }[] | null) =>
  (amounts ?? []).reduce((total, { amount }) => total + amount, 0)

const isProration = ({ parent }: Stripe.InvoiceLineItem): boolean =>
  parent?.subscription_item_details?.proration === true ||
  parent?.invoice_item_details?.proration === true

const lastDay = (invoice: Stripe.Invoice) =>
  dateFromUnix(Math.max(...invoice.lines.data.map((line) => line.period.end)))

/** A renewal's invoice has a period that looks back: it ends where what it bills ahead begins. */
const renewalDay = (invoice: Stripe.Invoice) => dateFromUnix(invoice.period_end)

const codeOfDiscount = (discount: Stripe.Invoice['discounts'][number]): string | null =>
  typeof discount === 'object' && discount.promotion_code ? idOf(discount.promotion_code) : null
