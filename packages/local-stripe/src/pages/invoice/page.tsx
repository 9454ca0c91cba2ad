/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { Badge } from '../badge'
import { longDate, shortDate } from '../dates'
import { page } from '../document'
import { ErrorSummary, type Filled } from '../form'
import { money } from '../money'
import { CardFields, TestCards } from '../payment/card-fields'
import { invoiceBadge, methodName } from '../text'
import { sums } from './sums'

export interface InvoiceView {
  invoice: Stripe.Invoice
  /** The name of the account. */
  from: string
  /** The customer's saved payment methods. */
  methods: Stripe.PaymentMethod[]
}

export function invoicePage({ view, filled }: { view: InvoiceView; filled: Filled }) {
  const { invoice, from } = view
  return page({
    title: `Invoice ${invoice.number ?? ''}`,
    children: (
      <div class="stack">
        <article class="card stack">
          <header class="spread">
            <div>
              <p class="muted">{from}</p>
              <h1>Invoice {invoice.number ?? '(draft)'}</h1>
            </div>
            <Badge of={invoiceBadge(invoice)} />
          </header>
          <Facts invoice={invoice} />
          <Lines invoice={invoice} />
          <p class="actions">
            <a class="button" href={`/i/${invoice.id}/pdf`}>
              Download PDF
            </a>
          </p>
        </article>
        {isPayable(invoice) ? <Pay view={view} filled={filled} /> : null}
      </div>
    ),
  })
}

/** As in Stripe, an uncollectible invoice can still be paid. */
export const isPayable = ({ status }: Stripe.Invoice) =>
  status === 'open' || status === 'uncollectible'

function Facts({ invoice }: { invoice: Stripe.Invoice }) {
  const paidAt = invoice.status_transitions.paid_at
  const facts = [
    ['Billed to', invoice.customer_name ?? invoice.customer_email],
    ['Issued', longDate(invoice.effective_at ?? invoice.created)],
    ['Due', invoice.due_date ? longDate(invoice.due_date) : null],
    ['Paid', paidAt ? longDate(paidAt) : null],
    ...(invoice.custom_fields ?? []).map(({ name, value }) => [name, value]),
  ].filter(([, value]) => value)
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Lines({ invoice }: { invoice: Stripe.Invoice }) {
  const { currency } = invoice
  return (
    <dl class="sums">
      {invoice.lines.data.map((line) => (
        <div key={line.id}>
          <dt>
            {line.description}
            <p class="small muted">
              {shortDate(line.period.start)} – {shortDate(line.period.end)}
            </p>
          </dt>
          <dd>{money(line.amount, currency)}</dd>
        </div>
      ))}
      {sums(invoice).map(([name, amount]) => (
        <div key={name} class="total">
          <dt>{name}</dt>
          <dd>{money(amount, currency)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Pay({ view: { invoice, methods }, filled }: { view: InvoiceView; filled: Filled }) {
  const action = `/i/${invoice.id}`
  const due = money(invoice.amount_remaining, invoice.currency)
  return (
    <section class="card stack" aria-labelledby="pay">
      <ErrorSummary filled={filled} title="Payment failed. Please check:" />
      <h2 id="pay">Pay {due}</h2>
      {methods.length > 0 ? (
        <form method="post" action={action} class="stack">
          {methods.map((method) => (
            <button type="submit" name="method" value={method.id} class="block" key={method.id}>
              Pay with {methodName(method)}
            </button>
          ))}
          <p class="muted">Or use another card:</p>
        </form>
      ) : null}
      <form method="post" action={action} class="stack" novalidate>
        <CardFields filled={filled} />
        <button
          type="submit"
          id="pay-now"
          class="primary block"
          autofocus={filled.values.fill !== undefined}
        >
          Pay {due}
        </button>
        <TestCards />
      </form>
    </section>
  )
}
