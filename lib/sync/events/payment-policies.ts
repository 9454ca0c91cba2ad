import { type Answer, policyActions } from '@/lib/billing/access/policies'
import type { EventServices } from './services'

type PolicyServices = Pick<
  EventServices,
  'paymentIssues' | 'outbox' | 'rules' | 'log' | 'wallClock'
>

/**
 * Does what the team's policies say about a payment that its bank complains of. Stripe is asked how it
 * stands: events come twice, and in any order. Each answer may be done again, so that whoever dies in
 * between is followed by somebody who does the rest.
 */
export async function answerTrouble(
  services: PolicyServices,
  userId: string,
  chargeId: string,
): Promise<void> {
  const { paymentIssues, rules, log } = services
  const payment = await paymentIssues.find(chargeId)
  if (!payment) return
  for (const answer of policyActions(payment, rules.catalog.policies)) {
    log.warn({ userId, ...answer }, 'A payment is in trouble')
    await give(services, userId, answer)
  }
}

async function give(
  { paymentIssues, outbox, wallClock }: PolicyServices,
  userId: string,
  answer: Answer,
): Promise<void> {
  switch (answer.kind) {
    case 'cancel_subscription':
      return paymentIssues.cancelSubscription(answer.subscriptionId)
    case 'refund':
      return paymentIssues.refund(answer.chargeId)
    case 'tell_staff':
      return outbox.put({
        key: `early_fraud:${answer.warningId}`,
        kind: 'early_fraud',
        userId,
        data: { chargeId: answer.chargeId },
        createdAt: wallClock(),
      })
  }
}
