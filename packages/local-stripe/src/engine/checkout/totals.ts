import { appliesTo, sharesOf } from '../catalog/apply-discounts'
import { priceAmount } from '../catalog/price-amount'
import { type Purchase, redeemableCoupon } from '../catalog/redeemable'
import { createCustomer } from '../customers/customers'
import { invoiceLine, pricingOf } from '../invoices/lines'
import { draftFirstInvoice } from '../subscriptions/create'
import { taxLines } from '../tax/tax-lines'
import { exclusiveOf } from '../tax/taxes-on'
import { ApiError, invalid } from '../world/errors'
import type { PendingCheckout } from '../world/records'
import type { CheckoutSession, InvoiceLine, Price } from '../world/types'
import { dryRun, find, type World } from '../world/world'
import { itemTaxes, saveTaxAddress, taxationOf } from './checkout-tax'
import { startedSubscription } from './started-subscription'

type About = Pick<CheckoutSession, 'id' | 'mode' | 'customer' | 'currency'>

/** What is due now. */
interface Totals {
  subtotal: number
  discount: number
  tax: number
  total: number
  /** The same for each item of the order. */
  items: { subtotal: number; discount: number; tax: number; total: number }[]
}

/**
 * Computes what is due now, writes it to the session's lines and returns it for the session itself.
 * A subscription's first invoice is drafted and rolled back, so the totals equal the charge.
 */
export function priceSession(
  world: World,
  session: About,
  order: PendingCheckout,
): Pick<CheckoutSession, 'amount_subtotal' | 'amount_total' | 'total_details'> {
  checkDiscounts(world, session, order)
  const totals =
    session.mode === 'subscription'
      ? ofFirstInvoice(world, session, order)
      : ofPayment(world, session, order)
  for (const [i, line] of world.store.checkoutLines.where('session', session.id).entries()) {
    const { subtotal, discount, tax, total } = totals.items[i] ?? NOTHING
    world.store.checkoutLines.put({
      ...line,
      quantity: line.quantity === null ? null : (order.items[i]?.quantity ?? line.quantity),
      amount_subtotal: subtotal,
      amount_discount: discount,
      amount_tax: tax,
      amount_total: total,
    })
  }
  return {
    amount_subtotal: totals.subtotal,
    amount_total: totals.total,
    total_details: {
      amount_discount: totals.discount,
      amount_shipping: 0,
      amount_tax: totals.tax,
    },
  }
}

function ofFirstInvoice(world: World, session: About, order: PendingCheckout): Totals {
  return dryRun(world, () => {
    const customer = session.customer ?? createCustomer(world, {}).id
    saveTaxAddress(world, order, customer)
    const terms = startedSubscription(world, order, { customer, currency: session.currency })
    const invoice = draft(() => draftFirstInvoice(world, terms))
    const lines = invoice.lines.data
    return {
      subtotal: invoice.subtotal,
      discount: sum(invoice.total_discount_amounts?.map(({ amount }) => amount)),
      tax: sum(invoice.total_taxes?.map(({ amount }) => amount)),
      total: invoice.total,
      items: order.items.map((item, i) => {
        const own = linesOf(lines, order, i, item.price)
        const taxes = own.flatMap((line) => line.taxes ?? [])
        const subtotal = sum(own.map(amountOf))
        const discount = sum(own.flatMap((line) => line.discount_amounts ?? []).map(amountOf))
        return {
          subtotal,
          discount,
          tax: sum(taxes.map(amountOf)),
          total: subtotal - discount + exclusiveOf(taxes),
        }
      }),
    }
  })
}

/** Says in the terms of the session what is wrong with the terms of its subscription. */
function draft<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { param } = error.body
    if (!param || !TERMS.includes(param)) throw error
    throw invalid(`${error.body.message}`, `subscription_data[${param}]`, error.body.code)
  }
}
const TERMS = ['billing_cycle_anchor', 'trial_end', 'trial_period_days', 'proration_behavior']

