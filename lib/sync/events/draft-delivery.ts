import type { Cause } from '@/lib/db/audit/audit'
import type { Delivery } from '@/lib/db/ledger/ledger'
import type { StripeEvent } from '@/lib/stripe/events/events'
import type { SyncServices, Trigger } from '@/lib/sync/services'

/** A delivery's ledger entry before its outcome is known. */
export type DraftDelivery = {
  /** Whom the event is about, as far as that is known. */
  subject: Pick<Delivery, 'customerId' | 'userId'>
  replayedBy: string | null
  /** The entry with its outcome, as of now. */
  entry(outcome: Delivery['outcome'], error?: string): Delivery
  /** For writes that carry the entry along. */
  trigger(outcome: Delivery['outcome']): Trigger
}

export function draftDelivery(
  { wallClock }: Pick<SyncServices, 'wallClock'>,
  event: Omit<StripeEvent, 'livemode'>,
  { requestId, replayedBy }: Pick<Delivery, 'requestId' | 'replayedBy'>,
): DraftDelivery {
  const { id: eventId, type, createdAt, customerId } = event
  const receivedAt = wallClock()
  const subject: DraftDelivery['subject'] = { customerId, userId: null }
  const cause: Cause = { kind: 'event', eventId, type, ...(replayedBy && { replayedBy }) }
  const entry: DraftDelivery['entry'] = (outcome, error) => ({
    eventId,
    type,
    createdAt,
    receivedAt,
    ...subject,
    outcome,
    error: error ?? null,
    durationMs: Math.max(0, wallClock().getTime() - receivedAt.getTime()),
    requestId,
    replayedBy,
  })
  return {
    subject,
    replayedBy,
    entry,
    trigger: (outcome) => ({ cause, delivery: () => entry(outcome) }),
  }
}
