import { invalid } from '../world/errors'
import { find, type World } from '../world/world'

/**
 * Returns the session, its configuration and a subscription. Throws if the subscription isn't this
 * customer's.
 */
export function ownSubscription(world: World, sessionId: string, subscriptionId: string) {
  const session = find(world.store.portalSessions, 'portal session', sessionId)
  const subscription = find(world.store.subscriptions, 'subscription', subscriptionId)
  if (subscription.customer !== session.customer) throw notAllowed()
  const configuration = find(
    world.store.portalConfigurations,
    'configuration',
    session.configuration,
  )
  return { session, subscription, configuration }
}

export const notAllowed = () => invalid('The portal configuration does not allow this.')