/** The invoice lines of one item. Items with the same price have the same number of lines. */
function linesOf(lines: InvoiceLine[], order: PendingCheckout, at: number, price: string) {
  const own = lines.filter((line) => line.pricing?.price_details?.price === price)
  const same = order.items.flatMap((item, i) =>
    item.price === price && item.quantity > 0 ? [i] : [],
  )
  const nth = same.indexOf(at)
  const each = own.length / same.length
  return nth === -1 ? [] : own.slice(Math.floor(nth * each), Math.floor((nth + 1) * each))
}

function ofPayment(world: World, session: About, order: PendingCheckout): Totals {
  const now = world.clock.seconds()
  const lines = dryRun(world, () =>
    pricesOf(world, order).map(({ price, quantity }, i) =>
      invoiceLine(world, {
        amount: amountOfItem(world, price, quantity, session.currency),
        currency: session.currency ?? price.currency,
        description: null,
        period: { start: now, end: now },
        taxes: itemTaxes(world, order, i),
        pricing: pricingOf(price, price.unit_amount_decimal),
      }),
    ),
  )
  let left = lines.map(amountOf)
  for (const [i, given] of (order.discounts ?? []).entries()) {
    const purchase = purchaseOf(world, session, order)
    const coupon = redeemableCoupon(world, given, session.customer, purchase, `discounts[${i}]`)
    const shares = sum(left) === 0 ? [] : sharesOf(coupon, lines, left)
    left = left.map((amount, at) => amount - (shares[at] ?? 0))
  }
  const discounted = lines.map((line, i) => ({
    ...line,
    discount_amounts: [{ amount: line.amount - (left[i] ?? 0), discount: '' }],
  }))
  const taxed = dryRun(world, () =>
    taxLines(world, taxationOf(world, order, session.customer), discounted),
  )
  const subtotal = sum(lines.map(amountOf))
  return {
    subtotal,
    discount: subtotal - sum(left),
    tax: sum(taxed.taxes.map(amountOf)),
    total: sum(left) + taxed.exclusive,
    items: taxed.lines.map(({ amount, taxes }, i) => ({
      subtotal: amount,
      discount: amount - (left[i] ?? amount),
      tax: sum(taxes?.map(amountOf)),
      total: (left[i] ?? amount) + exclusiveOf(taxes ?? []),
    })),
  }
}

/** Refuses a discount that the buyer can't redeem, or that nothing in the order is included in. */
function checkDiscounts(world: World, session: About, order: PendingCheckout): void {
  const purchase = purchaseOf(world, session, order)
  for (const [i, given] of (order.discounts ?? []).entries()) {
    const path = `discounts[${i}]`
    const coupon = redeemableCoupon(world, given, session.customer, purchase, path)
    if (pricesOf(world, order).some(({ price }) => appliesTo(coupon, price.product))) continue
    throw invalid(
      `The coupon \`${coupon.id}\` cannot be redeemed because it does not apply to anything in this order.`,
      `${path}[${given.promotion_code ? 'promotion_code' : 'coupon'}]`,
      'coupon_applies_to_nothing',
    )
  }
}

/** What is bought now: during a trial only what has a one-time price. */
function purchaseOf(world: World, session: About, order: PendingCheckout): Purchase {
  const { trial_end, trial_period_days } = order.subscriptionData ?? {}
  const isTrial = trial_end !== undefined || trial_period_days !== undefined
  return {
    currency: session.currency ?? 'usd',
    amount: sum(
      pricesOf(world, order).map(({ price, quantity }) =>
        isTrial && price.recurring ? 0 : amountOfItem(world, price, quantity, session.currency),
      ),
    ),
  }
}

const pricesOf = (world: World, { items }: PendingCheckout) =>
  items.map(({ price, quantity }) => ({
    price: find(world.store.prices, 'price', price),
    quantity,
  }))

/** The use of a metered price is not due yet. */
const amountOfItem = (world: World, price: Price, quantity: number, currency: string | null) =>
  price.recurring?.usage_type === 'metered'
    ? 0
    : priceAmount(world, price, quantity, currency ?? price.currency)

const NOTHING = { subtotal: 0, discount: 0, tax: 0, total: 0 }

const amountOf = ({ amount }: { amount: number }) => amount

const sum = (amounts: number[] = []) => amounts.reduce((total, amount) => total + amount, 0)
