/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { Field } from '../form'
import { priceLabel } from '../money'
import { priceName, subscriptionName } from '../text'
import { portalPage } from './frame'
import type { Portal } from './read'

interface UpdateProps {
  portal: Portal
  subscription: Stripe.Subscription
  prices: Stripe.Price[]
}

/** The choice of a new plan. The next page shows the cost and asks for confirmation. */
export function updatePage({ portal, subscription, prices }: UpdateProps) {
  const item = subscription.items.data[0]
  const current = item?.price.id
  const withQuantity =
    portal.configuration.features.subscription_update.default_allowed_updates.includes('quantity')
  return portalPage({
    portal,
    title: 'Change plan',
    children:
      prices.length === 0 ? (
        <p class="empty">There is no other plan to change {subscriptionName(subscription)} to.</p>
      ) : (
        <form
          method="get"
          action={`${portal.path}/subscriptions/${subscription.id}/update/confirm`}
          class="stack"
          novalidate
        >
          <fieldset>
            <legend>Plan</legend>
            <div class="choices">
              {prices.map((price) => (
                <label class="choice" key={price.id}>
                  <input
                    type="radio"
                    name="price"
                    value={price.id}
                    checked={price.id === current}
                  />
                  <span class="choice-text">
                    <span class="line-name">
                      {priceName(price)}
                      {price.id === current ? <span class="muted"> · current</span> : null}
                    </span>
                    <span class="number">{priceLabel(price)}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          {withQuantity ? (
            <Field
              name="quantity"
              label="Quantity"
              type="number"
              min="1"
              filled={{ values: { quantity: String(item?.quantity ?? 1) }, errors: {} }}
            />
          ) : null}
          <div class="actions">
            <button type="submit" class="primary">
              Continue
            </button>
            <a class="button" href={portal.back}>
              Keep current plan
            </a>
          </div>
        </form>
      ),
  })
}
