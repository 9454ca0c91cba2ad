/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { longDate } from '../dates'
import { currentPeriodEnd, sentenceCase, subscriptionName, subscriptionPrice } from '../text'
import { portalPage } from './frame'
import type { Portal } from './read'

interface CancelProps {
  portal: Portal
  subscription: Stripe.Subscription
}

/** Asks for confirmation, shows when the subscription ends, and asks for the reason. */
export function cancelPage({ portal, subscription }: CancelProps) {
  const { subscription_cancel: cancel } = portal.configuration.features
  const end = currentPeriodEnd(subscription)
  const atOnce = cancel.mode === 'immediately'
  return portalPage({
    portal,
    title: 'Cancel subscription',
    children: (
      <form
        method="post"
        action={`${portal.path}/subscriptions/${subscription.id}/cancel`}
        class="card stack"
      >
        <div>
          <h2>{subscriptionName(subscription)}</h2>
          <p class="muted number">{subscriptionPrice(subscription)}</p>
        </div>
        <p>
          {atOnce || !end
            ? 'It ends immediately.'
            : `You have access until ${longDate(end)}. It won’t renew.`}
        </p>
        {cancel.cancellation_reason.enabled ? (
          <Reasons options={cancel.cancellation_reason.options} />
        ) : null}
        <div class="actions">
          <button type="submit" class="danger">
            Cancel subscription
          </button>
          <a class="button" href={portal.back}>
            Keep subscription
          </a>
        </div>
      </form>
    ),
  })
}

function Reasons({ options }: { options: string[] }) {
  return (
    <>
      <fieldset>
        <legend>Why are you canceling? (optional)</legend>
        <div class="choices">
          {options.map((option) => (
            <label class="choice" key={option}>
              <input type="radio" name="feedback" value={option} />
              <span>{reasons[option] ?? sentenceCase(option)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="field">
        <label for="comment">Anything else? (optional)</label>
        <textarea id="comment" name="comment" rows={3} maxlength={500} />
      </div>
    </>
  )
}

const reasons: Record<string, string> = {
  customer_service: 'Customer support wasn’t helpful',
  low_quality: 'It didn’t work well enough',
  missing_features: 'It’s missing features I need',
  other: 'Other',
  switched_service: 'I switched to something else',
  too_complex: 'It’s too hard to use',
  too_expensive: 'It’s too expensive',
  unused: 'I don’t use it enough',
}
