import { updateSubscription } from '../subscriptions/changes/update'
import { addIntervals } from '../world/calendar'
import { invalid } from '../world/errors'
import type { Subscription } from '../world/types'
import type { World } from '../world/world'
import { notAllowed, ownSubscription } from './own-subscription'

/**
 * Pauses as the portal's button does: no payment is collected until the end of one of the durations
 * that the configuration offers, or until the customer resumes.
 */
export function portalPause(
  world: World,
  sessionId: string,
  subscriptionId: string,
  option = 0,
): Subscription {
  const { subscription, configuration } = ownSubscription(world, sessionId, subscriptionId)
  const { duration, enabled } = configuration.features.subscription_pause
  if (!enabled) throw notAllowed()
  const chosen = duration.type === 'indefinite' ? null : duration.interval_options[option]
  if (chosen === undefined) throw invalid('Choose one of the durations.', 'duration')
  return updateSubscription(world, subscription.id, {
    pause_collection: {
      behavior: 'void',
      ...(chosen && {
        resumes_at: addIntervals(
          world.clock.seconds(),
          chosen.interval as 'month',
          chosen.interval_count,
        ),
      }),
    },
  })
}
