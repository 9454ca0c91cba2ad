import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { z } from 'zod'
import type { Settings } from '@/lib/env'
import { services } from '@/lib/services'
import { eventOf, type StripeEvent, verifyEvent } from '@/lib/stripe/events/events'
import type { EventServices } from '@/lib/sync/events/services'
import { takeEvent } from '@/lib/sync/events/take-event'

/**
 * Processes Stripe events from a queue: Stripe → EventBridge → SQS → here. Returns the messages
 * that failed, so that the queue keeps only those. In a FIFO queue, later messages of the same
 * group fail too, as otherwise they would be processed out of order.
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

/** Processes a message. `false` keeps it in the queue, and in the end in the dead-letter queue. */
async function take(
  services: Parameters<typeof webhookConsumer>[0],
  record: SQSRecord,
): Promise<boolean> {
  const requestId = record.messageId
  try {
    const event = eventIn(record, services.settings.STRIPE_WEBHOOK_SECRET)
    // A thin event. We use none of those.
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
 * An EventBridge message of a Stripe partner source. `detail` is the event, unsigned. It is trusted
 * because only Stripe can write to the partner source, and the queue's policy allows only our rule.
 */
const PartnerEnvelope = z.object({
  source: z.string().regex(/^aws\.partner\/stripe\.com\//),
  detail: z.record(z.string(), z.unknown()),
})

/** A signed webhook request that was put in the queue unchanged. */
const SignedBody = z.strictObject({ body: z.string(), signature: z.string() })

const Message = z.union([PartnerEnvelope, SignedBody], 'neither of EventBridge, nor signed')

function eventIn({ body, attributes }: SQSRecord, secrets: readonly string[]): StripeEvent | null {
  const message = Message.parse(JSON.parse(body))
  if ('detail' in message) return eventOf(message.detail)
  // It may have been queued for hours, so the signature's age is measured at arrival.
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
