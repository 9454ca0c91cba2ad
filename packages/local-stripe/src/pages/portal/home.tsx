/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { Badge } from '../badge'
import { shortDate } from '../dates'
import { money } from '../money'
import {
  endsAt,
  invoiceBadge,
  methodName,
  nextStep,
  subscriptionBadge,
  subscriptionName,
  subscriptionPrice,
} from '../text'
import { portalPage } from './frame'
import type { Portal } from './read'

/** The overview: subscriptions, payment methods, billing information and invoices. */
export function portalHome({ portal, notice }: { portal: Portal; notice?: string | undefined }) {
  const { features } = portal.configuration
  return portalPage({
    portal,
    title: 'Billing',
    notice,
    children: (
      <>
        <Unpaid invoices={portal.invoices} />
        <section class="stack" aria-labelledby="plans">
          <h2 id="plans">Current plan</h2>
          {portal.subscriptions.length === 0 ? (
            <p class="empty">No subscription right now.</p>
          ) : (
            portal.subscriptions.map((subscription) => (
              <Subscription key={subscription.id} portal={portal} subscription={subscription} />
            ))
          )}
        </section>
        {features.payment_method_update.enabled ? <PaymentMethods portal={portal} /> : null}
        {features.customer_update.enabled ? <Information portal={portal} /> : null}
        {features.invoice_history.enabled ? <Invoices invoices={portal.invoices} /> : null}
      </>
    ),
  })
}

/** Shows a failed payment first, with a link to pay it. */
function Unpaid({ invoices }: { invoices: Stripe.Invoice[] }) {
  const unpaid = invoices.find(({ status, attempted }) => status === 'open' && attempted)
  if (!unpaid) return null
  return (
    <p class="banner">
      A payment of {money(unpaid.amount_remaining, unpaid.currency)} failed.{' '}
      <a href={`/i/${unpaid.id}`}>Pay it now</a>, or add another card below.
    </p>
  )
}

function Subscription({
  portal,
  subscription,
}: {
  portal: Portal
  subscription: Stripe.Subscription
}) {
  const { features } = portal.configuration
  const at = `${portal.path}/subscriptions/${subscription.id}`
  const live = subscription.status !== 'canceled' && subscription.status !== 'incomplete_expired'
  const ending = live && endsAt(subscription) !== null
  const paused = live && subscription.pause_collection !== null
  return (
    <article class="card stack">
      <div class="spread">
        <div>
          <h3>{subscriptionName(subscription)}</h3>
          <p class="figure number">{subscriptionPrice(subscription)}</p>
        </div>
        <Badge of={subscriptionBadge(subscription)} />
      </div>
      <p class="muted">{nextStep(subscription)}</p>
      {live ? (
        <div class="actions">
          {features.subscription_update.enabled && !ending ? (
            <a class="button" href={`${at}/update`}>
              Change plan
            </a>
          ) : null}
          {subscription.schedule && !ending ? (
            <form method="post" action={`${at}/keep`}>
              <button type="submit">Keep current plan</button>
            </form>
          ) : null}
          {features.subscription_pause.enabled && !ending && !paused ? (
            <a class="button" href={`${at}/pause`}>
              Pause subscription
            </a>
          ) : null}
          {ending || paused ? (
            <form method="post" action={`${at}/resume`}>
              <button type="submit" class="primary">
                Resume subscription
              </button>
            </form>
          ) : features.subscription_cancel.enabled ? (
            <a class="button" href={`${at}/cancel`}>
              Cancel subscription
            </a>
          ) : null}
        </div>
      ) : null}
    </article>
  )
}

function PaymentMethods({ portal }: { portal: Portal }) {
  return (
    <section class="stack" aria-labelledby="methods">
      <h2 id="methods">Payment methods</h2>
      {portal.paymentMethods.length === 0 ? (
        <p class="empty">No card yet.</p>
      ) : (
        <ul class="rows card">
          {portal.paymentMethods.map((method) => (
            <PaymentMethod key={method.id} portal={portal} method={method} />
          ))}
        </ul>
      )}
      <p>
        <a class="button" href={`${portal.path}/payment-methods/add`}>
          Add a payment method
        </a>
      </p>
    </section>
  )
}

function PaymentMethod({ portal, method }: { portal: Portal; method: Stripe.PaymentMethod }) {
  const name = methodName(method)
  const at = `${portal.path}/payment-methods/${method.id}`
  return (
    <li class="spread">
      <div>
        <span class="line-name">{name}</span>{' '}
        {method.id === portal.defaultMethod ? <Badge of={['plain', 'Default']} /> : null}
        {method.card ? (
          <p class="muted small">
            Expires {String(method.card.exp_month).padStart(2, '0')} / {method.card.exp_year}
          </p>
        ) : null}
      </div>
      {method.id === portal.defaultMethod ? null : (
        <div class="actions">
          <form method="post" action={`${at}/default`}>
            <button type="submit" class="link">
              Make default<span class="offscreen">: {name}</span>
            </button>
          </form>
          <form method="post" action={`${at}/remove`}>
            <button type="submit" class="link">
              Remove<span class="offscreen"> {name}</span>
            </button>
          </form>
        </div>
      )}
    </li>
  )
}

function Information({ portal }: { portal: Portal }) {
  const { name, email } = portal.customer
  return (
    <section class="stack" aria-labelledby="information">
      <h2 id="information">Billing information</h2>
      <div class="card spread">
        <div>
          <p class="line-name">{name ?? 'No name yet'}</p>
          <p class="muted">{email ?? 'No email yet'}</p>
        </div>
        <a href={`${portal.path}/information`}>
          Edit<span class="offscreen"> billing information</span>
        </a>
      </div>
    </section>
  )
}

function Invoices({ invoices }: { invoices: Stripe.Invoice[] }) {
  return (
    <section class="stack" aria-labelledby="invoices">
      <h2 id="invoices">Invoices</h2>
      {invoices.length === 0 ? (
        <p class="empty">The first invoice will appear here.</p>
      ) : (
        <ul class="rows card">
          {invoices.map((invoice) => (
            <li key={invoice.id} class="spread">
              <div>
                <a class="line-name" href={`/i/${invoice.id}`}>
                  {shortDate(invoice.created)}
                </a>{' '}
                <Badge of={invoiceBadge(invoice)} />
                <p class="muted small">{invoice.number ?? 'Draft'}</p>
              </div>
              <div class="actions">
                <span class="number">{money(invoice.total, invoice.currency)}</span>
                <a href={`/i/${invoice.id}/pdf`}>
                  PDF<span class="offscreen"> of {invoice.number ?? 'the draft'}</span>
                </a>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
