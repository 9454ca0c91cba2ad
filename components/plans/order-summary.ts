import { formatAmount } from 'stripe-currencies'
import { longDate } from '@/components/ui/dates'
import { money, priceText } from '@/components/ui/money'
import type { ReceiptLine } from '@/components/ui/receipt'
import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Order } from '@/lib/billing/checkout/order'
import type { DiscountedPrice } from '@/lib/billing/pricing/promotion'
import { addMonths } from '@/lib/billing/subscription/billing-cycle'

type Terms = Pick<Extract<Order, { kind: 'order' }>, 'plan' | 'price' | 'quantity' | 'trialDays'>

export type OrderSummary = {
  /** What is bought, and what is taken off or added. */
  lines: ReceiptLine[]
  today: ReceiptLine
  /** What is charged later; empty for a one-time purchase. */
  next: string
}

/**
 * Returns what a purchase costs today and later, before the buyer goes to Stripe. Tax and the credit for
 * a replaced subscription are only known there, so the summary says that they are missing.
 */
export function orderSummary(
  { plan, price, quantity, trialDays }: Terms,
  {
    promotion,
    hasCredit,
    catalog,
    now,
  }: {
    promotion: { code: string; reduction: DiscountedPrice } | null
    /** The unused time of a replaced subscription is taken off. */
    hasCredit: boolean
    catalog: Pick<Catalog, 'checkout' | 'trial'>
    now: Date
  },
): OrderSummary {
  const { currency, interval } = price
  const full = price.amountCents * quantity
  const first = promotion ? full - (price.amountCents - promotion.reduction.amountCents) : full
  const { automaticTax, taxIncluded } = catalog.checkout
  const isTaxAdded = automaticTax && !taxIncluded
  const due = trialDays ? 0 : first
  const isOpen = due > 0 && (isTaxAdded || hasCredit)
  return {
    lines: [
      {
        what: `${quantity} × ${plan.name}${billed[interval]}`,
        amount: formatAmount(full, currency),
      },
      ...(promotion
        ? [{ what: `Code ${promotion.code}`, amount: formatAmount(first - full, currency) }]
        : []),
      ...(trialDays
        ? [{ what: `${trialDays}-day free trial`, amount: formatAmount(0 - first, currency) }]
        : []),
      ...(hasCredit ? [{ what: 'Credit for unused time', amount: 'Calculated on Stripe' }] : []),
      ...(isTaxAdded && !trialDays ? [{ what: 'Tax', amount: 'Calculated on Stripe' }] : []),
    ],
    today: {
      what: isOpen ? `Due today, before ${isTaxAdded ? 'tax' : 'credit'}` : 'Due today',
      amount: formatAmount(due, currency),
    },
    next: nextCharge({ plan, price, quantity, trialDays }, { promotion, first, catalog, now }),
  }
}

const billed = { month: ', billed monthly', year: ', billed yearly', once: '' }

/** `Then $49/month starting March 16, 2026.`, with the discounted payments before. */
function nextCharge(
  { price, quantity, trialDays }: Terms,
  {
    promotion,
    first,
    catalog: { trial, checkout },
    now,
  }: {
    promotion: { reduction: DiscountedPrice } | null
    first: number
    catalog: Pick<Catalog, 'checkout' | 'trial'>
    now: Date
  },
): string {
  if (price.interval === 'once') return ''
  const { currency, interval } = price
  const at = trialDays
    ? new Date(now.getTime() + trialDays * 86_400_000)
    : addMonths(now, interval === 'year' ? 12 : 1)
  const each = (amountCents: number) => priceText({ amountCents, currency, interval })
  const full = each(price.amountCents * quantity)
  const tax = checkout.automaticTax && !checkout.taxIncluded ? ' plus tax' : ''
  const when = `starting ${longDate(at)}`
  const then = trialDays && trial.card === 'optional' ? 'If you add a card,' : 'Then'
  const payments = promotion ? promotion.reduction.payments : 0
  if (payments === null) return `${then} ${each(first)}${tax} ${when}.`
  const left = trialDays ? payments : payments - 1
  if (left <= 0) return `${then} ${full}${tax} ${when}.`
  return left === 1
    ? `${then} ${money(first, currency)}${tax} on ${longDate(at)}, and ${full} after that.`
    : `${then} ${each(first)}${tax} ${when}, and ${full} after ${left} payments.`
}
