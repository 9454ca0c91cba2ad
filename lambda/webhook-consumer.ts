import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { z } from 'zod'
import type { Settings } from '@/lib/env'
import { services } from '@/lib/services'
import { eventOf, type StripeEvent, verifyEvent } from '@/lib/stripe/events/events'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'

/**
 * The webhook behind a queue: Stripe → EventBridge → SQS → here. Says which messages failed, so that
 * the queue keeps those and only those. In a FIFO queue everything behind a failure of the same group
 * fails with it, or the queue would deliver it before its time.
 */
export const handler = (batch: SQSEvent) => webhookConsumer(services)(batch)

export const webhookConsumer =
  (services: EventServices & { settings: Pick<Settings, 'STRIPE_WEBHOOK_SECRET'> }) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = []
    const stopped = new Set<string>()
    for (const record of Records) {
      const group = record.attributes.MessageGroupId
      const isBehind = group !== undefined && stopped.has(group)
      if (!isBehind && (await take(services, record))) continue
      failed.push(record.messageId)
      if (group !== undefined) stopped.add(group)
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }

/** `false` if the queue should keep the message: what can never be taken ends in its dead-letter queue. */
async function take(
  services: Parameters<typeof webhookConsumer>[0],
  record: SQSRecord,
): Promise<boolean> {
  const requestId = record.messageId
  try {
    const event = eventIn(record, services.settings.STRIPE_WEBHOOK_SECRET)
    // A thin event: nothing of it is used.
    if (!event) return true
    const outcome = await takeEvent(services, event, requestId)
    services.log.info(
      { requestId, eventId: event.id, type: event.type, customerId: event.customerId, outcome },
      'Took an event',
    )
    return true
  } catch (error) {
    services.log.error({ requestId, err: error }, 'An event from the queue failed')
    return false
  }
}

/**
 * What EventBridge sends for a Stripe partner source: `detail` is the event, unsigned. That it is
 * Stripe's own follows from who may write to the queue: the partner source can't be imitated, and
 * the queue's policy lets only our rule in.
 */
const PartnerEnvelope = z.object({
  source: z.string().regex(/^aws\.partner\/stripe\.com\//),
  detail: z.record(z.string(), z.unknown()),
})

/** A webhook request that somebody put in the queue as it came. */
const SignedBody = z.strictObject({ body: z.string(), signature: z.string() })

const Message = z.union([PartnerEnvelope, SignedBody], 'neither of EventBridge, nor signed')

function eventIn({ body, attributes }: SQSRecord, secrets: readonly string[]): StripeEvent | null {
  const message = Message.parse(JSON.parse(body))
  if ('detail' in message) return eventOf(message.detail)
  // It may have waited here for hours; how old the signature was is measured when it came in.
  const receivedAt = new Date(Number(attributes.SentTimestamp))
  const verified = verifyEvent(message.body, message.signature, secrets, receivedAt)
  switch (verified.kind) {
    case 'event':
      return verified.event
    case 'thin':
      return null
    case 'unreadable':
      throw new Error(`Signed, but no event: ${verified.problem}`)
    case 'unsigned':
      throw new Error('No configured secret signed this body')
  }
}
