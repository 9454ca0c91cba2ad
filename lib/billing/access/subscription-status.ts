import type { Facts, SubscriptionStatus } from './facts'

/** Whether a subscription is over for good. Takes Stripe's own statuses too: that enum is open. */
export const hasEnded = (status: SubscriptionStatus | (string & {})): boolean =>
  status === 'canceled' || status === 'incomplete_expired'

/**
 * Whether Stripe may still bill a subscription, now or after a recovery. A status that we don't
 * know grants nothing, but it may well be billed.
 */
export const isLive = (status: SubscriptionStatus): boolean =>
  !hasEnded(status) && status !== 'incomplete'

export const liveSubscriptions = ({ subscriptions }: Pick<Facts, 'subscriptions'>) =>
  subscriptions.filter(({ status }) => isLive(status))
