/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import type { Customer } from '../../engine/world/types'
import { Badge } from '../badge'
import { dateTime, shortDate } from '../dates'
import { money } from '../money'
import {
  invoiceBadge,
  methodName,
  nextStep,
  subscriptionBadge,
  subscriptionName,
  subscriptionPrice,
} from '../text'
import type { ChargeRow } from './charge-actions'
import { Charges } from './charges'
import { type PanelFrame, panelPage } from './frame'

interface CustomerProps extends PanelFrame {
  details: CustomerDetails
}

/** What the page of a customer shows. */
export interface CustomerDetails {
  customer: Customer
  subscriptions: Stripe.Subscription[]
  paymentMethods: Stripe.PaymentMethod[]
  invoices: Stripe.Invoice[]
  charges: ChargeRow[]
  nextPaymentFails: boolean
}

export const customerPage = ({ details, ...frame }: CustomerProps) =>
  panelPage({
    ...frame,
    title: details.customer.email ?? details.customer.name ?? details.customer.id,
    children: (
      <>
        <div class="spread">
          <p class="muted">
            {details.customer.name ? `${details.customer.name} · ` : ''}
            <code>{details.customer.id}</code> · since {shortDate(details.customer.created)}
          </p>
          <div class="actions">
            <NextPaymentFails details={details} />
            <form method="post" action={`/_panel/customers/${details.customer.id}/portal`}>
              <button type="submit">Open their portal</button>
            </form>
            <a class="button" href={`/_panel/events?customer=${details.customer.id}`}>
              Their events
            </a>
          </div>
        </div>
        <Subscriptions subscriptions={details.subscriptions} />
        <Charges rows={details.charges} />
        <Invoices invoices={details.invoices} />
        <Methods methods={details.paymentMethods} />
      </>
    ),
  })

function NextPaymentFails({
  details: { customer, nextPaymentFails },
}: {
  details: CustomerDetails
}) {
  return (
    <form method="post" action={`/_panel/customers/${customer.id}/next-payment`}>
      <button
        type="submit"
        name="fails"
        value={nextPaymentFails ? 'no' : 'yes'}
        aria-pressed={nextPaymentFails ? 'true' : 'false'}
      >
        {nextPaymentFails ? '✓ The next payment will fail' : 'Make the next payment fail'}
      </button>
    </form>
  )
}

function Subscriptions({ subscriptions }: { subscriptions: Stripe.Subscription[] }) {
  return (
    <section class="stack" aria-labelledby="subscriptions">
      <h2 id="subscriptions">Subscriptions</h2>
      {subscriptions.length === 0 ? <p class="empty">None yet.</p> : null}
      {subscriptions.map((subscription) => (
        <article class="card" key={subscription.id}>
          <div class="spread">
            <h3>
              {subscriptionName(subscription)}{' '}
              <span class="muted number">{subscriptionPrice(subscription)}</span>
            </h3>
            <Badge of={subscriptionBadge(subscription)} />
          </div>
          <p class="muted">
            {nextStep(subscription)} <code>{subscription.id}</code>
          </p>
        </article>
      ))}
    </section>
  )
}

function Invoices({ invoices }: { invoices: Stripe.Invoice[] }) {
  return (
    <section class="stack" aria-labelledby="invoices">
      <h2 id="invoices">Invoices</h2>
      {invoices.length === 0 ? (
        <p class="empty">None yet.</p>
      ) : (
        <ul class="rows card">
          {invoices.map((invoice) => (
            <li class="spread" key={invoice.id}>
              <div>
                <a class="line-name" href={`/i/${invoice.id}`}>
                  {invoice.number ?? 'Draft'}
                </a>{' '}
                <Badge of={invoiceBadge(invoice)} />
                <p class="small muted">
                  {dateTime(invoice.created)}
                  {invoice.next_payment_attempt
                    ? ` · next attempt ${dateTime(invoice.next_payment_attempt)}`
                    : ''}
                </p>
              </div>
              <span class="number">{money(invoice.total, invoice.currency)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Methods({ methods }: { methods: Stripe.PaymentMethod[] }) {
  return (
    <section class="stack" aria-labelledby="methods">
      <h2 id="methods">Payment methods</h2>
      {methods.length === 0 ? (
        <p class="empty">None yet.</p>
      ) : (
        <ul class="rows card">
          {methods.map((method) => (
            <li class="spread" key={method.id}>
              <span>{methodName(method)}</span>
              <code class="muted">{method.id}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
