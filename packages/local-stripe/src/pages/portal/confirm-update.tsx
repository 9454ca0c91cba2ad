/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { longDate } from '../dates'
import { ErrorSummary, type Filled } from '../form'
import { money, priceLabel } from '../money'
import { currentPeriodEnd, priceName, subscriptionName } from '../text'
import type { Change } from './change-plan'
import { portalPage } from './frame'
import type { Portal } from './read'

interface ConfirmProps {
  portal: Portal
  subscription: Stripe.Subscription
  change: Change
  filled: Filled
}

export function confirmUpdatePage({ portal, subscription, change, filled }: ConfirmProps) {
  const { price, quantity, invoice, dueNow, deferred } = change
  const renewal = currentPeriodEnd(subscription)
  return portalPage({
    portal,
    title: 'Confirm change',
    children: (
      <form
        method="post"
        action={`${portal.path}/subscriptions/${subscription.id}/update/confirm`}
        class="card stack"
      >
        <ErrorSummary filled={filled} title="Nothing has changed. Please check:" />
        <div>
          <p class="muted">From {subscriptionName(subscription)} to</p>
          <h2>
            {priceName(price)}
            {quantity > 1 ? ` × ${quantity}` : ''}
          </h2>
          <p class="number">{priceLabel(price, quantity)}</p>
        </div>
        {deferred && renewal ? <p>Your plan stays as it is until {longDate(renewal)}.</p> : null}
        <dl class="sums" id="charge" tabindex={-1}>
          {invoice.lines.data.map((line) => (
            <div key={line.id}>
              <dt class="muted">{line.description}</dt>
              <dd>{money(line.amount, line.currency)}</dd>
            </div>
          ))}
          {invoice.total !== invoice.amount_due ? (
            <div>
              <dt class="muted">Credit</dt>
              <dd>{money(invoice.amount_due - invoice.total, invoice.currency)}</dd>
            </div>
          ) : null}
          <div class="total">
            <dt>
              {dueNow ? 'Due now' : `On the next invoice${renewal ? `, ${longDate(renewal)}` : ''}`}
            </dt>
            <dd>{money(invoice.amount_due, invoice.currency)}</dd>
          </div>
        </dl>
        <input type="hidden" name="price" value={price.id} />
        <input type="hidden" name="quantity" value={String(quantity)} />
        <input type="hidden" name="proration_date" value={String(change.prorationDate)} />
        <div class="actions">
          <button type="submit" class="primary">
            {dueNow && invoice.amount_due > 0
              ? `Pay ${money(invoice.amount_due, invoice.currency)} and change`
              : 'Confirm change'}
          </button>
          <a class="button" href={`${portal.path}/subscriptions/${subscription.id}/update`}>
            Back
          </a>
        </div>
      </form>
    ),
  })
}
