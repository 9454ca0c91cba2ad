/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { page } from '../document'
import { ErrorSummary, Field, type Filled } from '../form'
import { money } from '../money'
import { TestCards } from '../payment/card-fields'
import { Headline, type Order, OrderLines } from './order'
import { PaymentMethodChoice } from './payment-method'
import { PromotionForm } from './promotion'
import { needsPayment } from './purchase'
import type { RefusedQuantity } from './quantity'
import { Questions } from './questions'

interface CheckoutProps {
  order: Order
  filled: Filled
  /** The promotion code that was entered, and why it was refused. */
  promotion?: { code: string; error?: string }
  quantity?: RefusedQuantity
  /** Says that the total changed with the buyer’s country. */
  notice?: string
}

export function checkoutPage({ order, filled, promotion, quantity, notice }: CheckoutProps) {
  const { session } = order
  const action = `/c/pay/${session.id}`
  return page({
    title: 'Checkout',
    wide: true,
    children: (
      <div class="checkout">
        <section aria-label="Order">
          {session.cancel_url ? <a href={session.cancel_url}>← Back</a> : null}
          <Headline order={order} />
          <div class="stack">
            <OrderLines order={order} action={action} quantity={quantity} />
            <PromotionForm order={order} action={action} {...promotion} />
          </div>
        </section>
        <section class="pay" aria-labelledby="pay-title">
          <form id="pay" method="post" action={action} class="stack" novalidate>
            <ErrorSummary filled={filled} title="Payment failed. Please check:" />
            <h2 id="pay-title">{needsPayment(order) ? 'Payment' : 'Your details'}</h2>
            <Contact order={order} filled={filled} />
            {order.asksCountry ? <Country filled={filled} notice={notice} /> : null}
            <Questions session={session} filled={filled} />
            {needsPayment(order) ? <PaymentMethodChoice order={order} filled={filled} /> : null}
            {session.custom_text.submit ? (
              <p class="hint">{session.custom_text.submit.message}</p>
            ) : null}
            <button
              type="submit"
              id="pay-now"
              class="primary block"
              autofocus={filled.values.fill !== undefined}
            >
              {submitLabel(order)}
            </button>
            {session.mode === 'subscription' ? (
              <p class="hint">Renews until canceled. Cancel anytime.</p>
            ) : null}
            {needsPayment(order) ? (
              <div class="when-card">
                <TestCards />
              </div>
            ) : null}
          </form>
        </section>
      </div>
    ),
  })
}

function Contact({ order: { session }, filled }: { order: Order; filled: Filled }) {
  const email = session.customer_details?.email ?? session.customer_email
  if (email) {
    return (
      <p class="field">
        <span class="muted small">Email</span>
        <span>{email}</span>
      </p>
    )
  }
  return <Field name="email" label="Email" type="email" autocomplete="email" filled={filled} />
}

/** The field for the buyer's country, which determines the tax. */
function Country({ filled, notice }: { filled: Filled; notice?: string }) {
  return (
    <>
      <Field name="country" label="Country (two letters)" autocomplete="country" filled={filled} />
      {notice ? <p role="status">{notice}</p> : null}
    </>
  )
}

function submitLabel(order: Order): string {
  const { session, trialEnd } = order
  if (session.mode === 'setup') return 'Save card'
  if (session.mode === 'payment') {
    return `Pay ${money(session.amount_total ?? 0, session.currency ?? 'usd')}`
  }
  return trialEnd ? 'Start trial' : 'Subscribe'
}
