/** @jsxImportSource hono/jsx */
import { page } from '../document'
import { describedBy, ErrorSummary, Field, FieldError, type Filled } from '../form'
import { money } from '../money'
import { CardFields, TestCards } from '../payment/card-fields'
import { Headline, type Order, OrderLines } from './order'

interface CheckoutProps {
  order: Order
  filled: Filled
  /** The code typed into the promotion field, and why it was not taken. */
  promotion?: { code: string; error?: string }
}

export function checkoutPage({ order, filled, promotion }: CheckoutProps) {
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
            <OrderLines order={order} />
            <Promotion order={order} action={action} {...promotion} />
          </div>
        </section>
        <section class="pay" aria-labelledby="pay-title">
          <form id="pay" method="post" action={action} class="stack" novalidate>
            <ErrorSummary filled={filled} title="Not paid yet. Please check:" />
            <h2 id="pay-title">{needsPayment(order) ? 'Payment' : 'Your details'}</h2>
            <Contact order={order} filled={filled} />
            {needsPayment(order) ? <PaymentMethod order={order} filled={filled} /> : null}
            <button
              type="submit"
              id="pay-now"
              class="primary block"
              autofocus={filled.values.fill !== undefined}
            >
              {submitLabel(order)}
            </button>
            {session.mode === 'subscription' ? (
              <p class="hint">It renews until you cancel. You can cancel at any time.</p>
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

/** A trial or a full discount may ask for no card at all. */
export function needsPayment({ session }: Order): boolean {
  return session.payment_method_collection !== 'if_required' || session.amount_total !== 0
}

function Contact({ order: { session }, filled }: { order: Order; filled: Filled }) {
  const email = session.customer_details?.email ?? session.customer_email
  if (email) {
    return (
      <p class="field">
        <span class="muted small">E-mail</span>
        <span>{email}</span>
      </p>
    )
  }
  return <Field name="email" label="E-mail" type="email" autocomplete="email" filled={filled} />
}

function PaymentMethod({ order: { session }, filled }: { order: Order; filled: Filled }) {
  if (!session.payment_method_types.includes('us_bank_account')) {
    return <CardFields filled={filled} />
  }
  const bank = filled.values.method === 'us_bank_account'
  return (
    <>
      <fieldset>
        <legend>Pay with</legend>
        <div class="choices">
          <label class="choice">
            <input id="method-card" type="radio" name="method" value="card" checked={!bank} />
            <span>Card</span>
          </label>
          <label class="choice">
            <input
              id="method-bank"
              type="radio"
              name="method"
              value="us_bank_account"
              checked={bank}
            />
            <span>
              Bank account
              <span class="hint"> · settles some days later</span>
            </span>
          </label>
        </div>
      </fieldset>
      <div class="when-card">
        <CardFields filled={filled} />
      </div>
      <div class="when-bank">
        <BankFields filled={filled} />
      </div>
    </>
  )
}

/** No account number is asked for: what matters here is how the payment ends, days later. */
function BankFields({ filled }: { filled: Filled }) {
  const outcomes = { succeeds: 'arrives', fails: 'bounces' }
  return (
    <fieldset>
      <legend>In some days, the payment</legend>
      <div class="choices">
        {Object.entries(outcomes).map(([outcome, label]) => (
          <label class="choice" key={outcome}>
            <input
              type="radio"
              name="bank"
              value={outcome}
              checked={(filled.values.bank ?? 'succeeds') === outcome}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Promotion({
  order: { session },
  action,
  code = '',
  error,
}: {
  order: Order
  action: string
  code?: string
  error?: string
}) {
  if (!session.allow_promotion_codes) return null
  if (session.discounts?.length) {
    return (
      <form method="post" action={`${action}/promotion`} class="actions">
        <p>A promotion code is applied.</p>
        <button type="submit" name="code" value="" class="link">
          Remove it
        </button>
      </form>
    )
  }
  const filled: Filled = { values: { code }, errors: error ? { code: error } : {} }
  return (
    <form method="post" action={`${action}/promotion`} class="field" novalidate>
      <label for="code">Promotion code</label>
      <div class="promotion">
        <input
          id="code"
          name="code"
          value={code}
          autocomplete="off"
          autofocus={error !== undefined}
          {...describedBy('code', filled)}
        />
        <button type="submit">Apply</button>
      </div>
      <FieldError name="code" filled={filled} />
    </form>
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
