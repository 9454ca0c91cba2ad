/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import type { Coupon } from '../../engine/world/types'
import { days, longDate } from '../dates'
import { cadence, money, priceLabel, unitAmount } from '../money'
import { QuantityForm, type RefusedQuantity } from './quantity'

/** A session with the data that its page needs, including what the API doesn't show. */
export interface Order {
  session: Stripe.Checkout.Session
  lines: Stripe.LineItem[]
  /** When the trial ends, if the subscription starts with one. */
  trialEnd: number | null
  /** The coupon behind the session's discount. */
  coupon: Coupon | null
  /** The promotion code that was applied. */
  code: string | null
  /** The customer's saved cards with `allow_redisplay`. */
  saved: Stripe.PaymentMethod[]
  /** Whether the tax depends on the country that the buyer enters. */
  asksCountry: boolean
  now: number
}

export function Headline({ order }: { order: Order }) {
  const { title, price, interval, after } = headline(order)
  return (
    <div class="headline">
      <h1>{title}</h1>
      <p class="price number">
        {price} {interval ? <span>{interval}</span> : null}
      </p>
      {after ? <p class="muted">{after}</p> : null}
    </div>
  )
}

export function OrderLines({
  order: { session, lines, trialEnd, code },
  action,
  quantity,
}: {
  order: Order
  action: string
  quantity?: RefusedQuantity | undefined
}) {
  const currency = session.currency ?? 'usd'
  const discount = session.total_details?.amount_discount ?? 0
  const { added, included } = taxOf(session)
  return (
    <dl class="sums">
      {lines.map((line) => (
        <div key={line.id}>
          <dt>
            <span class="line-name">{line.description}</span>
            <LineDetail line={line} />
            <QuantityForm line={line} action={action} refused={quantity} />
          </dt>
          <dd>
            {trialEnd && line.price?.recurring ? 'Free' : money(line.amount_subtotal, currency)}
          </dd>
        </div>
      ))}
      {discount > 0 ? (
        <>
          <div class="total">
            <dt>Subtotal</dt>
            <dd>{money(session.amount_subtotal ?? 0, currency)}</dd>
          </div>
          <div>
            <dt>{code ? `Discount (${code})` : 'Discount'}</dt>
            <dd>−{money(discount, currency)}</dd>
          </div>
        </>
      ) : null}
      {isTaxUnknown(session) ? (
        <div>
          <dt>Tax</dt>
          <dd class="muted">Calculated from your country</dd>
        </div>
      ) : null}
      {added > 0 ? (
        <div>
          <dt>Tax</dt>
          <dd>{money(added, currency)}</dd>
        </div>
      ) : null}
      {session.mode === 'setup' ? null : (
        <div class="total">
          <dt>Total due today</dt>
          <dd>{money(session.amount_total ?? 0, currency)}</dd>
        </div>
      )}
      {included > 0 ? (
        <div>
          <dt class="muted small">Including {money(included, currency)} tax</dt>
        </div>
      ) : null}
    </dl>
  )
}

/** The tax on top of the amounts, and the tax that is in them. */
function taxOf({ amount_subtotal, amount_total, total_details }: Stripe.Checkout.Session) {
  const { amount_discount = 0, amount_tax = 0 } = total_details ?? {}
  const added = (amount_total ?? 0) - ((amount_subtotal ?? 0) - amount_discount)
  return { added, included: amount_tax - added }
}

const isTaxUnknown = ({ automatic_tax }: Stripe.Checkout.Session) =>
  automatic_tax.enabled && automatic_tax.status === 'requires_location_inputs'

function LineDetail({ line }: { line: Stripe.LineItem }) {
  const { price } = line
  const quantity = line.quantity ?? 1
  const each = price && unitAmount(price)
  const parts = [
    quantity > 1 ? `Qty ${quantity}` : '',
    price && each !== null && quantity > 1 ? `${money(each ?? 0, price.currency)} each` : '',
    price && each === null ? priceLabel(price) : '',
    price?.recurring && each !== null ? `Billed ${every(price.recurring)}` : '',
  ].filter(Boolean)
  return parts.length > 0 ? <p class="muted small">{parts.join(' · ')}</p> : null
}

interface HeadlineTexts {
  title: string
  price: string
  interval?: string
  after?: string
}

function headline({ session, lines, trialEnd, coupon, now }: Order): HeadlineTexts {
  const due = money(session.amount_total ?? 0, session.currency ?? 'usd')
  const recurring = lines.filter((line) => line.price?.recurring)
  const name = (recurring[0] ?? lines[0])?.description ?? 'your order'

  if (session.mode === 'setup') return { title: 'Save a card', price: 'Nothing due today' }
  if (session.mode === 'payment') return { title: `Pay for ${name}`, price: due }

  const title = `${trialEnd ? 'Try' : 'Subscribe to'} ${name}`
  const interval = cadence(recurring[0]?.price?.recurring ?? null) ?? ''
  const renewal = `${money(renewalAmount(recurring, coupon), session.currency ?? 'usd')} ${interval}`
  if (trialEnd) {
    const free = `${days(Math.round((trialEnd - now) / 86_400))} free`
    return {
      title,
      price: free,
      after: `Then ${renewal}, starting ${longDate(trialEnd)}`,
    }
  }
  const everyTimeTheSame =
    lines.length === recurring.length && !session.total_details?.amount_discount
  return everyTimeTheSame
    ? { title, price: due, interval }
    : { title, price: due, interval: 'today', after: `Then ${renewal}` }
}

/** The amount of the second invoice, without a `once` coupon. */
function renewalAmount(recurring: Stripe.LineItem[], coupon: Coupon | null): number {
  const full = recurring.reduce(
    (sum, { price, quantity }) => sum + ((price && unitAmount(price)) ?? 0) * (quantity ?? 1),
    0,
  )
  if (!coupon || coupon.duration === 'once') return full
  const off = coupon.percent_off ? (full * coupon.percent_off) / 100 : (coupon.amount_off ?? 0)
  return Math.max(0, Math.round(full - off))
}

/** `monthly`, or the price's own interval. */
function every(recurring: Stripe.Price.Recurring): string {
  if (recurring.interval_count !== 1) return `${cadence(recurring)}`
  return { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' }[
    recurring.interval as 'day' | 'week' | 'month' | 'year'
  ]
}
