import {
  canLeave,
  SubscriptionLeave,
  SubscriptionLimited,
  SubscriptionSection,
  SubscriptionUnreachable,
} from '@/components/subscription/section'
import { Card, CardHeader } from '@/components/ui/card'
import { type OwnSubscription, ownSubscription } from '@/lib/api/subscription/own-subscription'
import { hasRoom } from '@/lib/auth/session'
import type { RecurringInterval } from '@/lib/billing/subscription/change'
import type { Account } from '@/lib/db/accounts/accounts'
import { services } from '@/lib/services'

/** The user's subscription as Stripe reports it, or `limited` if the rate limit is reached. */
export type StripeAnswer = OwnSubscription | { kind: 'limited' }

export const readOwnSubscription = async (account: Account): Promise<StripeAnswer> =>
  (await hasRoom('stripe')) ? ownSubscription(services, account) : { kind: 'limited' }

/** A plan change to preview. */
export type PreselectedChange = { plan: string; interval: RecurringInterval }

/** The subscription with its changes, once Stripe has answered. */
export async function SubscriptionDetails({
  answer,
  preselected,
}: {
  answer: Promise<StripeAnswer>
  preselected: PreselectedChange | null
}) {
  const found = await answer
  switch (found.kind) {
    case 'none':
      return null
    case 'limited':
      return <SubscriptionLimited />
    case 'unreachable':
      return <SubscriptionUnreachable />
    case 'found':
      return (
        <SubscriptionSection
          view={found.view}
          catalog={services.catalog}
          preselected={preselected}
        />
      )
  }
}

/** Pausing and canceling. It is the last card, so that nothing moves when it appears. */
export async function DangerZone({ answer }: { answer: Promise<StripeAnswer> }) {
  const found = await answer
  if (found.kind !== 'found' || !canLeave(found.view)) return null
  return (
    <Card label="Danger zone" className="border-bad/40">
      <CardHeader title="Danger zone">
        {found.view.can.pause
          ? 'Pause or cancel your subscription. You can undo this later.'
          : 'Cancel your subscription. You can undo this until it has ended.'}
      </CardHeader>
      <SubscriptionLeave view={found.view} catalog={services.catalog} />
    </Card>
  )
}
