/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { subscriptionName } from '../text'
import { portalPage } from './frame'
import type { Portal } from './read'

interface PauseProps {
  portal: Portal
  subscription: Stripe.Subscription
}

/** Asks for how long to pause, and for a confirmation. */
export function pausePage({ portal, subscription }: PauseProps) {
  const { duration } = portal.configuration.features.subscription_pause
  return portalPage({
    portal,
    title: 'Pause subscription',
    children: (
      <form
        method="post"
        action={`${portal.path}/subscriptions/${subscription.id}/pause`}
        class="stack"
      >
        <p>No payment is collected for {subscriptionName(subscription)} while it is paused.</p>
        {duration.type === 'indefinite' ? (
          <p>It is paused until you resume it.</p>
        ) : (
          <fieldset>
            <legend>Pause for</legend>
            <div class="choices">
              {duration.interval_options.map(({ interval, interval_count: count }, i) => (
                <label class="choice" key={`${count} ${interval}`}>
                  <input type="radio" name="duration" value={`${i}`} checked={i === 0} />
                  {count} {count === 1 ? interval : `${interval}s`}
                </label>
              ))}
            </div>
          </fieldset>
        )}
        <div class="actions">
          <button type="submit" class="primary">
            Pause subscription
          </button>
          <a class="button" href={portal.back}>
            Go back
          </a>
        </div>
      </form>
    ),
  })
}
